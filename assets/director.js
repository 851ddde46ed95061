/* A wall that runs itself: shows what the director of this wall says, prepares what comes next, and says of itself what
   it shows. Only on pages at /wall/<name>. */
(function (gridscope) {
  'use strict';
  const found = location.pathname.match(/^\/wall\/([a-z0-9-]+)\/?$/);
  if (!found) return;
  const name = found[1];
  const base = '/api/v1/walls/' + name;
  const AHEAD = 6e6;
  const STALE = 25000;
  const SILENT = 20000;
  const REPORT = 15000;
  const RETRY = 2000;
  const FRAME = 5000;
  const PATIENT = 15000;
  const root = document.documentElement;
  const page = crypto.getRandomValues(new Uint32Array(2)).join('-');
  const state = { told: null, source: null, heardAt: 0, tries: 0, offset: 0, ready: null, fetching: '', going: false, failedAt: -RETRY, touchedAt: -1e9, shownAt: performance.now(), frameAt: performance.now() };
  root.classList.add('walled');

  /* Microseconds by the server's clock, whatever this machine's own says. */
  const now = () => performance.now() * 1000 + state.offset;
  const search = (query) => (query ? '?' + query : '');

  /* A whole scene; for its slow panels it waits so many seconds: the picture before stands meanwhile. */
  async function scene(address, patience) {
    const asked = '/live/scene?' + new URLSearchParams({ search: address, screen: gridscope.screen.docked(), patience });
    const answer = await fetch(asked, { signal: AbortSignal.timeout(PATIENT) });
    if (!answer.ok) throw new Error('scene: ' + answer.status);
    return answer.json();
  }

  /* What comes next is fetched while the present still stands. */
  async function prepare() {
    const { next, until, mode } = state.told;
    if (mode !== 'rotating' || next === null || until - now() > AHEAD || state.fetching === next) return;
    if (state.ready && state.ready.query === next && performance.now() - state.ready.at < STALE) return;
    state.fetching = next;
    const payload = await scene(search(next), 5).catch(() => null);
    state.fetching = '';
    if (payload) state.ready = { query: next, payload, at: performance.now() };
  }

  /* Resolves once graphs have been quiet for a moment: until then the picture before stays on the glass. */
  function drawn() {
    return new Promise((resolve) => {
      const began = performance.now();
      (function look(rounds) {
        const busy = [...document.querySelectorAll('.main > .p .js-plotly-plot')].some((graph) => graph.offsetParent && graph.clientWidth && !graph.querySelector('.main-svg'));
        if ((rounds >= 4 && !busy) || performance.now() - began > 600) resolve();
        else setTimeout(() => look(rounds + 1), 16);
      })(0);
    });
  }

  /* One picture gives way to the next: the old one stands until the new one is whole, then they cross-fade. */
  async function swap(payload, path) {
    const put = async () => {
      history.replaceState(null, '', path + payload.search);
      window.dash_clientside.navigation.enter(payload);
      await drawn();
      state.shownAt = performance.now();
      gridscope.switched = { search: payload.search, at: state.shownAt };
    };
    const plain = document.hidden || !document.startViewTransition || matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (plain) return put();
    const transition = document.startViewTransition(put);
    // One that is cut short, by the next or by a screen that went dark, is no fault.
    for (const step of [transition.ready, transition.finished]) step.catch(() => null);
    return transition.updateCallbackDone;
  }

  async function go(query) {
    if (state.going) return;
    state.going = true;
    try {
      const ready = state.ready && state.ready.query === query && performance.now() - state.ready.at < STALE;
      const payload = ready ? state.ready.payload : await scene(search(query), 1.5);
      state.ready = null;
      await swap(payload, location.pathname);
    } catch (error) {
      // The picture that stands stays; it is tried again.
      state.failedAt = performance.now();
      console.info('gridscope: ' + error);
    } finally {
      state.going = false;
    }
  }

  /* What should be on the wall now, by what was told last; null while somebody uses it. */
  function wanted() {
    const told = state.told;
    if (!told || told.mode === 'test') return null;
    if (told.since !== null && told.since > now()) return null;
    return told.mode === 'rotating' && told.next !== null && told.until <= now() ? told.next : told.query;
  }

  function follow() {
    const query = wanted();
    if (query === null || !gridscope.live.view || state.going || performance.now() - state.failedAt < RETRY) return;
    if (location.search !== search(query)) go(query);
    else prepare();
  }

  /* How long the present scene still stands is drawn under its tab. */
  function dwell() {
    const { since, until, mode } = state.told;
    const turning = mode === 'rotating' && until !== null && since !== null;
    root.classList.toggle('turning', turning);
    if (!turning) return;
    root.style.setProperty('--dwell', (until - since) / 1000 + 'ms');
    root.style.setProperty('--dwelt', Math.min(0, since - now()) / 1000 + 'ms');
  }

  function take(told) {
    const before = state.told;
    state.told = told;
    if (!before || JSON.stringify(before.dress) !== JSON.stringify(told.dress)) gridscope.screen.dress(told.dress);
    root.style.setProperty('--dim', String(told.dim));
    root.toggleAttribute('data-night', told.dim > 0);
    root.dataset.mode = told.mode;
    gridscope.pattern.show(told.mode === 'test' ? name : '');
    const fresh = told.taken && !told.taken.acknowledged && !(before && before.taken && before.taken.warning === told.taken.warning);
    if (fresh && told.sound && gridscope.alarm.sound()) report(told.taken.warning);
    dwell();
    follow();
  }

  function hear(message) {
    const told = JSON.parse(message.data);
    state.heardAt = performance.now();
    state.offset = told.now - performance.now() * 1000;
    state.tries = 0;
    if (message.type === 'message') take(told);
  }

  function connect() {
    if (state.source) state.source.close();
    state.heardAt = performance.now();
    state.source = new EventSource(base + '/live');
    state.source.onmessage = hear;
    state.source.addEventListener('beat', hear);
    state.source.onerror = () => {
      if (state.source.readyState !== EventSource.CLOSED) return;
      // A browser gives up for good on an answer that is no stream; a wall does not.
      state.heardAt = performance.now() - SILENT + Math.min(SILENT - 1000, 1000 * 2 ** state.tries++ * (0.5 + Math.random()));
      explain();
    };
  }

  /* A name that no file has is said on the glass, with those there are. */
  async function explain() {
    const answer = await fetch('/api/v1/walls').catch(() => null);
    if (!answer || !answer.ok) return;
    const known = (await answer.json()).rows.map((row) => row.wall);
    if (!known.includes(name)) gridscope.stream.notice(gridscope.age.words('unknown_wall', { name, walls: known.join(', ') }));
  }

  /* Whether the glass still gets frames: a picture in which nothing changes for an hour is not one that stands still. */
  const framed = () => requestAnimationFrame(() => { state.frameAt = performance.now(); });

  function report(sounded) {
    if (!gridscope.painted) return;
    const painted = Math.round((performance.now() - state.frameAt) / 1000);
    const screen = innerWidth + 'x' + innerHeight + '@' + devicePixelRatio;
    const said = { page, query: location.search.slice(1), screen, build: gridscope.live.build(), age: painted, sounded: sounded || 0 };
    fetch(base + '/seen', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(said) }).catch(() => null);
  }

  /* Somebody uses the wall itself: it stands still for a while. */
  function touched(event) {
    if (!event.isTrusted || performance.now() - state.touchedAt < 10000) return;
    state.touchedAt = performance.now();
    const order = { by: gridscope.age.words('at_the_wall', {}) || name, order: 'touch' };
    if (state.told) state.told = { ...state.told, since: now() + 5e6 };
    fetch(base + '/orders', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(order) }).catch(() => null);
  }

  addEventListener('pointerdown', touched, true);
  addEventListener('keydown', touched, true);
  setInterval(() => {
    if (performance.now() - state.heardAt > SILENT) connect();
    follow();
  }, 250);
  setInterval(framed, FRAME);
  setInterval(report, REPORT);
  addEventListener('pageshow', connect);
  gridscope.director = { told: () => state.told };
})(window.gridscope = window.gridscope || {});
