/* The connection to the server, for weeks: lost for whatever reason it is made again for ever; a page that hangs or is
   of another build is loaded anew, but never into an error page. Intervals are measured by the steady clock. */
(function (gridscope) {
  'use strict';
  const LOST = 30000;
  const SILENT = 20000;
  const OPENING = 10000;
  const ASLEEP = 30000;
  const STALLED = 3000;
  const HANGS = 30000;
  const NOTHING = 60000;
  const BACKOFF = [1000, 30000];
  const PROBE = 4;
  const UNREADY = 5000;
  const APART = { build: 60000, hang: 600000 };
  const RELOADED = 'gridscope-reloaded';
  const state = { source: null, tries: 0, timer: 0, lostAt: null, heardAt: 0, opened: false, reloading: false, hung: 0, ticked: performance.now(), dated: Date.now() };

  function notice(message) {
    document.documentElement.classList.toggle('noticed', Boolean(message));
    const slot = document.getElementById('page-notice');
    if (slot && slot.textContent !== message) slot.textContent = message;
  }

  function close() {
    clearTimeout(state.timer);
    if (state.source) state.source.close();
    state.source = null;
  }

  /* Milliseconds before the next of so many tries: longer and longer up to a limit, and never the same for two walls. */
  function wait(tries, chance = Math.random()) {
    const [least, most] = BACKOFF;
    return Math.min(most, Math.min(most, least * 2 ** tries) * (0.5 + chance));
  }

  /* Something came: the connection lives. A beat tells the server's time. */
  function hear(beat) {
    Object.assign(state, { heardAt: performance.now(), opened: true });
    if (beat) gridscope.clock.learn(Number(beat));
    if (!state.tries && state.lostAt === null) return;
    Object.assign(state, { tries: 0, lostAt: null });
    document.documentElement.classList.remove('lost');
    notice('');
  }

  /* Opens the stream of the view, `fresh` where nothing was lost before it; `whole` asks for everything again. */
  function connect(fresh, whole) {
    close();
    const view = gridscope.live.view();
    if (view === null) return;
    if (fresh && state.lostAt === null) state.tries = 0;
    const after = whole ? '' : gridscope.live.mark();
    const source = (state.source = new EventSource('/live?view=' + encodeURIComponent(view) + '&after=' + encodeURIComponent(after)));
    Object.assign(state, { heardAt: performance.now(), opened: false });
    source.addEventListener('beat', (message) => { if (source === state.source) hear(message.data); });
    source.onmessage = (message) => {
      if (source !== state.source) return;
      hear();
      gridscope.live.receive(JSON.parse(message.data));
    };
    source.onerror = () => { if (source === state.source) fail(); };
  }

  function fail() {
    close();
    gridscope.live.drop();
    if (state.lostAt === null) state.lostAt = performance.now();
    document.documentElement.classList.add('lost');
    state.timer = setTimeout(connect, wait(state.tries++));
    if (state.tries % PROBE === 0) probe();
  }

  /* A server that answers but gives no stream of this view (full, or another database without this area) is asked for
     the scene itself: it is shown, or what stands in its place. */
  async function probe() {
    const answer = await fetch('/healthz').catch(() => null);
    if (answer && answer.ok && state.lostAt !== null) gridscope.live.ask();
  }

  /* The wall may have slept, or lost its network unnoticed: everything is asked for again, at once. */
  function resume(reason) {
    console.info('gridscope: connecting anew, ' + reason);
    if (gridscope.live.view() !== null) connect(true, true);
  }

  /* Loads the page anew, at most so often, once the server answers: until then the picture stays. */
  function reload(reason, why = 'build') {
    if (!state.reloading) {
      state.reloading = true;
      attempt(reason, APART[why]);
    }
    return false;
  }

  async function attempt(reason, apart) {
    const last = Number(sessionStorage.getItem(RELOADED) || 0);
    // The clock may have been set back since.
    const soon = Math.abs(Date.now() - last) < apart;
    const ready = !soon && (await fetch('/readyz').catch(() => null));
    const page = ready && ready.ok && (await fetch(location.href, { cache: 'no-store' }).catch(() => null));
    if (!page || !page.ok || !/html/.test(page.headers.get('content-type'))) {
      setTimeout(() => attempt(reason, apart), UNREADY);
      return;
    }
    sessionStorage.setItem(RELOADED, String(Date.now()));
    console.info('gridscope: reloading, ' + reason);
    location.reload();
  }

  setInterval(() => {
    const gap = performance.now() - state.ticked;
    // Asleep the steady clock may stand still while the other one goes on.
    const slept = Math.max(gap, Date.now() - state.dated);
    Object.assign(state, { ticked: performance.now(), dated: Date.now() });
    const lost = state.lostAt === null ? 0 : performance.now() - state.lostAt;
    if (lost > LOST && gridscope.live.view() !== null) notice(gridscope.age.words('lost', { age: gridscope.age.length(lost / 1000) }));
    // A hidden page is woken once a minute and paints nothing: neither means anything.
    if (document.hidden) return;
    if (slept > ASLEEP) resume('after a sleep of ' + Math.round(slept / 1000) + ' s');
    // After a stall what came meanwhile waits to be read.
    else if (gap > STALLED) state.heardAt = performance.now();
    // Open, but nothing comes, not even a beat: the network was cut without a word.
    // So may be a connection of before that the browser takes for the next try: the first word comes at once or never.
    else if (state.source && performance.now() - state.heardAt > (state.opened ? SILENT : OPENING)) fail();
    // Counted in ticks: what came just before a sleep was not long in coming to the glass.
    state.hung = gridscope.live.unpainted() ? state.hung + Math.min(gap, STALLED) : 0;
    if (state.hung > HANGS) reload('no paint', 'hang');
    const shown = gridscope.painted || document.documentElement.classList.contains('instead');
    if (!shown && performance.now() > NOTHING) reload('no first picture');
  }, 1000);

  window.addEventListener('online', () => { if (state.lostAt !== null) resume('online'); });
  window.addEventListener('pageshow', (event) => { if (event.persisted) resume('shown again'); });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    Object.assign(state, { ticked: performance.now(), dated: Date.now() });
    if (!state.source || performance.now() - state.heardAt > SILENT) resume('visible');
  });

  gridscope.stream = { connect, close, notice, reload, wait };
})(window.gridscope = window.gridscope || {});
