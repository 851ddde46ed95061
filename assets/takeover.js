/* A warning that takes over: its map, which flies to the place; times that run; the way back. */
(function (gridscope) {
  'use strict';
  const { make, marker, element, colour, overlap } = gridscope.maps;
  const MICROS = 1e6;
  const HOUR = 3600;
  const FLIGHT = 0.8;
  const AGAIN = 30000;
  const PULSES = { duration: 1600, iterations: 3, easing: 'ease-out' };
  const BAR = [46, 110];
  const STEPS = [1, 2, 5];
  /* Where times run: here, and in the drawer of an event. */
  const TIMED = ':is(.in-takeover, .evt)';
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  const state = { map: null, shape: null, data: null, flown: '', landing: 0, laid: null, came: null };

  /* The map. */

  function adopt(map) {
    state.map = map;
    for (const [name, above] of [['land', 350], ['subject', 420], ['ring', 450]]) {
      map.createPane(name).style.zIndex = above;
      map.getPane(name).style.pointerEvents = 'none';
      state[name] = { pane: name, renderer: L.svg({ pane: name, padding: 0.3 }), interactive: false };
    }
    for (const name of ['areas', 'marks', 'names']) state[name] = L.layerGroup().addTo(map);
    map.on('moveend', () => {
      const landed = state.landing > 0;
      state.landing = 0;
      view.schedule(false);
      if (landed) requestAnimationFrame(() => requestAnimationFrame(pulse));
    });
  }

  /* What has to be seen: the area in question and the ring around the case. */
  function bounds() {
    const { shape, data } = state;
    const all = L.latLngBounds([]);
    if (shape && shape.drawn) for (const one of shape.shapes) if (one.kind !== 'below') all.extend(L.geoJSON(one.shape).getBounds());
    if (data && data.point) all.extend(L.latLng(data.point.lat, data.point.lon).toBounds(2 * data.radius));
    return all;
  }

  /* From the whole to the place in one flight; once there, a change of size only fits it anew. */
  function fit(map, whole, options) {
    const target = bounds();
    if (!target.isValid()) {
      if (whole.isValid()) map.fitBounds(whole, options);
      return;
    }
    const arrived = state.flown === state.shape.key;
    if (arrived && performance.now() < state.landing) return;
    if (arrived || still.matches || !whole.isValid()) {
      map.fitBounds(target, options);
      if (whole.isValid()) state.flown = state.shape.key;
      return;
    }
    map.fitBounds(whole, options);
    state.flown = state.shape.key;
    state.landing = performance.now() + 1000 * FLIGHT + 200;
    map.flyToBounds(target, { ...options, animate: true, duration: FLIGHT });
  }

  function areas(shapes) {
    const u = gridscope.unit();
    state.areas.clearLayers();
    const all = [...shapes.values()];
    const own = all.filter((feature) => feature.properties.ring === 0);
    for (const land of own.length ? own : all.filter((feature) => feature.properties.ring === 1)) {
      L.geoJSON(land, { ...state.land, style: { stroke: false, fillColor: colour('s1'), fillOpacity: 1 } }).addTo(state.areas);
    }
    const { severity } = state.data;
    const line = colour(severity);
    const below = { color: line, weight: u, opacity: 0.35, fill: false };
    const subject = { color: line, weight: 2.4 * u, opacity: 1, fillColor: colour(severity === 'note' ? 's2' : severity + '-bg'), fillOpacity: 0.9 };
    const whole = { color: colour('map-street'), weight: 2.2 * u, opacity: 0.9, fill: false };
    const styles = { subject, whole, below: state.shape.shapes.some((one) => one.kind === 'whole') ? { ...below, color: colour('rule'), opacity: 1 } : below };
    for (const one of state.shape.shapes) {
      L.geoJSON(one.shape, { ...state.subject, smoothFactor: 0.3, style: styles[one.kind] }).addTo(state.areas);
    }
  }

  /* The case with its ring, and what is open around it; gives the boxes that names must leave free. */
  function marks() {
    const u = gridscope.unit();
    const taken = [];
    state.marks.clearLayers();
    for (const one of state.data.cases) {
      if (one.late) marker(one.lat, one.lon, element('div', 'al-late'), 0).addTo(state.marks);
      else L.circleMarker([one.lat, one.lon], { ...state.ring, radius: 3.6 * u, stroke: false, fillColor: colour('d'), fillOpacity: 1 }).addTo(state.marks);
    }
    const { point, radius } = state.data;
    if (!point) return taken;
    L.circle([point.lat, point.lon], { ...state.ring, radius, color: colour('t2'), weight: 1.6 * u, fill: false }).addTo(state.marks);
    const made = element('div', 'al-point');
    made.append(element('i', 'pulse'), element('b', ''));
    marker(point.lat, point.lon, made, 10000).addTo(state.marks);
    taken.push(made.getBoundingClientRect());
    return taken;
  }

  /* Names that would leave the map, or lie on another, are left out. */
  function names(map, taken) {
    state.names.clearLayers();
    // On the way there they would be cut at every edge.
    if (performance.now() < state.landing) return;
    const frame = map.getContainer().getBoundingClientRect();
    const seen = map.getBounds();
    for (const one of state.shape.names) {
      if (!seen.contains([one.lat, one.lon])) continue;
      const made = element('div', one.kind === 'below' ? 'al-name inner' : 'al-name', one.name);
      const put = marker(one.lat, one.lon, made, 5000).addTo(state.names);
      const box = made.getBoundingClientRect();
      const inside = box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
      if (inside && !taken.some((other) => overlap(box, other, 2))) taken.push(box);
      else state.names.removeLayer(put);
    }
  }

  /* A bar of a round length in metres. */
  function scale(map) {
    const box = document.getElementById('alarm-map-scale');
    const u = gridscope.unit();
    const { y } = map.getSize();
    const metres = map.distance(map.containerPointToLatLng([0, y / 2]), map.containerPointToLatLng([100, y / 2])) / 100;
    let length = 1;
    for (let power = 1; power < 1e6; power *= 10) for (const step of STEPS) if ((step * power) / metres <= BAR[1] * u) length = step * power;
    box.hidden = !(length / metres >= (BAR[0] / 2) * u);
    box.firstChild.style.width = length / metres + 'px';
    box.lastChild.textContent = length < 1000 ? length + ' m' : length / 1000 + ' km';
  }

  const view = make({
    adopt,
    fit,
    draw({ map, shapes }) {
      if (!state.shape || !state.data) return [];
      areas(shapes);
      names(map, [...marks(), ...scaled(map)]);
      return [];
    },
  });

  function scaled(map) {
    scale(map);
    return [document.getElementById('alarm-map-scale').getBoundingClientRect()];
  }

  function paint(elsewhere) {
    const { shape, data } = state;
    if (!shape || !data) return;
    view.paint({ drawn: shape.drawn, area: data.area, outlined: true, fills: 2, cells: {}, labels: [] });
    if (elsewhere) view.schedule(true);
  }

  const taken = () => Boolean(document.querySelector('.wall.scene-takeover'));

  function lay() {
    if (!state.laid || !taken()) return;
    window.dash_clientside.set_props('alarm-map-areas', state.laid);
    state.laid = null;
  }

  gridscope.takeover = { style: view.style, each: view.each, map: () => state.map };
  gridscope.live.listen('alarm-map-shape', (shape) => {
    const elsewhere = !state.shape || state.shape.key !== shape.key;
    state.shape = shape;
    paint(elsewhere);
  });
  gridscope.live.listen('alarm-map-data', (data) => {
    const elsewhere = !state.data || JSON.stringify(state.data.point) !== JSON.stringify(data.point);
    state.data = data;
    paint(elsewhere);
  });
  // The shapes of an area are laid under this map only while it is looked at.
  gridscope.live.listen('map-areas', (data) => { state.laid = { data }; lay(); }, 'data');
  gridscope.live.listen('wall', lay, 'className');

  /* Until somebody has answered for it the place pulses now and then. */
  function pulse() {
    const ring = document.querySelector('#alarm-map-canvas .pulse');
    if (!ring || !ring.offsetParent || still.matches || !state.data.open) return;
    ring.animate([{ transform: 'scale(.26)', opacity: 1 }, { transform: 'scale(1)', opacity: 0 }], PULSES);
  }

  setInterval(pulse, AGAIN);

  /* Times. */

  const two = (number) => String(number).padStart(2, '0');

  /* As layouts/alarm.py writes them: 05:41, 1:05:41 (the large figure 1:05), days from 100 hours on. */
  function length(seconds, large) {
    if (seconds >= 100 * HOUR) return '';
    const [hours, rest] = [Math.floor(seconds / HOUR), seconds % HOUR];
    const minutes = two(Math.floor(rest / 60));
    if (!hours) return minutes + ':' + two(rest % 60);
    return hours + ':' + minutes + (large ? '' : ':' + two(rest % 60));
  }

  function write(found, text) {
    // What stands for days is left as the server wrote it.
    if (text && found.textContent !== text) found.textContent = text;
  }

  function tick() {
    const now = gridscope.age.now();
    const since = (micros) => Math.max(0, Math.floor((now - Number(micros)) / MICROS));
    for (const found of document.querySelectorAll(TIMED + ' [data-run]')) write(found, length(since(found.dataset.run), false));
    for (const found of document.querySelectorAll(TIMED + ' [data-lasting]')) write(found, length(since(found.dataset.lasting), true));
    for (const found of document.querySelectorAll(TIMED + ' [data-until]')) {
      const over = (now - Number(found.dataset.until)) / MICROS;
      const written = length(over >= 0 ? Math.floor(over) : Math.ceil(-over), true);
      write(found, written && (over >= 0 ? '+' : '') + written);
      found.parentElement.classList.toggle('over', over >= 0);
    }
  }

  setInterval(tick, 1000);
  // What the server wrote is a moment old: it is counted on at once.
  for (const box of ['alarm-band-box', 'alarm-action-box', 'event-box']) gridscope.live.listen(box, tick, 'children');

  /* Escape goes back to what was shown before. */
  setInterval(() => {
    if (!/[?&]scene=takeover(&|$)/.test(location.search)) state.came = location.search;
  }, 500);

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.ctrlKey || event.metaKey || !taken() || document.querySelector('.wn-form:not([hidden]), .dash-dropdown-content')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const back = document.querySelector('#alarm-action .al-back, #alarm-band .al-back');
    window.dash_clientside.set_props('url', { search: state.came !== null ? state.came : back ? back.getAttribute('href') : '' });
  }, true);
})(window.gridscope = window.gridscope || {});
