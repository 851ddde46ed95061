/* The keyboard: Escape or Alt+Up goes one level up, [ and ] to the area beside; Tab passes over rows that the screen has
   no room for. */
(function (gridscope) {
  'use strict';
  const ROWS = '.rows, .dept-rows, .areas-rows, .mt-rows';
  const FOCUSABLE = 'a[href], button, [tabindex="0"]';
  let backwards = false;

  function levelUp(event) {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    return plain && (event.altKey ? event.key === 'ArrowUp' : event.key === 'Escape');
  }

  const BESIDE = { '[': -1, ']': 1, '\u3010': -1, '\u3011': 1 };
  const writes = (element) => element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName);

  document.addEventListener('keydown', (event) => {
    if (!(event.key in BESIDE) || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
    // From the area in the address, which may be ahead of the one painted: two strokes are two steps.
    const all = [...document.querySelectorAll('#page-breadcrumb .siblings .list > *')];
    const now = new URLSearchParams(location.search).get('area');
    const ahead = all.findIndex((one) => new URLSearchParams(one.getAttribute('href') || '').get('area') === (now || ''));
    const place = ahead < 0 ? all.findIndex((one) => one.classList.contains('on')) : ahead;
    const to = all[place + BESIDE[event.key]];
    if (to && to.hasAttribute('href')) to.click();
  });

  // The list of areas beside, or below, shuts when one is chosen, when something else is clicked, and by Escape.
  const list = () => document.querySelector('#page-breadcrumb details[open]');
  document.addEventListener('click', (event) => {
    const pressed = event.target.closest('#page-breadcrumb summary');
    for (const one of document.querySelectorAll('#page-breadcrumb details[open]')) if (!one.contains(pressed)) one.open = false;
  });

  // On the way down, before an open list closes on the same key.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') backwards = event.shiftKey;
    if (!levelUp(event) || document.querySelector('.dash-dropdown-content')) return;
    const open = event.key === 'Escape' && list();
    if (open) {
      open.open = false;
      open.querySelector('summary').focus();
      return event.preventDefault();
    }
    // What is opened over the scene is shut first.
    if (event.key === 'Escape' && gridscope.drawer.shut()) return event.preventDefault();
    const above = [...document.querySelectorAll('#page-breadcrumb a.up')].pop();
    if (!above) return;
    event.preventDefault();
    above.click();
  }, true);

  function shown(element) {
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || getComputedStyle(element).visibility !== 'visible') return false;
    const frame = element.closest(ROWS);
    if (!frame) return true;
    const around = frame.getBoundingClientRect();
    return box.left < around.right - 1 && box.bottom < around.bottom + 2;
  }

  document.addEventListener('focusin', (event) => {
    if (shown(event.target) || !event.target.closest(ROWS)) return;
    const all = [...document.querySelectorAll(FOCUSABLE)];
    const place = all.indexOf(event.target);
    const ahead = backwards ? all.slice(0, Math.max(place, 0)).reverse() : all.slice(place + 1);
    const next = ahead.find(shown);
    if (next) next.focus();
    else event.target.blur();
  });
})(window.gridscope = window.gridscope || {});
