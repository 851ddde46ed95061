/* Warnings: countdowns that run, and the form in which somebody acknowledges. */
(function (gridscope) {
  'use strict';
  const MICROS = 1e6;
  const NAME = 'gridscope-name';
  const state = { warning: null, opener: null, busy: false, form: 'warnings-form' };

  /* The form stands in the panel of the button that opened it, and has its words there. */
  const form = () => document.getElementById(state.form);
  const word = (name) => form().dataset[name] || '';

  function two(number) {
    return String(number).padStart(2, '0');
  }

  /* Below an hour minutes and seconds; above, what the server wrote stays. */
  function tick() {
    for (const element of document.querySelectorAll('#warnings-rows [data-due]')) {
      const seconds = Math.floor(Math.abs(gridscope.age.now() - Number(element.dataset.due)) / MICROS);
      const text = two(Math.floor(seconds / 60)) + ':' + two(seconds % 60);
      if (seconds < 3600 && element.textContent !== text) element.textContent = text;
    }
  }

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function say(text) {
    form().querySelector('.said').textContent = text;
  }

  function open(button) {
    close();
    state.form = button.dataset.form || 'warnings-form';
    const box = form();
    state.warning = button.dataset.warning;
    state.opener = button;
    const what = button.dataset.what || button.closest('.wn').querySelector('.a').textContent;
    const by = make('input', { name: 'by', maxLength: 40, required: true, autocomplete: 'off', placeholder: word('by'), ariaLabel: word('by'), value: localStorage.getItem(NAME) || '' });
    const note = make('input', { name: 'note', maxLength: 200, autocomplete: 'off', placeholder: word('note'), ariaLabel: word('note'), className: 'wide' });
    const send = make('button', { type: 'submit', className: 'send' }, word('send'));
    const cancel = make('button', { type: 'button' }, word('cancel'));
    const fields = make('form', { onsubmit: submit }, make('div', { className: 'what' }, what), by, send, cancel, note, make('div', { className: 'said', role: 'alert' }));
    fields.style.display = 'contents';
    cancel.onclick = close;
    box.replaceChildren(fields);
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-label', word('acknowledgeTitle'));
    box.hidden = false;
    (by.value ? send : by).focus();
  }

  function close() {
    const box = form();
    if (!box || box.hidden) return;
    box.hidden = true;
    box.replaceChildren();
    const opener = state.opener;
    Object.assign(state, { warning: null, opener: null, busy: false });
    if (opener && opener.isConnected) opener.focus();
  }

  async function submit(event) {
    event.preventDefault();
    const [by, note] = ['by', 'note'].map((name) => event.target.elements[name].value.trim());
    if (state.busy) return;
    if (!by) return say(word('missing'));
    state.busy = true;
    localStorage.setItem(NAME, by);
    const request = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ by, note: note || null }) };
    const answer = await fetch('/api/v1/warnings/' + encodeURIComponent(state.warning) + '/acknowledge', request).catch(() => null);
    state.busy = false;
    if (form().hidden) return;
    if (answer && answer.ok) close();
    else say(word(answer && answer.status === 409 ? 'conflict' : 'failed'));
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest && event.target.closest('button[data-warning]');
    if (button) open(button);
  });

  // F9 answers for the warning that took over the wall.
  document.addEventListener('keydown', (event) => {
    const button = event.key === 'F9' && document.querySelector('#alarm-action button[data-warning]');
    if (!button || !button.offsetParent || (form() && !form().hidden)) return;
    event.preventDefault();
    open(button);
  });

  // Before the key that goes one level up hears it.
  window.addEventListener('keydown', (event) => {
    const box = form();
    if (event.key !== 'Escape' || !box || box.hidden) return;
    event.stopPropagation();
    event.preventDefault();
    close();
  }, true);

  setInterval(tick, 1000);
})(window.gridscope = window.gridscope || {});
