/* Ages, clock and lag: what the page says by itself every second, so that old data never look new. */
(function (gridscope) {
  'use strict';
  const SECOND = 1e6;
  const LATE = 2;
  const STOPPED = 5;
  const PATIENCE = 8000;
  const HM = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const DAY = { month: '2-digit', day: '2-digit' };
  const state = { ages: {}, good: {}, words: {}, frozen: false, asOf: 0, emptySince: new WeakMap() };
  const formats = {};

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
  /* The instant that ages are told for: a frozen picture does not grow older. */
  const moment = () => (state.frozen ? state.asOf : gridscope.clock.now());

  function local(micros, options) {
    const key = JSON.stringify(options) + state.words.language + state.words.zone;
    formats[key] = formats[key] || new Intl.DateTimeFormat(state.words.language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: state.words.zone, ...options });
    return formats[key].format(new Date(micros / 1000));
  }

  /* A time of day; with its date where that was not today. */
  function instant(micros) {
    return local(micros, local(micros, DAY) === local(moment(), DAY) ? HM : { ...DAY, ...HM });
  }

  function write(element, value) {
    if (element && element.textContent !== value) element.textContent = value;
  }

  const put = (id, value) => write(document.getElementById(id), value);

  /* A picture is looked at without the page around it, on any day: it says the day, and where the data were old at T. */
  function frozen(seconds, cadence) {
    if (!document.documentElement.classList.contains('printing')) return words('as_of', { time: local(state.asOf, HM) });
    const said = words('as_of', { time: local(state.asOf, { ...DAY, ...HM }) });
    const level = seconds > STOPPED * cadence ? 'stopped' : 'late';
    return seconds > LATE * cadence ? said + ' · ' + words(level, { age: length(seconds) }) : said;
  }

  function graded(entry) {
    const seconds = (moment() - entry.data_time) / SECOND;
    if (state.frozen) return ['', frozen(seconds, entry.cadence)];
    if (seconds > STOPPED * entry.cadence) return ['stopped', words('stopped', { age: length(seconds) })];
    if (seconds > LATE * entry.cadence) return ['late', words('late', { age: length(seconds) })];
    return ['', entry.present ? words('present', { live: entry.present[0], known: entry.present[1] }) : ago(seconds)];
  }

  /* A panel's age badge; of old data the slot beside the title says as of when they are. */
  function badge(panel, entry) {
    const section = document.getElementById(panel);
    const slot = document.getElementById(panel + '-age');
    if (!section || !slot) return;
    let [level, label] = entry.data_time === null ? ['', words('never', {})] : graded(entry);
    if (gridscope.live.asking() && !state.frozen) label = words('refreshing', { age: label });
    const old = level && entry.data_time !== null ? words('as_of', { time: instant(entry.data_time) }) : '';
    if (section.dataset.state === 'failed') [level, label] = ['broken', words('broken', { time: instant(state.good[panel] || moment()) })];
    write(slot, label);
    const classes = ('ag ' + level).trim();
    if (slot.className !== classes) slot.className = classes;
    if (section.dataset.age !== level) section.dataset.age = level;
    const unit = document.getElementById(panel + '-unit');
    if (unit && (unit.dataset.asOf || '') !== old) unit.dataset.asOf = old;
    if (unit && !old) delete unit.dataset.asOf;
  }

  /* A panel that has no picture yet says that it is loading, and after a while that it still waits. */
  function loading() {
    for (const section of document.querySelectorAll('.main > .p:not([data-state])')) {
      if (!section.checkVisibility()) {
        state.emptySince.delete(section);
        continue;
      }
      const since = state.emptySince.get(section) || performance.now();
      state.emptySince.set(section, since);
      const slot = document.getElementById(section.id + '-age');
      const fault = document.getElementById(section.id + '-fault');
      if (state.words.loading) write(slot, words('loading', {}));
      if (slot) slot.className = 'ag';
      if (performance.now() - since < PATIENCE) continue;
      section.dataset.state = 'waiting';
      write(fault, words('waiting', {}) || fault.dataset.waiting);
      state.emptySince.delete(section);
    }
  }

  /* What stands in an element with `data-since`: how long ago that was, in the words that `data-word` names. */
  function count() {
    const at = moment();
    for (const element of document.querySelectorAll('[data-since]')) {
      const seconds = (at - Number(element.dataset.since)) / SECOND;
      write(element, element.dataset.word ? words(element.dataset.word, { age: length(seconds) }) : ago(seconds));
    }
  }

  /* All ages, by the clock. Whether a panel still waits for its first picture is asked every second and with a whole
     scene, not with each of the stream's pictures: what can be seen is a costly question. */
  function tick(whole = true) {
    if (whole) loading();
    if (!state.words.zone) return;
    const now = gridscope.clock.now();
    put('page-clock', local(now, { ...HM, second: '2-digit' }));
    put('page-date', local(now, { month: 'short', day: 'numeric', weekday: 'short' }));
    const newest = Object.values(state.ages).reduce((most, entry) => Math.max(most, entry.data_time || 0), 0);
    put('page-lag', newest && !state.frozen ? words('lag', { age: length((now - newest) / SECOND) }) : '');
    for (const [panel, entry] of Object.entries(state.ages)) badge(panel, entry);
    count();
  }

  gridscope.age = {
    /* Takes what a payload says about time; a whole scene's panels take the place of the last one's. */
    take(payload, whole) {
      const spoken = payload.props && payload.props['page-words'];
      if (spoken) state.words = spoken.data;
      state.frozen = /(^|&)as_of=/.test(payload.view || '');
      state.asOf = payload.as_of;
      if (!state.frozen && payload.as_of) gridscope.clock.learn(payload.as_of);
      if (whole) state.ages = {};
      Object.assign(state.ages, payload.ages);
      for (const panel of Object.keys(payload.ages || {})) if (!(panel in (payload.errors || {}))) state.good[panel] = payload.as_of;
    },
    /* What stands in place of a panel that fails: since when its picture stands still, and what is done about it. */
    fault(panel) {
      const since = state.good[panel];
      return since ? words('failed_since', { time: instant(since) }) : words('failed_first', {});
    },
    /* A time as it is written here, of microseconds. */
    local,
    tick, words, length, now: () => gridscope.clock.now(),
  };
  setInterval(() => tick(), 1000);
})(window.gridscope = window.gridscope || {});
