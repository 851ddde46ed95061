/* The desk of the walls: who orders, what link is shown, and buttons that send orders. */
(function (gridscope) {
  'use strict';
  const NAME = 'gridscope-name';
  const SAID = 4000;
  let timer = 0;

  const form = () => document.getElementById('walls-form');
  const word = (name) => form().dataset[name] || '';

  function field(name, value) {
    const input = document.createElement('input');
    Object.assign(input, { name, value, autocomplete: 'off', maxLength: name === 'by' ? 40 : 2000, placeholder: word(name), ariaLabel: word(name) });
    return input;
  }

  /* Made once, when the words have come; words of another language are put in place. */
  function build() {
    const box = form();
    if (!box || !box.dataset.by) return null;
    if (!box.firstChild) {
      const said = document.createElement('span');
      said.className = 'said';
      said.setAttribute('role', 'status');
      box.append(field('by', localStorage.getItem(NAME) || ''), field('link', ''), said);
    }
    for (const input of box.querySelectorAll('input')) Object.assign(input, { placeholder: word(input.name), ariaLabel: word(input.name) });
    return box;
  }

  function say(text) {
    const said = form().querySelector('.said');
    said.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = ''; }, SAID);
  }

  /* The query of a link as it was copied: of a page, of a wall, or the query alone. */
  function query(link) {
    const at = link.indexOf('?');
    return at >= 0 ? link.slice(at + 1).split('#')[0] : /^https?:/.test(link) ? '' : link;
  }

  async function order(button) {
    const { by, link } = Object.fromEntries([...form().querySelectorAll('input')].map((input) => [input.name, input]));
    if (!by.value.trim()) {
      by.focus();
      return say(word('missing'));
    }
    localStorage.setItem(NAME, by.value.trim());
    const { wall, order: name, entry, warning } = button.dataset;
    const said = { by: by.value.trim(), order: name };
    if (entry) said.entry = Number(entry);
    if (warning && name === 'hold') said.warning = Number(warning);
    if (name === 'show') said.view = link.value.trim() ? query(link.value.trim()) : button.closest('.wl-card').dataset.query;
    const request = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(said) };
    const answer = await fetch('/api/v1/walls/' + encodeURIComponent(wall) + '/orders', request).catch(() => null);
    if (answer && answer.ok) return say(word('done'));
    const reason = answer ? await answer.json().then((told) => told.error).catch(() => '') : '';
    say(reason ? word('refused').replace('{reason}', reason) : word('failed'));
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest && event.target.closest('button[data-order]');
    if (button) order(button);
  });
  window.addEventListener('load', () => gridscope.live.listen('walls-form', build, 'data-by'));
})(window.gridscope = window.gridscope || {});
