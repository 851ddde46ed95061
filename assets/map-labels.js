/* The labels of a map of areas: names, figures and pills, none on another. */
(function (gridscope) {
  'use strict';
  const CROWD = 14;
  const ABOVE = 10000;
  const SHIFTS = [[0, 0], [0, 1], [0, -1], [0.6, 0.5], [-0.6, 0.5], [0.6, -0.6], [-0.6, -0.6], [0, 1.7], [0, -1.7]];

  const inwards = (start, end, least, most) => Math.max(least - start, 0) + Math.min(most - end, 0);
  const moved = (box, x, y) => ({ left: box.left + x * box.width, right: box.right + x * box.width, top: box.top + y * box.height, bottom: box.bottom + y * box.height });
  const inside = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  const overlap = (a, b, gap) => a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;

  /* The labels of one map, for its life. */
  function make() {
    const known = new Map();
    const state = { map: null, group: null, placed: null };

    /* Where the text of a label's figure stands; a figure leads to what is behind it where the map says so. */
    function figure(box, label) {
      const { element } = gridscope.maps;
      const made = element('span', '');
      let holder = made;
      if (label.why) {
        holder = element('a', '');
        holder.tabIndex = -1;
        made.append(holder);
      }
      box.append(made);
      return holder;
    }

    function drawn(label, small, pills) {
      const { element, marker } = gridscope.maps;
      const box = element('div', small ? 'map-label small' : 'map-label');
      const marked = label.status === 'warn' || label.status === 'crit';
      let holder = box;
      if (label.ring === 2 || (marked && pills)) {
        holder = element('span', 'pill ' + label.status, label.value ? (label.name + ' ').trimStart() : label.name);
        if (marked || label.status === 'note') holder.prepend(element('i', 'sym ' + label.status));
        box.append(holder);
      } else {
        box.append(element('b', '', label.name));
      }
      const told = label.value ? figure(holder, label) : null;
      return { box, told, marker: marker(label.lat, label.lon, box, ABOVE).addTo(state.group) };
    }

    function tell(one, label) {
      if (!one.told) return;
      if (one.told.textContent !== label.value) one.told.textContent = label.value;
      if (label.why && one.told.getAttribute('href') !== label.why) one.told.setAttribute('href', label.why);
    }

    /* The labels there are to be, in their order: one that only tells another figure stays, and its place with it as
       long as the figure is as wide. Returns how wide each figure is, in characters: all digits are alike. */
    function told(paint) {
      const small = paint.labels.filter((label) => label.ring === 1).length > CROWD;
      const pills = paint.fills === 1;
      const kept = new Map(known);
      known.clear();
      for (const label of paint.labels) {
        // The order is told by where it stands among the others.
        const { value, why, order, ...rest } = label;
        const key = JSON.stringify([small, pills, Boolean(value), Boolean(why), rest]);
        const one = kept.get(key) || drawn(label, small, pills);
        tell(one, label);
        known.set(key, one);
        kept.delete(key);
      }
      for (const gone of kept.values()) state.group.removeLayer(gone.marker);
      return paint.labels.map((label) => String(label.value || '').length);
    }

    /* Labels in order of importance; one that would lie on another moves aside, or is left out. None leaves the map.
       All are set, then all are measured: measuring between two would lay the page out for each. */
    function place(taken) {
      const all = [...known.values()].map(({ box }) => box);
      for (const box of all) {
        box.style.translate = '';
        box.hidden = false;
      }
      const u = gridscope.unit();
      const frame = state.map.getContainer().getBoundingClientRect();
      for (const [element, at] of all.map((box) => [box, box.getBoundingClientRect()])) {
        const aside = inwards(at.left, at.right, frame.left + 2 * u, frame.right - 2 * u);
        const down = inwards(at.top, at.bottom, frame.top + 2 * u, frame.bottom - 2 * u);
        const box = { left: at.left + aside, right: at.right + aside, top: at.top + down, bottom: at.bottom + down, width: at.width, height: at.height };
        const free = SHIFTS.find(([x, y]) => {
          const there = moved(box, x, y);
          return inside(there, frame) && !taken.some((other) => overlap(there, other, 2 * u));
        });
        element.hidden = !free;
        if (!free) continue;
        const [x, y] = free;
        if (x || y || aside || down) element.style.translate = x * box.width + aside + 'px ' + (y * box.height + down) + 'px';
        taken.push(moved(box, x, y));
      }
    }

    return {
      adopt(map) {
        state.map = map;
        state.group = L.layerGroup().addTo(map);
      },
      /* Draws the labels of a paint where `taken`, boxes on the screen, leaves them room. Where each stands is asked of
         the page, which then lays itself out: only when something may have moved. */
      draw(paint, taken) {
        const { map } = state;
        const widths = told(paint);
        const boxes = taken.map(({ left, top, right, bottom }) => [left, top, right, bottom].map(Math.round));
        const now = JSON.stringify([[...known.keys()], widths, boxes, map.getBounds().toBBoxString(), gridscope.unit()]);
        if (now === state.placed) return;
        place(taken);
        state.placed = now;
      },
      /* The map lies elsewhere, or looks otherwise: every label finds its place anew. */
      moved() { state.placed = null; },
    };
  }

  gridscope.mapLabels = Object.assign(make, { overlap });
})(window.gridscope = window.gridscope || {});
