/* One way in for every picture: first load, drill-down and stream all bring a payload, and `apply` paints it. */
(function (gridscope) {
  'use strict';
  const UNANSWERED = 15000;
  const UNREADY = 5000;
  const state = { view: null, version: -1, mark: '', build: null, receivedAt: 0, paintedAt: performance.now(), search: null, askedAt: 0, pending: null, busy: false, rest: null };
  const sent = {};
  const listeners = {};
  const own = new Set();

  function changed(id, props) {
    const fresh = {};
    const known = sent[id] || (sent[id] = {});
    for (const [name, value] of Object.entries(props)) {
      const text = JSON.stringify(value);
      if (known[name] !== text) {
        known[name] = text;
        fresh[name] = name === 'figure' ? gridscope.figure.scale(id, value) : value;
      }
    }
    return fresh;
  }

  /* What is the matter, and what is done about it. */
  function fault(panel) {
    const cause = document.createElement('b');
    cause.textContent = gridscope.age.words('failed', {});
    return [cause, document.createTextNode(gridscope.age.fault(panel))];
  }

  function faults(payload, whole) {
    const errors = payload.errors || {};
    // What a whole scene leaves to the stream must not show another view's picture in the meantime.
    const known = { ...payload.ages, ...errors };
    if (whole) document.querySelectorAll('.main > .p').forEach((section) => { if (!(section.id in known)) delete section.dataset.state; });
    for (const panel of Object.keys(known)) {
      const section = document.getElementById(panel);
      const slot = document.getElementById(panel + '-fault');
      if (!section) continue;
      section.dataset.state = panel in errors ? 'failed' : 'ready';
      if (!slot) continue;
      slot.replaceChildren(...(panel in errors ? fault(panel) : []));
      slot.title = errors[panel] || '';
    }
  }

  function heard(id, fresh, whole) {
    for (const [name, listener] of listeners[id] || []) if (name in fresh) listener(fresh[name], whole);
  }

  /* Calls back once what was set so far has been painted; `times` 2 waits for a second paint. A hidden page paints
     nothing and waits for nothing. */
  function afterPaint(callback, times = 1) {
    const next = times > 1 ? () => afterPaint(callback, times - 1) : callback;
    if (document.hidden) setTimeout(next, 0);
    else requestAnimationFrame(() => setTimeout(next, 0));
  }

  /* Graphs are drawn, everything else is Dash's: each of its settings costs it a look at every component. */
  function put(id, fresh) {
    const { figure, ...others } = fresh;
    const drawn = figure && gridscope.figure.draw(id, figure);
    if (!drawn) window.dash_clientside.set_props(id, fresh);
    else if (Object.keys(others).length) window.dash_clientside.set_props(id, others);
  }

  /* Sets only what differs from what was set before; returns whether the payload was for the view in the address. */
  function apply(payload, whole) {
    if (state.build && payload.build && payload.build !== state.build) return gridscope.stream.reload('build ' + payload.build);
    state.build = payload.build || state.build;
    if (whole) Object.assign(state, { view: payload.view, version: payload.version });
    else if (payload.view !== state.view) return false;
    state.version = payload.version;
    state.mark = payload.mark;
    state.receivedAt = performance.now();
    const language = payload.language === 'zh' ? 'zh-CN' : payload.language;
    // Set again, the same language makes the page settle its styles anew.
    if (language && document.documentElement.lang !== language) document.documentElement.lang = language;
    gridscope.age.take(payload, whole);
    // What was left of the picture before comes before this one.
    if (state.rest) state.rest();
    const heavy = [];
    for (const [id, props] of Object.entries(payload.props)) {
      const fresh = changed(id, props);
      if (!Object.keys(fresh).length) continue;
      if (own.has(id) || gridscope.dom.set(id, fresh)) heard(id, fresh, whole);
      else heavy.push([id, fresh]);
    }
    faults(payload, whole);
    // Elements that count by themselves came empty.
    gridscope.age.tick(whole);
    // Words first: graphs and the map follow once the words are on the glass. A whole scene comes all at once.
    const rest = (state.rest = () => {
      if (state.rest === rest) state.rest = null;
      heavy.splice(0).forEach(([id, fresh]) => { put(id, fresh); heard(id, fresh, whole); });
    });
    if (whole) rest();
    else afterPaint(rest);
    afterPaint(() => {
      state.paintedAt = performance.now();
      gridscope.painted = { version: payload.version, view: payload.view, as_of: payload.as_of, at: Date.now() };
      state.busy = false;
      if (state.pending) flush();
    }, !whole && heavy.length ? 2 : 1);
    return true;
  }

  /* What comes while the last picture is not yet painted is merged, the newest wins: a slow page skips pictures
     instead of falling behind them. */
  function receive(payload) {
    const earlier = state.pending;
    if (earlier && earlier.view === payload.view) {
      for (const [id, props] of Object.entries(payload.props)) earlier.props[id] = { ...earlier.props[id], ...props };
      payload.props = earlier.props;
    }
    state.pending = payload;
    // A hidden page paints nothing: it need not wait for its paint.
    if (!state.busy || document.hidden) flush();
  }

  function flush() {
    const payload = state.pending;
    state.pending = null;
    try {
      state.busy = apply(payload, false);
    } catch (error) {
      // What it would have set counts as set: only a page of its own beginning is whole again.
      gridscope.stream.reload('a picture failed: ' + error, 'hang');
      throw error;
    }
  }

  /* An address whose scene never came, because the server was away, is asked for again. */
  setInterval(() => {
    if (state.search === location.search) state.askedAt = 0;
    else if (!state.askedAt) state.askedAt = performance.now();
    else if (performance.now() - state.askedAt > UNANSWERED) ask();
  }, 1000);

  /* Asks for the whole scene of the address anew. */
  function ask() {
    state.askedAt = performance.now();
    gridscope.address.again();
  }

  /* What stands in place of a scene that cannot be shown; one that only waits for its data comes by itself. */
  function instead(payload) {
    gridscope.stream.close();
    Object.assign(state, { view: null, pending: null });
    gridscope.stream.notice('');
    document.documentElement.classList.toggle('instead', Boolean(payload));
    gridscope.dom.set('page-instead', { children: payload ? payload.instead : null });
    if (payload && payload.waiting) setTimeout(whenReady, UNREADY);
  }

  async function whenReady() {
    const answer = await fetch('/readyz').catch(() => null);
    if (answer && answer.ok) ask();
    else setTimeout(whenReady, UNREADY);
  }

  gridscope.live = {
    apply, receive, ask,
    view: () => state.view,
    /* The address whose scene is shown; null before the first. */
    search: () => state.search,
    build: () => state.build || '',
    /* The picture from which the stream may go on; '' asks it for everything. */
    mark: () => state.mark || '',
    /* Whether the scene of the address is not there yet, while another one is. */
    asking: () => state.search !== null && state.search !== location.search,
    /* For how many milliseconds a picture has been waiting for its paint; 0 when none is. */
    unpainted: () => (state.receivedAt > state.paintedAt ? performance.now() - state.receivedAt : 0),
    /* Lets go of what came and is not painted yet. */
    drop() { state.pending = null; },
    /* Calls back with a property's new value as soon as it is set: of a store its data, unless another is named. */
    listen(id, callback, name = 'data') { (listeners[id] = listeners[id] || []).push([name, callback]); },
    /* The same of data that no component of Dash reads: they are not handed to it. */
    own(id, callback) {
      own.add(id);
      gridscope.live.listen(id, callback);
    },
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    navigation: {
      /* A whole scene answered over HTTP: paint it, then let the stream take over from its version. */
      enter(payload) {
        if (!payload || payload.search !== location.search) return;
        state.search = payload.search;
        instead(payload.instead ? payload : null);
        if (payload.instead) return;
        apply(payload, true);
        gridscope.stream.connect(true);
      },
    },
  });
})(window.gridscope = window.gridscope || {});
