/* The menus of panels and of the scene: files of what is painted, as of its own instant, in the theme and language that
   are worn, and a link to it. What can be chosen is the server's list; here it is opened, walked and carried out. */
(function (gridscope) {
  'use strict';
  const SAID = 6000;
  const SIZES = { width: [320, 7680], height: [320, 4320] };
  const PICTURES = new Set(['png', 'svg', 'pdf']);
  const state = { opener: null, timer: 0 };

  const menu = () => document.getElementById('page-exports');
  const word = (name) => (menu() && menu().dataset[name]) || '';
  const shown = () => [...menu().querySelectorAll('.entry')].filter((entry) => !entry.hidden);

  function say(text, lasting) {
    const slot = document.getElementById('page-export-said');
    clearTimeout(state.timer);
    slot.textContent = text;
    if (!lasting) state.timer = setTimeout(() => { slot.textContent = ''; }, SAID);
  }

  /* Opens the menu below its button, above it where there is no room. */
  function open(opener, last) {
    if (state.opener === opener) return close(true);
    close(false);
    const box = menu();
    if (!box || !box.firstChild) return undefined;
    state.opener = opener;
    const of = opener.dataset.panel ? 'panel' : 'scene';
    const offered = (entry) => entry.dataset.of === of && (entry.dataset.form !== 'compare' || 'compare' in opener.dataset);
    for (const entry of box.querySelectorAll('.entry')) entry.hidden = !offered(entry);
    box.hidden = false;
    opener.setAttribute('aria-expanded', 'true');
    const from = opener.getBoundingClientRect();
    const size = box.getBoundingClientRect();
    const below = from.bottom + size.height <= innerHeight;
    box.style.left = Math.max(4, Math.min(from.right, innerWidth - 4) - size.width) + 'px';
    box.style.top = Math.max(4, below ? from.bottom : from.top - size.height) + 'px';
    focus(last ? shown().length - 1 : 0);
    return undefined;
  }

  function close(back) {
    const opener = state.opener;
    if (!opener) return;
    state.opener = null;
    menu().hidden = true;
    opener.setAttribute('aria-expanded', 'false');
    if (back) opener.focus();
  }

  function focus(place) {
    const entries = shown();
    if (entries.length) entries[(place + entries.length) % entries.length].focus();
  }

  /* Microseconds since 1970 as ISO 8601. */
  function instant(micros) {
    const rest = String(Math.floor(micros) % 1000).padStart(3, '0');
    return new Date(Math.floor(micros / 1000)).toISOString().replace('Z', rest + 'Z');
  }

  /* The query of what is painted, frozen where it stands. */
  function frozen() {
    const query = new URLSearchParams(gridscope.painted.view);
    if (!query.has('as_of')) query.set('as_of', instant(gridscope.painted.as_of));
    return query;
  }

  function address(panel, form, scale) {
    const query = frozen();
    const scene = query.get('scene') || 'overview';
    if (!panel) query.delete('scene');
    query.set('format', form);
    if (PICTURES.has(form)) {
      const size = { width: innerWidth, height: innerHeight };
      for (const [name, [least, most]] of Object.entries(SIZES)) query.set(name, Math.min(most, Math.max(least, size[name])));
      query.set('theme', document.documentElement.dataset.theme || 'wall');
      query.set('scale', scale);
    }
    return (panel ? '/api/v1/panels/' + encodeURIComponent(panel) : '/api/v1/scenes/' + scene) + '?' + query;
  }

  /* The name that the answer gives the file, in the language of the view. */
  function nameOf(answer, panel, form) {
    const told = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('Content-Disposition') || '');
    return told ? decodeURIComponent(told[1]) : (panel || 'scene') + '.' + form;
  }

  async function download(panel, form, scale) {
    const label = form.toUpperCase();
    say(word('working').replace('{form}', label), true);
    const answer = await fetch(address(panel, form, scale)).catch(() => null);
    if (!answer) return say(word('failed').replace('{reason}', word('lost')));
    if (!answer.ok) {
      const reason = await answer.json().then((told) => told.error).catch(() => 'HTTP ' + answer.status);
      return say(word('failed').replace('{reason}', reason));
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await answer.blob());
    link.download = nameOf(answer, panel, form);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), SAID);
    return say(word('done').replace('{form}', label));
  }

  async function copy() {
    const link = location.origin + location.pathname + '?' + frozen();
    const done = await navigator.clipboard.writeText(link).then(() => true, () => false);
    say(word(done ? 'copied' : 'not_copied'));
  }

  /* The page of the weekly briefings, of the area looked at and what is below it. */
  function briefings() {
    const query = new URLSearchParams({ lang: document.documentElement.lang.slice(0, 2) });
    const area = new URLSearchParams(location.search).get('area');
    if (area) query.set('area', area);
    location.assign('/briefings?' + query);
  }

  /* Opens the panel's own rows beside those of the window before, or of what the view is compared with. */
  function compare(panel) {
    const query = new URLSearchParams(gridscope.painted.view);
    query.set('focus', 'compare:' + panel);
    if (!query.has('against')) query.set('against', 'previous');
    window.dash_clientside.set_props('url', { search: '?' + query });
  }

  function choose(entry) {
    const panel = state.opener.dataset.panel || '';
    close(true);
    if (entry.dataset.form === 'briefings') return briefings();
    if (!gridscope.painted) return say(word('nothing'));
    if (entry.dataset.form === 'compare') return compare(panel);
    return entry.dataset.form === 'link' ? copy() : download(panel, entry.dataset.form, entry.dataset.scale);
  }

  document.addEventListener('click', (event) => {
    const entry = event.target.closest('.exports .entry');
    if (entry) return choose(entry);
    const opener = event.target.closest('.pm, #page-export');
    if (opener) return open(opener, false);
    return close(false);
  });

  const STEPS = { ArrowDown: 1, ArrowUp: -1 };

  function walk(event) {
    const entries = shown();
    const at = entries.indexOf(document.activeElement);
    if (event.key in STEPS) focus(at + STEPS[event.key]);
    else if (event.key === 'Home') focus(0);
    else if (event.key === 'End') focus(-1);
    else if (event.key === 'Escape') close(true);
    else if ((event.key === 'Enter' || event.key === ' ') && at >= 0) choose(entries[at]);
    else if (event.key === 'Tab') return close(true);
    else return undefined;
    event.preventDefault();
    event.stopPropagation();
    return undefined;
  }

  // Before the keyboard's own meaning of Escape, which goes one level up.
  window.addEventListener('keydown', (event) => {
    if (state.opener) return walk(event);
    const opener = event.key in STEPS && !event.altKey && event.target.closest && event.target.closest('.pm, #page-export');
    if (!opener) return undefined;
    event.preventDefault();
    return open(opener, event.key === 'ArrowUp');
  }, true);
  window.addEventListener('resize', () => close(false));

  gridscope.exports = { address };
})(window.gridscope = window.gridscope || {});
