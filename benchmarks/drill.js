/* Of each step: when it was asked for (the time stamp of the click), when the next view was on the glass, when the last
   panel of it was, and what went over the wire for it. */
(() => {
  const found = (window.drill = { began: 0, view: null, shown: null });
  const gridscope = (window.gridscope = window.gridscope || {});
  let painted;
  let waiting = null;

  Object.defineProperty(gridscope, 'painted', {
    get: () => painted,
    set(value) {
      painted = value;
      if (waiting && value.view !== found.view) { waiting(performance.now()); waiting = null; }
    },
  });

  for (const name of ['click', 'keydown']) addEventListener(name, (event) => { if (!found.began) found.began = event.timeStamp; }, true);

  /* Elements that must outlive every step. */
  found.keep = () => { found.kept = [...document.querySelectorAll('.dash-graph, .js-plotly-plot, .leaflet-container')]; };
  found.lost = () => found.kept.filter((one) => !one.isConnected).length;

  found.arm = () => {
    Object.assign(found, { began: 0, view: gridscope.painted.view });
    performance.clearResourceTimings();
    found.next = new Promise((resolve) => { waiting = resolve; });
  };

  /* When the panels that are seen and bare after the first paint have all come; asked once what is seen, a costly question. */
  const whole = () => new Promise((resolve) => {
    const bare = [...document.querySelectorAll('.main > .p:not([data-state])')].filter((one) => one.checkVisibility());
    (function look() {
      if (bare.some((one) => !one.dataset.state)) setTimeout(look, 10);
      else resolve(performance.now());
    })();
  });

  found.told = async () => {
    const shown = await found.next;
    const asked = performance.getEntriesByType('resource').filter((one) => /_dash-update-component|live\/scene/.test(one.name) && one.startTime >= found.began - 5000);
    const calls = asked.map((one) => ({ start: one.requestStart, first: one.responseStart, end: one.responseEnd, bytes: one.transferSize, name: one.name.replace(/.*\//, '') }));
    const settled = await Promise.race([whole(), new Promise((resolve) => setTimeout(resolve, 15000, null))]);
    return { began: found.began, shown, settled, calls, search: location.search, view: gridscope.painted.view };
  };

  /* Links on the glass with where they lead, and where to click them. */
  found.links = (selector) => [...document.querySelectorAll(selector)].flatMap((link) => {
    const href = link.getAttribute('href');
    const boxes = [...link.getClientRects()].filter((box) => box.width > 2 && box.height > 2);
    for (const box of boxes) {
      for (const [across, down] of [[0.5, 0.5], [0.1, 0.5], [0.3, 0.3], [0.9, 0.5], [0.6, 0.7]]) {
        const x = box.left + across * box.width;
        const y = box.top + down * box.height;
        const hit = document.elementFromPoint(x, y);
        if (hit && hit.closest('a') === link) return [{ href, x, y, panel: (link.closest('.p') || { id: '' }).id }];
      }
    }
    return [];
  });

  /* The names of areas on the map, whose shapes lie under them. */
  found.names = () => [...document.querySelectorAll('.p-map .map-label b, .p-map .map-label .pill')].flatMap((name) => {
    const box = name.getBoundingClientRect();
    const x = (box.left + box.right) / 2;
    const y = (box.top + box.bottom) / 2;
    const hit = document.elementFromPoint(x, y);
    return hit && hit.classList.contains('leaflet-interactive') ? [{ name: name.textContent, x, y }] : [];
  });
})();
