/* The maps of areas, one Leaflet map each for the page's life: shapes are rebuilt only when the area changes, colours
   are set in place. What a map shows besides comes from its `layers`. */
(function (gridscope) {
  'use strict';
  const RECENT = 5 * 60 * 1e6;
  const PULSES = 3;

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

  const inwards = (start, end, least, most) => Math.max(least - start, 0) + Math.min(most - end, 0);
  const SHIFTS = [[0, 0], [0, 1], [0, -1], [0.6, 0.5], [-0.6, 0.5], [0.6, -0.6], [-0.6, -0.6], [0, 1.7], [0, -1.7]];
  const moved = (box, x, y) => ({ left: box.left + x * box.width, right: box.right + x * box.width, top: box.top + y * box.height, bottom: box.bottom + y * box.height });
  const inside = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  const overlap = (a, b, gap) => a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;

  /* A map of areas. `layers.draw({map, paint, shapes, outline})` draws what else is on it and gives the boxes on the
     screen that labels must leave free; `layers.fit(map, outline, options)`, where there is one, chooses what is seen. */
  function make(layers) {
    const shapes = new Map();
    const styled = new WeakMap();
    const labelled = new Map();
    const state = { map: null, paint: null, labels: null, frame: 0, fit: false };

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
      state.labels = L.layerGroup().addTo(map);
      layers.adopt(map);
      new ResizeObserver(() => schedule(true)).observe(map.getContainer());
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
      // A map of another scene has no size; it is drawn when it is seen.
      if (!box.clientWidth || !box.clientHeight) return;
      for (const [layer, feature] of shapes) restyle(layer, style(feature));
      for (const [layer, feature] of shapes) if ((paint.cells[feature.properties.code] || {}).on) layer.bringToFront();
      if (state.fit) fit();
      labels(layers.draw({ map, paint, shapes, outline }));
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
    }

    /* The figure of a label, which leads to what is behind it where the map says so. */
    function figure(label) {
      const made = element('span', '', label.why ? undefined : label.value);
      if (label.why) {
        const way = element('a', '', label.value);
        way.setAttribute('href', label.why);
        way.tabIndex = -1;
        made.append(way);
      }
      return made;
    }

    function labelOf(label, small) {
      const box = element('div', small ? 'map-label small' : 'map-label');
      const marked = label.status === 'warn' || label.status === 'crit';
      if (label.ring === 2 || (marked && state.paint.fills === 1)) {
        const pill = element('span', 'pill ' + label.status, label.value ? (label.name + ' ').trimStart() : label.name);
        if (label.value) pill.append(figure(label));
        if (marked || label.status === 'note') pill.prepend(element('i', 'sym ' + label.status));
        box.append(pill);
      } else {
        box.append(element('b', '', label.name));
        if (label.value) box.append(figure(label));
      }
      return box;
    }

    /* The markers of the labels there are to be, in their order. One that says the same at the same place stays. */
    function marked() {
      const small = state.paint.labels.filter((label) => label.ring === 1).length > 14;
      const said = JSON.stringify([small, state.paint.fills]);
      const kept = new Map(labelled);
      labelled.clear();
      for (const label of state.paint.labels) {
        const text = said + JSON.stringify(label);
        labelled.set(text, kept.get(text) || marker(label.lat, label.lon, labelOf(label, small), 10000).addTo(state.labels));
        kept.delete(text);
      }
      for (const gone of kept.values()) state.labels.removeLayer(gone);
      return [...labelled].map(([text, made]) => [text, made, made.getElement().firstChild]);
    }

    /* Labels in order of importance; one that would lie on another moves aside, or is left out. None leaves the map.
       All are set, then all are measured: measuring between two would lay the page out for each. */
    function labels(taken) {
      const all = marked();
      for (const [, , box] of all) box.style.translate = '';
      const u = gridscope.unit();
      const frame = state.map.getContainer().getBoundingClientRect();
      for (const [text, made, element, drawn] of all.map((one) => [...one, one[2].getBoundingClientRect()])) {
        const aside = inwards(drawn.left, drawn.right, frame.left + 2 * u, frame.right - 2 * u);
        const down = inwards(drawn.top, drawn.bottom, frame.top + 2 * u, frame.bottom - 2 * u);
        const box = { left: drawn.left + aside, right: drawn.right + aside, top: drawn.top + down, bottom: drawn.bottom + down, width: drawn.width, height: drawn.height };
        const free = SHIFTS.map(([x, y]) => [x, y, moved(box, x, y)]).find(([, , at]) => inside(at, frame) && !taken.some((other) => overlap(at, other, 2 * u)));
        if (!free) {
          state.labels.removeLayer(made);
          labelled.delete(text);
          continue;
        }
        const [x, y] = free;
        if (x || y || aside || down) element.style.translate = x * box.width + aside + 'px ' + (y * box.height + down) + 'px';
        taken.push(moved(box, x, y));
      }
    }

    function paint(fresh) {
      const elsewhere = state.paint && state.paint.area !== fresh.area;
      state.paint = fresh;
      schedule(Boolean(elsewhere));
    }

    document.addEventListener('gridscope:dressed', () => schedule(false));
    return { style, each, paint, schedule };
  }

  /* New events pulse three times, stand as a ring for five minutes, then go; at a leaf they stay as dots. */
  const events = { group: null, points: [], seen: new Map(), turn: 0, drawn: new Map() };

  function drawEvents({ paint, outline }) {
    const bounds = outline();
    const gone = new Map(events.drawn);
    events.drawn.clear();
    const leaf = paint.fills === 0;
    let pulses = 0;
    for (const point of paint.drawn && bounds.isValid() ? events.points : []) {
      const recent = gridscope.age.now() - point.at < RECENT;
      if (!(recent || leaf) || !bounds.contains([point.lat, point.lon])) continue;
      const fresh = events.seen.get(point.key) === events.turn && pulses < PULSES;
      if (fresh) pulses += 1;
      const text = JSON.stringify([point.key, point.lat, point.lon]);
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
    adopt(map) { events.group = L.layerGroup().addTo(map); },
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

  gridscope.maps = { make, marker, element, colour, overlap, lay };
  gridscope.map = { style: overview.style, each: overview.each };

  gridscope.live.own('map-data', overview.paint);

  gridscope.live.own('ticker-points', (points, whole) => {
    events.turn += 1;
    const seen = new Map();
    // What a whole scene brings is not news; what the stream adds is.
    for (const point of points) seen.set(point.key, whole ? 0 : events.seen.has(point.key) ? events.seen.get(point.key) : events.turn);
    events.seen = seen;
    events.points = points;
    overview.schedule(false);
  });
  lay('map-areas', '.scene-overview, .beside-overview');
})(window.gridscope = window.gridscope || {});
