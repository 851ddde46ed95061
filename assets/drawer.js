/* The drawer: where the focus goes as it opens and shuts, what Tab and Escape do in it, the way back to a list, and a
   link to what it shows. That it is open, and with what, is in the address. */
(function (gridscope) {
  'use strict';
  const REACHED = 'a[href]:not([hidden]), button:not([hidden]), input, [tabindex="0"]';
  const SAID = 2000;
  const state = { open: false, from: null, search: '', list: '' };
  const box = () => document.getElementById('drawer');
  const isOpen = () => Boolean(box() && box().classList.contains('open'));
  const opens = (search) => (new URLSearchParams(search).get('focus') || '').split(':')[0];

  function reachable() {
    return [...box().querySelectorAll(REACHED)].filter((one) => one.getClientRects().length);
  }

  /* The event's way back is to the list it was opened from on this page; an address alone knows of none. */
  function link() {
    const kind = opens(location.search);
    if (kind === 'why') state.list = location.search;
    else if (kind !== 'event') state.list = '';
    const back = box() && box().querySelector('.dw-back');
    if (!back) return;
    back.hidden = kind !== 'event' || !state.list;
    back.setAttribute('href', state.list || '?');
  }

  function changed() {
    const open = isOpen();
    if (open && !state.open) state.from = document.activeElement;
    if (open && (!state.open || !box().contains(document.activeElement))) {
      const first = box().querySelector('.dw-shut');
      if (first) first.focus({ preventScroll: true });
    }
    if (!open && state.open) {
      const from = state.from;
      state.from = null;
      if (from && from.isConnected && from !== document.body) from.focus({ preventScroll: true });
      else if (document.activeElement && box().contains(document.activeElement)) document.activeElement.blur();
    }
    state.open = open;
    link();
  }

  let keyed = false;
  let backwards = false;
  document.addEventListener('pointerdown', () => { keyed = false; }, true);

  document.addEventListener('keydown', (event) => {
    keyed = event.key === 'Tab';
    backwards = event.shiftKey;
    if (!isOpen() || event.key !== 'Tab') return;
    const all = reachable();
    if (!all.length) return;
    const inside = box().contains(document.activeElement);
    const edge = event.shiftKey ? all[0] : all[all.length - 1];
    if (inside && document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? all[all.length - 1] : all[0]).focus();
  });

  /* The grid hands the focus on by itself: what it hands out of the drawer comes back to its other end. */
  document.addEventListener('focusin', (event) => {
    const away = isOpen() && keyed && !box().contains(event.target) && !event.target.closest('[role="dialog"], [role="menu"]');
    const all = away ? reachable() : [];
    if (all.length) (backwards ? all[all.length - 1] : all[0]).focus();
  });

  async function copied(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    box().appendChild(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    return undefined;
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest && event.target.closest('.dw-copy');
    if (!button) return;
    copied(location.href).then(() => {
      const said = box().querySelector('.dw-said');
      if (!said) return;
      said.hidden = false;
      setTimeout(() => { said.hidden = true; }, SAID);
    }).catch(() => undefined);
  });

  /* A cell of the week is a picture: the hour that it stands for is found by where it was clicked. */
  document.addEventListener('click', (event) => {
    const cells = event.target.closest && event.target.closest('.rhythm-cells');
    const hours = cells && cells.querySelector('[data-hours]');
    if (!hours || event.target.closest('a')) return;
    const frame = cells.getBoundingClientRect();
    const across = Math.floor((24 * (event.clientX - frame.left)) / frame.width);
    const down = Math.floor((7 * (event.clientY - frame.top)) / frame.height);
    const start = Number(hours.dataset.hours.split(',')[24 * down + across]);
    if (!start) return;
    const search = new URLSearchParams(location.search);
    search.set('focus', 'why:reported/window:' + new Date(1000 * start).toISOString().slice(0, 19) + 'Z/PT1H');
    gridscope.address.open('?' + search);
  });

  window.addEventListener('load', () => {
    gridscope.live.listen('drawer', changed, 'className');
    gridscope.live.listen('drawer-top', changed, 'children');
  });

  gridscope.drawer = {
    isOpen,
    /* Shuts it if it is open; whether it was. */
    shut() {
      const way = isOpen() && box().querySelector('.dw-shut');
      if (way) way.click();
      return Boolean(way);
    },
  };
})(window.gridscope = window.gridscope || {});
