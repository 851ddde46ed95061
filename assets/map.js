/* The maps of areas, one Leaflet map each for the page's life: shapes are rebuilt only when the area changes, colours
   are set in place. What a map shows besides comes from its `layers`. */
(function (gridscope) {
  'use strict';
  const RECENT = 5 * 60 * 1e6;
  const PULSES = 3;
  const PULSING = 6;
  const PULSE = 4200;

  /* A colour of the theme; asked of the page once, since every question makes it settle its styles. */
  const colours = new Map();
  document.addEventListener('gridscope:dressed', () => colours.clear());
  function colour(name) {
    if (!colours.has(name)) colours.set(name, getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim());
    return colours.get(name);
  }

  const icon = (element) => L.divIcon({ className: '', html: element, iconSize: [0, 0] });
  const marker = (lat, lon, element, above) => L.marker([lat, lon], { interactive: false, keyboard: false, zIndexOffset: above, icon: icon(element) });

  function element(tag, classes, text) {
    const made = document.createElement(tag);
    made.className = classes;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /* A map of areas. `layers.draw({map, paint, shapes, outline})` draws what else is on it and gives the boxes on the
     screen that labels must leave free; `layers.fit(map, outline, options)`, where there is one, chooses what is seen. */
  function make(layers) {
    const shapes = new Map();
    const styled = new WeakMap();
    const labels = gridscope.mapLabels();
    const state = { map: null, paint: null, frame: 0, fit: false, seen: false };

    function fillOf(code) {
      const cell = state.paint && state.paint.cells[code];
      if (!cell) return colour('q1');
      if (cell.status === 'crit') return colour('crit-fill');
      if (cell.status === 'warn') return colour('warn');
      return cell.level === null ? colour('s1') : colour('q' + ((cell.level || 0) + 1));
    }

    function style(feature) {
      const { ring, code } = feature.properties;
      const drawn = plain(ring, code);
      const cell = ring > 0 && state.paint && state.paint.cells[code];
      return cell && cell.on ? { ...drawn, color: colour('accent'), weight: 3 * gridscope.unit(), opacity: 1 } : drawn;
    }

    function plain(ring, code) {
      const u = gridscope.unit();
      const fills = state.paint ? state.paint.fills : 1;
      // Where something else lies below the shapes, they are lines; a click still finds what they enclose.
      const outlined = Boolean(state.paint && state.paint.outlined);
      if (ring === -1) return { color: colour('water-line'), weight: u, fillColor: colour('water'), fillOpacity: 1, interactive: false };
      if (ring === 0 && fills > 0) return { color: colour('map-street'), weight: 2.2 * u, opacity: 0.9, fill: false, interactive: false };
      if (ring === 0) return { color: colour('map-street'), weight: 2.2 * u, opacity: 0.9, fillColor: fillOf(state.paint && Object.keys(state.paint.cells)[0]), fillOpacity: outlined ? 0 : 1 };
      if (ring < fills) return { color: colour('map-street'), weight: 1.6 * u, opacity: outlined ? 0.4 : 0.55, fill: false, interactive: false };
      if (outlined) return { color: colour(ring === 1 ? 'rule' : 'hair'), weight: u, opacity: 1, fillColor: colour('s1'), fillOpacity: 0 };
      return { color: colour('map-edge'), weight: 1.4 * u, opacity: 1, fillColor: fillOf(code), fillOpacity: 1 };
    }

    const way = (code) => (state.paint && (state.paint.cells[code] || {}).href) || null;

    /* Called by the layer for every shape it builds. A shape leads one level down, and is prepared for as a link is. */
    function each(feature, layer, context) {
      const { code } = feature.properties;
      shapes.set(layer, feature);
      layer.on({
        remove: () => shapes.delete(layer),
        click: () => { if (way(code)) gridscope.address.open(way(code)); },
        mouseover: () => gridscope.address.rest(way(code)),
        mousedown: () => { if (way(code)) gridscope.address.press(way(code)); },
      });
      if (context && context.map && state.map !== context.map) adopt(context.map);
      schedule(true);
    }

    function adopt(map) {
      state.map = map;
      labels.adopt(map);
      layers.adopt(map);
      new ResizeObserver(([{ contentRect }]) => {
        state.seen = contentRect.width > 0 && contentRect.height > 0;
        schedule(true);
      }).observe(map.getContainer());
    }

    function schedule(fit) {
      state.fit = state.fit || fit;
      if (!state.frame) state.frame = requestAnimationFrame(() => { state.frame = 0; redraw(); });
    }

    function redraw() {
      const { map, paint } = state;
      if (!map || !paint) return;
      const box = map.getContainer();
      box.parentElement.classList.toggle('tiled', !paint.drawn);
      // A map of another scene has no size; it is drawn when it is seen. To ask the page for it lays the page out.
      if (!(state.seen && !state.fit) && !(box.clientWidth && box.clientHeight)) return;
      for (const [layer, feature] of shapes) restyle(layer, style(feature));
      for (const [layer, feature] of shapes) if ((paint.cells[feature.properties.code] || {}).on) layer.bringToFront();
      if (state.fit) fit();
      labels.draw(paint, layers.draw({ map, paint, shapes, outline }));
    }

    function restyle(layer, fresh) {
      const text = JSON.stringify(fresh);
      if (styled.get(layer) === text) return;
      styled.set(layer, text);
      layer.setStyle(fresh);
    }

    function outline() {
      const kept = [...shapes].filter(([, feature]) => feature.properties.ring >= 0);
      const own = kept.filter(([, feature]) => feature.properties.ring === 0);
      return (own.length ? own : kept).map(([layer]) => layer.getBounds()).reduce((all, one) => all.extend(one), L.latLngBounds([]));
    }

    function fit() {
      state.map.invalidateSize({ animate: false, pan: false });
      const bounds = outline();
      const size = state.map.getSize();
      if (!size.x || !size.y || !(layers.fit || bounds.isValid())) return;
      const u = gridscope.unit();
      const options = { paddingTopLeft: [14 * u, 6 * u], paddingBottomRight: [14 * u, 24 * u], animate: false };
      if (layers.fit) layers.fit(state.map, bounds, options);
      else state.map.fitBounds(bounds, options);
      state.fit = false;
      labels.moved();
    }

    function paint(fresh) {
      const elsewhere = state.paint && state.paint.area !== fresh.area;
      state.paint = fresh;
      schedule(Boolean(elsewhere));
    }

    document.addEventListener('gridscope:dressed', () => {
      labels.moved();
      schedule(false);
    });
    return { style, each, paint, schedule };
  }

  /* New events pulse three times, stand as a ring for five minutes, then go; at a leaf they stay as dots. In a rush
     only some pulse: where everything does nothing is told, and each costs the page two frames of its own. */
  const events = { group: null, points: [], seen: new Set(), news: new Set(), drawn: new Map(), pulses: [] };

  function drawEvents({ paint, outline }) {
    const bounds = outline();
    const gone = new Map(events.drawn);
    events.drawn.clear();
    const leaf = paint.fills === 0;
    const now = performance.now();
    events.pulses = events.pulses.filter((began) => now - began < PULSE);
    let pulses = 0;
    for (const point of paint.drawn && bounds.isValid() ? events.points : []) {
      const recent = gridscope.age.now() - point.at < RECENT;
      if (!(recent || leaf) || !bounds.contains([point.lat, point.lon])) continue;
      const text = JSON.stringify([point.key, point.lat, point.lon]);
      const free = pulses < PULSES && events.pulses.length < PULSING;
      const fresh = events.news.delete(point.key) && free && !gone.has(text);
      if (fresh) {
        pulses += 1;
        events.pulses.push(now);
      }
      const made = gone.get(text) || marker(point.lat, point.lon, element('div', ''), 0).addTo(events.group);
      const drawn = made.getElement().firstChild;
      // A pulse runs out, whatever comes in meanwhile.
      const pulse = fresh || drawn.classList.contains('pulse');
      const classes = ['map-event', point.status, recent ? 'ring' : '', pulse ? 'pulse' : ''].join(' ').trim();
      if (drawn.className !== classes) drawn.className = classes;
      events.drawn.set(text, made);
      gone.delete(text);
    }
    for (const made of gone.values()) events.group.removeLayer(made);
    return [];
  }

  const overview = make({
    adopt(map) {
      events.group = L.layerGroup().addTo(map);
      // A pulse that is over, or cut off by another scene, does not begin again when the map comes back.
      for (const ended of ['animationend', 'animationcancel']) {
        map.getContainer().addEventListener(ended, ({ target }) => target.classList.remove('pulse'));
      }
    },
    draw: drawEvents,
  });

  /* The shapes of an area come once for all maps. They are laid under one while it is looked at: building a layer that
     nobody sees takes as long. */
  function lay(id, scenes) {
    let waiting = null;
    const wall = document.getElementsByClassName('wall');
    const put = () => {
      if (!waiting || !wall.length || !wall[0].matches(scenes)) return;
      window.dash_clientside.set_props(id, { data: waiting });
      waiting = null;
    };
    gridscope.live.own('map-areas', (data) => { waiting = data; put(); });
    gridscope.live.listen('wall', put, 'className');
  }

  gridscope.maps = { make, marker, element, colour, lay, overlap: gridscope.mapLabels.overlap };
  gridscope.map = { style: overview.style, each: overview.each };

  gridscope.live.own('map-data', overview.paint);

  gridscope.live.own('ticker-points', (points, whole) => {
    const keys = points.map((point) => point.key);
    // What a whole scene brings is not news; what the stream adds is, until it is drawn.
    events.news = new Set(whole ? [] : keys.filter((key) => events.news.has(key) || !events.seen.has(key)));
    events.seen = new Set(keys);
    events.points = points;
    overview.schedule(false);
  });
  lay('map-areas', '.scene-overview, .beside-overview');
})(window.gridscope = window.gridscope || {});
