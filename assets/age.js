/* Ages, clock and lag: what the page says by itself every second, so that old data never look new. */
(function (gridscope) {
  'use strict';
  const SECOND = 1e6;
  const LATE = 2;
  const STOPPED = 5;
  const OFFSETS = 40;
  const state = { ages: {}, words: {}, frozen: false, offsets: [] };
  const formats = {};

  /* The server's time in microseconds. The wall's own clock may be wrong, and may be set right while it runs: of the
     latest offsets the smallest is the truest. */
  function now() {
    return Date.now() * 1000 - (state.offsets.length ? Math.min(...state.offsets) : 0);
  }

  function words(key, values) {
    return (state.words[key] || '').replace(/\{(\w+)\}/g, (all, name) => values[name]);
  }

  function split(seconds) {
    if (seconds < 90) return ['second', Math.max(0, Math.floor(seconds))];
    if (seconds < 5400) return ['minute', Math.floor(seconds / 60)];
    if (seconds < 172800) return ['hour', Math.floor(seconds / 3600)];
    return ['day', Math.floor(seconds / 86400)];
  }

  const ago = (seconds) => { const [unit, n] = split(seconds); return words(unit, { n }); };
  const length = (seconds) => { const [unit, n] = split(seconds); return words(unit + 's', { n }); };

  function local(micros, options) {
    const key = JSON.stringify(options) + state.words.language + state.words.zone;
    formats[key] = formats[key] || new Intl.DateTimeFormat(state.words.language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: state.words.zone, ...options });
    return formats[key].format(new Date(micros / 1000));
  }

  const time = (micros) => local(micros, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

  function write(id, value) {
    const element = document.getElementById(id);
    if (element && element.textContent !== value) element.textContent = value;
    return element;
  }

  function badge(panel, entry) {
    const section = document.getElementById(panel);
    let level = '';
    let label = words('never', {});
    if (entry.data_time !== null) {
      const seconds = (now() - entry.data_time) / SECOND;
      label = ago(seconds);
      if (state.frozen) label = words('as_of', { time: local(state.asOf, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) });
      else if (seconds > STOPPED * entry.cadence) [level, label] = ['stopped', words('stopped', { age: length(seconds) })];
      else if (seconds > LATE * entry.cadence) [level, label] = ['late', words('late', { age: length(seconds) })];
    }
    const element = write(panel + '-age', label);
    if (element) element.className = ('ag ' + level).trim();
    if (section) section.dataset.age = level;
  }

  function tick() {
    if (!state.words.zone) return;
    write('page-clock', time(now()));
    write('page-date', local(now(), { month: 'short', day: 'numeric', weekday: 'short' }));
    const newest = Object.values(state.ages).reduce((most, entry) => Math.max(most, entry.data_time || 0), 0);
    write('page-lag', newest && !state.frozen ? words('lag', { age: length((now() - newest) / SECOND) }) : '');
    for (const [panel, entry] of Object.entries(state.ages)) badge(panel, entry);
  }

  gridscope.age = {
    /* Takes what a payload says about time. */
    take(payload) {
      const spoken = payload.props && payload.props['page-words'];
      if (spoken) state.words = spoken.data;
      state.frozen = /(^|&)as_of=/.test(payload.view || '');
      state.asOf = payload.as_of;
      if (!state.frozen && payload.as_of) {
        state.offsets = [...state.offsets, Date.now() * 1000 - payload.as_of].slice(-OFFSETS);
      }
      Object.assign(state.ages, payload.ages);
      tick();
    },
    words, length, now,
  };
  setInterval(tick, 1000);
})(window.gridscope = window.gridscope || {});
