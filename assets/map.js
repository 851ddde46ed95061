/* One Leaflet map for the page's life: shapes are rebuilt only when the area changes, colours are set in place. */
(function (gridscope) {
  'use strict';
  const RECENT = 5 * 60 * 1e6;
  const PULSES = 3;
  const shapes = new Map();
  const state = { map: null, paint: null, points: [], seen: new Map(), labels: null, events: null, frame: 0, area: null };

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

  function fillOf(code) {
    const cell = state.paint && state.paint.cells[code];
    if (!cell) return colour('q1');
    if (cell.status === 'crit') return colour('crit-fill');
    if (cell.status === 'warn') return colour('warn');
    return colour('q' + ((cell.level || 0) + 1));
  }

  function style(feature) {
    const u = gridscope.unit();
    const { ring, code } = feature.properties;
    const fills = state.paint ? state.paint.fills : 1;
    if (ring === -1) return { color: colour('water-line'), weight: u, fillColor: colour('water'), fillOpacity: 1, interactive: false };
    if (ring === 0 && fills > 0) return { color: colour('map-street'), weight: 2.2 * u, opacity: 0.9, fill: false, interactive: false };
    if (ring === 0) return { color: colour('map-street'), weight: 2.2 * u, opacity: 0.9, fillColor: fillOf(state.paint && Object.keys(state.paint.cells)[0]), fillOpacity: 1 };
    if (ring < fills) return { color: colour('map-street'), weight: 1.6 * u, opacity: 0.55, fill: false, interactive: false };
    return { color: colour('map-edge'), weight: 1.4 * u, opacity: 1, fillColor: fillOf(code), fillOpacity: 1 };
  }

  /* Called by the layer for every shape it builds. */
  function each(feature, layer, context) {
    shapes.set(layer, feature);
    layer.on('remove', () => shapes.delete(layer));
    if (context && context.map && state.map !== context.map) adopt(context.map);
    schedule(true);
  }

  function adopt(map) {
    state.map = map;
    state.labels = L.layerGroup().addTo(map);
    state.events = L.layerGroup().addTo(map);
    new ResizeObserver(() => schedule(true)).observe(map.getContainer());
  }

  function schedule(fit) {
    state.fit = state.fit || fit;
    if (!state.frame) state.frame = requestAnimationFrame(() => { state.frame = 0; redraw(); });
  }

  function redraw() {
    const { map, paint } = state;
    if (!map || !paint) return;
    map.getContainer().parentElement.classList.toggle('tiled', !paint.drawn);
    for (const [layer, feature] of shapes) layer.setStyle(style(feature));
    if (state.fit) fit();
    labels();
    events();
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
    if (!bounds.isValid() || !size.x || !size.y) return;
    const u = gridscope.unit();
    state.map.fitBounds(bounds, { paddingTopLeft: [14 * u, 6 * u], paddingBottomRight: [14 * u, 24 * u], animate: false });
    state.fit = false;
  }

  const icon = (element) => L.divIcon({ className: '', html: element, iconSize: [0, 0] });
  const marker = (lat, lon, element, above) => L.marker([lat, lon], { interactive: false, keyboard: false, zIndexOffset: above, icon: icon(element) });

  function element(tag, classes, text) {
    const made = document.createElement(tag);
    made.className = classes;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function labelOf(label, small) {
    const box = element('div', small ? 'map-label small' : 'map-label');
    const marked = label.status === 'warn' || label.status === 'crit';
    if (label.ring === 2 || (marked && state.paint.fills === 1)) {
      const pill = element('span', 'pill ' + label.status, label.name + ' ' + label.value);
      if (marked || label.status === 'note') pill.prepend(element('i', 'sym ' + label.status));
      box.append(pill);
    } else {
      box.append(element('b', '', label.name), element('span', '', label.value));
    }
    return box;
  }

  const inwards = (start, end, least, most) => Math.max(least - start, 0) + Math.min(most - end, 0);
  const SHIFTS = [[0, 0], [0, 1], [0, -1], [0.6, 0.5], [-0.6, 0.5], [0.6, -0.6], [-0.6, -0.6], [0, 1.7], [0, -1.7]];

  /* Labels in order of importance; one that would lie on another moves aside, or is left out. None leaves the map. */
  function labels() {
    state.labels.clearLayers();
    const taken = [];
    const small = state.paint.labels.filter((label) => label.ring === 1).length > 14;
    const u = gridscope.unit();
    const frame = state.map.getContainer().getBoundingClientRect();
    for (const label of state.paint.labels) {
      const made = marker(label.lat, label.lon, labelOf(label, small), 10000).addTo(state.labels);
      const drawn = made.getElement().firstChild.getBoundingClientRect();
      const aside = inwards(drawn.left, drawn.right, frame.left + 2 * u, frame.right - 2 * u);
      const down = inwards(drawn.top, drawn.bottom, frame.top + 2 * u, frame.bottom - 2 * u);
      const box = { left: drawn.left + aside, right: drawn.right + aside, top: drawn.top + down, bottom: drawn.bottom + down, width: drawn.width, height: drawn.height };
      const free = SHIFTS.map(([x, y]) => [x, y, moved(box, x, y)]).find(([, , at]) => inside(at, frame) && !taken.some((other) => overlap(at, other, 2 * u)));
      if (!free) {
        made.remove();
        continue;
      }
      const [x, y] = free;
      if (x || y || aside || down) made.getElement().firstChild.style.translate = x * box.width + aside + 'px ' + (y * box.height + down) + 'px';
      taken.push(moved(box, x, y));
    }
  }

  const moved = (box, x, y) => ({ left: box.left + x * box.width, right: box.right + x * box.width, top: box.top + y * box.height, bottom: box.bottom + y * box.height });
  const inside = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  const overlap = (a, b, gap) => a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;

  /* New events pulse three times, stand as a ring for five minutes, then go; at a leaf they stay as dots. */
  function events() {
    state.events.clearLayers();
    const { paint } = state;
    const bounds = outline();
    if (!paint.drawn || !bounds.isValid()) return;
    const leaf = paint.fills === 0;
    let pulses = 0;
    for (const point of state.points) {
      const recent = gridscope.age.now() - point.at < RECENT;
      if (!(recent || leaf) || !bounds.contains([point.lat, point.lon])) continue;
      const fresh = state.seen.get(point.key) === state.turn && pulses < PULSES;
      if (fresh) pulses += 1;
      const classes = ['map-event', point.status, recent ? 'ring' : '', fresh ? 'pulse' : ''];
      marker(point.lat, point.lon, element('div', classes.join(' ').trim()), 0).addTo(state.events);
    }
  }

  gridscope.map = { style, each };

  gridscope.live.listen('map-data', (paint) => {
    const moved = state.paint && state.paint.area !== paint.area;
    state.paint = paint;
    schedule(Boolean(moved));
  });

  gridscope.live.listen('ticker-points', (points, whole) => {
    state.turn = (state.turn || 0) + 1;
    const seen = new Map();
    // What a whole scene brings is not news; what the stream adds is.
    for (const point of points) seen.set(point.key, whole ? 0 : state.seen.has(point.key) ? state.seen.get(point.key) : state.turn);
    state.seen = seen;
    state.points = points;
    schedule(false);
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    map: {
      /* The address one level down from the shape that was clicked. */
      descend(click, data) {
        const code = click && click.properties && click.properties.code;
        const cell = code && data && data.cells[code];
        return cell && cell.href ? cell.href : window.dash_clientside.no_update;
      },
    },
  });
})(window.gridscope = window.gridscope || {});
