/* One way in for every picture: first load, drill-down and stream all bring a payload, and `apply` paints it. */
(function (gridscope) {
  'use strict';
  const QUIET = 30000;
  const BACKOFF = [1000, 30000];
  const UNANSWERED = 15000;
  const UNREADY = 5000;
  const state = { view: null, version: -1, build: null, source: null, tries: 0, timer: 0, lostAt: null, receivedAt: 0, paintedAt: Date.now(), search: null, askedAt: 0, pending: null, busy: false, rest: null };
  const sent = {};
  const listeners = {};

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
      if (slot) slot.textContent = panel in errors ? gridscope.age.words('failed', {}) : '';
      if (slot) slot.title = errors[panel] || '';
    }
  }

  function notice(message) {
    document.documentElement.classList.toggle('noticed', Boolean(message));
    const slot = document.getElementById('page-notice');
    if (slot) slot.textContent = message;
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

  /* Sets only what differs from what was set before; returns whether the payload was for the view in the address. */
  function apply(payload, whole) {
    if (state.build && payload.build && payload.build !== state.build) return reload('build ' + payload.build);
    state.build = payload.build || state.build;
    if (whole) Object.assign(state, { view: payload.view, version: payload.version });
    else if (payload.view !== state.view) return false;
    state.version = payload.version;
    state.mark = payload.mark;
    state.receivedAt = Date.now();
    if (payload.language) document.documentElement.lang = payload.language === 'zh' ? 'zh-CN' : payload.language;
    gridscope.age.take(payload);
    // What was left of the picture before comes before this one.
    if (state.rest) state.rest();
    const heavy = [];
    for (const [id, props] of Object.entries(payload.props)) {
      const fresh = changed(id, props);
      if (!Object.keys(fresh).length) continue;
      if (gridscope.dom.set(id, fresh)) heard(id, fresh, whole);
      else heavy.push([id, fresh]);
    }
    faults(payload, whole);
    // Words first: graphs and the map follow once the words are on the glass. A whole scene comes all at once.
    const rest = (state.rest = () => {
      if (state.rest === rest) state.rest = null;
      heavy.splice(0).forEach(([id, fresh]) => { window.dash_clientside.set_props(id, fresh); heard(id, fresh, whole); });
    });
    if (whole) rest();
    else afterPaint(rest);
    afterPaint(() => {
      state.paintedAt = Date.now();
      gridscope.painted = { version: payload.version, view: payload.view, at: state.paintedAt };
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
    state.busy = apply(payload, false);
  }

  function reload(reason) {
    // A server that flaps between builds must not make the wall flap with it.
    const last = Number(sessionStorage.getItem('gridscope-reloaded') || 0);
    if (Date.now() - last < 60000) return false;
    sessionStorage.setItem('gridscope-reloaded', String(Date.now()));
    console.info('gridscope: reloading, ' + reason);
    location.reload();
    return false;
  }

  function close() {
    clearTimeout(state.timer);
    state.pending = null;
    if (state.source) state.source.close();
    state.source = null;
  }

  function connect() {
    close();
    if (state.view === null) return;
    const address = '/live?view=' + encodeURIComponent(state.view) + '&after=' + encodeURIComponent(state.mark || '');
    const source = (state.source = new EventSource(address));
    source.onopen = () => {
      state.tries = 0;
      state.lostAt = null;
      document.documentElement.classList.remove('lost');
      notice('');
    };
    source.onmessage = (message) => {
      if (source === state.source) receive(JSON.parse(message.data));
    };
    source.onerror = () => {
      if (source !== state.source) return;
      close();
      state.lostAt = state.lostAt || Date.now();
      const [least, most] = BACKOFF;
      const wait = Math.min(most, least * 2 ** state.tries++) * (0.5 + Math.random());
      state.timer = setTimeout(connect, Math.min(most, wait));
      document.documentElement.classList.add('lost');
    };
  }

  setInterval(() => {
    const lost = state.lostAt ? Date.now() - state.lostAt : 0;
    if (lost > QUIET) notice(gridscope.age.words('lost', { age: gridscope.age.length(lost / 1000) }));
    // Data came but nothing was painted: the page hangs. A hidden page paints nothing and is not hung.
    if (!document.hidden && state.receivedAt - state.paintedAt > 0 && Date.now() - state.receivedAt > QUIET) reload('no paint');
  }, 1000);

  /* An address whose scene never came, because the server was away, is asked for again. */
  setInterval(() => {
    if (state.search === location.search) state.askedAt = 0;
    else if (!state.askedAt) state.askedAt = Date.now();
    else if (Date.now() - state.askedAt > UNANSWERED) {
      state.askedAt = Date.now();
      window.dash_clientside.set_props('url', { search: location.search });
    }
  }, 1000);

  /* What stands in place of a scene that cannot be shown; one that only waits for its data comes by itself. */
  function instead(payload) {
    close();
    state.view = null;
    notice('');
    document.documentElement.classList.toggle('instead', Boolean(payload));
    window.dash_clientside.set_props('page-instead', { children: payload ? payload.instead : null });
    if (payload && payload.waiting) setTimeout(whenReady, UNREADY);
  }

  async function whenReady() {
    const answer = await fetch('/readyz').catch(() => null);
    if (answer && answer.ok) location.reload();
    else setTimeout(whenReady, UNREADY);
  }

  gridscope.live = {
    apply, connect,
    view: () => state.view,
    /* Calls back with a property's new value as soon as it is set: of a store its data, unless another is named. */
    listen(id, callback, name = 'data') { (listeners[id] = listeners[id] || []).push([name, callback]); },
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
        connect();
      },
    },
  });
})(window.gridscope = window.gridscope || {});
