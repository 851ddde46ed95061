/* The address decides what is shown: a new one is answered with its whole scene, which is painted, and the stream goes on
   from there. A way that the pointer or the focus rests on, or that a finger comes down on, is asked for ahead. */
(function (gridscope) {
  'use strict';
  const REST = 90;
  const STALE = 8000;
  const LATE = 60000;
  // Seconds for which a scene waits for its slow panels: not long, since whoever asks ahead may click meanwhile.
  const PATIENCE = { now: 0.05, ahead: 0.12 };
  const state = { pending: null, turn: 0, resting: 0, ahead: null, next: null };

  async function scene(search, patience) {
    const asked = '/live/scene?' + new URLSearchParams({ search, screen: gridscope.screen.docked(), patience });
    const answer = await fetch(asked, { signal: AbortSignal.timeout(LATE) });
    if (!answer.ok) throw new Error('scene: ' + answer.status);
    return answer.json();
  }

  const good = (ahead, search) => ahead !== null && ahead.search === search && performance.now() - ahead.at < STALE;

  /* What was asked for ahead, if it is still good, else asked for now. */
  function taken(search) {
    const { ahead } = state;
    state.next = null;
    if (!good(ahead, search)) return scene(search, PATIENCE.now);
    state.ahead = null;
    return ahead.answer.catch(() => scene(search, PATIENCE.now));
  }

  /* Shows the scene of an address; what is shown or on its way already only `anew`. */
  async function show(search, anew) {
    if (!anew && search === (state.pending === null ? gridscope.live.search() : state.pending)) return;
    const turn = ++state.turn;
    state.pending = search;
    try {
      const payload = await taken(search);
      if (turn === state.turn) window.dash_clientside.navigation.enter(payload);
    } catch (error) {
      // The picture that stands stays and says how old it is; live.js asks again.
      console.info('gridscope: ' + error);
    } finally {
      if (turn === state.turn) state.pending = null;
    }
  }

  /* Leads to another address, as a click on a link would. */
  function open(search) {
    const address = !search || search === '?' ? '' : search;
    if (location.search !== address) history.pushState(null, '', location.pathname + address);
    show(address, false);
  }

  /* Asks ahead for where a way leads: one after the other, and never for a single event, since whoever opens one is
     written down. */
  function prepare(href, patience = PATIENCE.ahead) {
    const search = href === '?' ? '' : href;
    clearTimeout(state.resting);
    if (search === location.search || state.pending !== null || good(state.ahead, search)) return;
    if ((new URLSearchParams(search).get('focus') || '').startsWith('event:')) return;
    if (state.ahead && !state.ahead.done) {
      state.next = href;
      return;
    }
    const ahead = { search, at: performance.now(), done: false, answer: scene(search, patience) };
    state.ahead = ahead;
    ahead.answer.catch(() => { if (state.ahead === ahead) state.ahead = null; }).finally(() => {
      ahead.done = true;
      const { next } = state;
      state.next = null;
      if (next !== null) prepare(next);
    });
  }

  /* Prepares once the pointer has rested. */
  function rest(href) {
    clearTimeout(state.resting);
    state.next = null;
    if (href !== null) state.resting = setTimeout(prepare, REST, href);
  }

  const way = (event) => (event.target.closest ? event.target.closest('a[href^="?"]') : null);

  document.addEventListener('click', (event) => {
    const link = way(event);
    // With a modifier it opens elsewhere, as ever.
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link.getAttribute('href'));
  });
  document.addEventListener('pointerover', (event) => {
    const link = event.pointerType === 'mouse' ? way(event) : null;
    rest(link && link.getAttribute('href'));
  });
  document.addEventListener('pointerdown', (event) => {
    const link = event.button ? null : way(event);
    if (link) gridscope.address.press(link.getAttribute('href'));
  });
  document.addEventListener('focusin', (event) => {
    const link = way(event);
    if (link && link.matches(':focus-visible')) rest(link.getAttribute('href'));
  });
  window.addEventListener('popstate', () => show(location.search, false));

  gridscope.address = {
    open, rest,
    /* What is pressed is about to be clicked. */
    press: (href) => prepare(href, PATIENCE.now),
    again: () => show(location.search, true),
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    address: {
      /* Called once the page stands, whenever its screen takes another shape, and where a script sets the address. */
      follow(search, screen) {
        const shaped = window.dash_clientside.callback_context.triggered.some((one) => one.prop_id === 'page-screen.data');
        if (screen === null || screen === undefined) return;
        if (shaped || !state.turn) show(location.search, true);
        else open(search);
      },
    },
  });
})(window.gridscope = window.gridscope || {});
