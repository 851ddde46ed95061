/* The page before the camera: it shows a view as of its own instant, without a stream, and says when it stands still.
   Only the printing of the program calls this; see dashboard/printing. */
(function (gridscope) {
  'use strict';
  const QUIET = 5;
  const SETTLED = 180;
  const LATE = 500;
  const root = document.documentElement;
  const state = { changes: 0, watch: null, sized: '', painted: null, held: false };

  const after = (time) => new Promise((done) => { setTimeout(done, time); });

  /* A page that is not drawn for a while, as on a busy machine, must not stop everything. */
  async function frames(count) {
    for (let left = count; left; left -= 1) {
      await Promise.race([new Promise((done) => { requestAnimationFrame(() => setTimeout(done, 0)); }), after(LATE)]);
    }
  }

  function begin() {
    if (state.watch) return;
    root.classList.add('printing');
    gridscope.stream.close();
    // What is printed comes whole, and the time is that of the picture.
    gridscope.stream.connect = () => {};
    // A picture of more than fits into the window is taken by a window that grows for that moment: nothing is to follow.
    window.addEventListener('resize', (event) => { if (state.held) event.stopImmediatePropagation(); }, true);
    state.watch = new MutationObserver((changes) => { state.changes += changes.length; });
    state.watch.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
  }

  /* Resizing redraws figures a moment later: that moment is waited for. */
  async function sized() {
    const now = [innerWidth, innerHeight, devicePixelRatio].join();
    if (state.sized === now) return;
    state.sized = now;
    window.dispatchEvent(new Event('resize'));
    await frames(2);
    await after(SETTLED);
  }

  async function fetched({ query, panels, limit }) {
    const search = query ? '?' + query : '';
    const asked = new URLSearchParams({ search, screen: gridscope.screen.docked(), panels: panels.join() });
    const answer = await fetch('/print/scene?' + asked, { signal: AbortSignal.timeout(limit) }).catch((error) => {
      throw new Refused(0, 'the server does not answer: ' + error.message);
    });
    const told = await answer.json().catch(() => ({ error: 'HTTP ' + answer.status }));
    if (!answer.ok || told.error) throw new Refused(answer.status, told.error);
    return told;
  }

  class Refused extends Error {
    constructor(status, reason) {
      super(reason);
      this.status = status;
    }
  }

  /* Panels that are not there, each with the reason; empty once all are drawn. */
  function missing(payload) {
    const found = [];
    for (const name of payload.names) {
      const panel = document.getElementById(name);
      if (!panel || !panel.checkVisibility()) continue;
      if (name in payload.errors) found.push([name, payload.errors[name]]);
      else if (panel.dataset.state !== 'ready') found.push([name, 'not painted']);
      else if (![...panel.querySelectorAll('.dash-graph')].every(plotted)) found.push([name, 'its chart is not drawn']);
      else if (![...panel.querySelectorAll('img')].every((image) => image.complete)) found.push([name, 'a picture in it is not loaded']);
      else if (![...panel.querySelectorAll('.map-box')].every(mapped)) found.push([name, 'its map is not drawn']);
    }
    return found;
  }

  function plotted(graph) {
    if (!graph.checkVisibility()) return true;
    const plot = graph.querySelector('.js-plotly-plot');
    const drawn = plot && plot.querySelector('.main-svg');
    return Boolean(drawn) && Math.abs(drawn.getBoundingClientRect().width - plot.clientWidth) < 2;
  }

  function mapped(box) {
    const map = box.querySelector('.leaflet-container');
    return !map || !map.clientWidth || box.classList.contains('tiled') || map.querySelectorAll('path').length > 0;
  }

  /* Waits until all is drawn and nothing has changed for some frames: charts and maps draw themselves when they can. */
  async function still(payload, limit) {
    const began = performance.now();
    await Promise.race([document.fonts.ready, after(limit)]);
    for (let quiet = 0; ;) {
      const before = state.changes;
      await frames(1);
      quiet = state.changes === before ? quiet + 1 : 0;
      const painted = gridscope.painted && gridscope.painted !== state.painted && gridscope.painted.view === payload.view;
      const open = painted ? missing(payload) : [['page', 'not painted']];
      const failed = open.length && open.every(([name]) => name in payload.errors);
      if (quiet >= QUIET && (!open.length || failed)) return open;
      if (performance.now() - began > limit) return open.length ? open : [['page', 'it does not stand still']];
    }
  }

  function alone(name) {
    for (const panel of document.querySelectorAll('.printed')) panel.classList.remove('printed');
    root.classList.toggle('alone', Boolean(name));
    const panel = name && document.getElementById(name);
    if (!panel) return null;
    panel.classList.add('printed');
    return panel;
  }

  /* The box of what is printed in CSS pixels: the page, all of it where it scrolls, or a panel with a margin. */
  function box(panel) {
    if (!panel) return { x: 0, y: 0, width: innerWidth, height: scrolls() ? root.scrollHeight : innerHeight };
    const around = panel.getBoundingClientRect();
    const margin = Math.round(gridscope.unit() * 12);
    // Beyond the page there is no ground.
    const x = Math.max(0, Math.floor(around.left) - margin);
    const y = Math.max(0, Math.floor(around.top) - margin);
    const right = Math.min(innerWidth, Math.ceil(around.right) + margin);
    return { x, y, width: right - x, height: Math.ceil(around.bottom) + margin - y };
  }

  const scrolls = () => root.dataset.screen.includes('desk');

  /* Every character that is shown, once: whether a font has it is asked elsewhere. */
  function letters(panel) {
    const parts = panel ? [panel] : [...document.querySelectorAll('.hd, .line, .feeds, .p-kpis, .main > .p')];
    return [...new Set(parts.filter((part) => part.checkVisibility()).map((part) => part.textContent).join(''))].join('');
  }

  /* Blurred halos, masks and filters would be pixels on paper: lines take their place. Marked before they are gone. */
  function lined(vector) {
    for (const one of document.querySelectorAll('[data-haloed]')) delete one.dataset.haloed;
    root.classList.remove('vector');
    if (!vector) return;
    const texts = document.querySelectorAll(':is(.wall, .drawer) *');
    for (const one of texts) if (getComputedStyle(one).textShadow !== 'none') one.dataset.haloed = '';
    root.classList.add('vector');
  }

  gridscope.press = {
    /* Whether the program's own parts are there: what is asked before is lost. */
    ready: () => Boolean(window.dash_clientside && window.dash_clientside.set_props && gridscope.painted),
    /* Has what is shown drawn by lines. */
    line: () => lined(true),
    /* Shows `query` in `theme`, with `panel` that panel alone, and waits at most `limit` milliseconds. Gives the box to
       print, what is missing, the characters in it, the version and the instant (`vector`: made of lines); or `status`
       and `refused`, why it cannot be shown. */
    async show({ query, panel, theme, vector, limit }) {
      begin();
      state.held = false;
      await sized();
      window.scrollTo(0, 0);
      // On a page that scrolls the panels around one decide where it stands.
      const some = panel && !scrolls() ? [panel] : [];
      let payload;
      try {
        payload = await fetched({ query, panels: some, limit });
      } catch (error) {
        return { status: error.status || 0, refused: error.message };
      }
      history.replaceState(null, '', location.pathname + payload.search);
      gridscope.clock.now = () => payload.as_of;
      gridscope.theme.wear(theme);
      alone('');
      lined(false);
      // The page takes nothing painted for a hang after a minute, so what was painted before is kept.
      state.painted = gridscope.painted;
      window.dash_clientside.navigation.enter(payload);
      gridscope.age.tick();
      const shown = alone(panel);
      const open = await still(payload, limit);
      lined(vector);
      const seen = !panel || Boolean(shown && shown.checkVisibility());
      const part = seen ? shown : null;
      state.held = true;
      return { box: box(part), seen, missing: open, letters: letters(part), version: payload.version, as_of: payload.as_of };
    },
  };
})(window.gridscope = window.gridscope || {});
