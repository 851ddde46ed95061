/* The map of service points: one for the page's life, shown by the slot that asks for it. Points are made once and
   recoloured in place. */
(function (gridscope) {
  'use strict';
  const { make, marker, element } = gridscope.maps;
  const marks = new Map();
  const state = { group: null, slot: null };

  /* Moves the map into the body of a slot; its nodes stay the same. */
  function settle(slot) {
    const box = document.getElementById('points-box');
    const body = document.getElementById(slot + '-body');
    if (box && body && box.parentElement !== body) body.append(box);
  }

  function dress(made, point) {
    made.className = ['map-point', point.kind, point.status].join(' ');
    made.title = point.title;
    made.replaceChildren(element('i', ''));
    const words = (point.name + ' ' + point.value).trim();
    if (words) made.append(element('span', '', words));
  }

  function draw({ map, paint }) {
    const kept = new Set();
    for (const point of paint.points) {
      kept.add(point.code);
      let known = marks.get(point.code);
      if (!known || known.lat !== point.lat || known.lon !== point.lon) {
        if (known) state.group.removeLayer(known.marker);
        const made = element('div', '');
        known = { lat: point.lat, lon: point.lon, made, marker: marker(point.lat, point.lon, made, point.kind === 'station' ? 0 : 5000).addTo(state.group) };
        marks.set(point.code, known);
      }
      dress(known.made, point);
    }
    for (const [code, known] of marks) {
      if (kept.has(code)) continue;
      state.group.removeLayer(known.marker);
      marks.delete(code);
    }
    return clear(map);
  }

  /* Names that would lie on each other or on another point give way, the later ones; the hall's stands. Gives the
     boxes that are taken. */
  function clear(map) {
    const taken = [];
    const frame = map.getContainer().getBoundingClientRect();
    const dots = [...marks.values()].map(({ made }) => [made, made.querySelector('i').getBoundingClientRect()]);
    for (const { made } of marks.values()) {
      const words = made.querySelector('span');
      if (!words) continue;
      if (words.getBoundingClientRect().right > frame.right) words.className = 'left';
      const box = words.getBoundingClientRect();
      const covers = !made.classList.contains('hall') && dots.some(([other, dot]) => other !== made && gridscope.maps.overlap(box, dot, 0));
      const free = !covers && !taken.some((other) => gridscope.maps.overlap(box, other, 2));
      words.style.visibility = free ? '' : 'hidden';
      if (free) taken.push(box);
    }
    return taken;
  }

  const points = make({
    adopt(map) { state.group = L.layerGroup().addTo(map); },
    draw,
  });

  gridscope.points = { style: points.style, each: points.each };
  gridscope.live.own('points-data', (data) => {
    settle(data.slot);
    points.paint(data);
  });
  gridscope.maps.lay('points-areas', '.systems');
})(window.gridscope = window.gridscope || {});
