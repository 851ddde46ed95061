/* The keyboard: Escape or Alt+Up goes one level up; Tab passes over rows that the screen has no room for. */
(function (gridscope) {
  'use strict';
  const ROWS = '.rows, .dept-rows, .areas-rows, .mt-rows';
  const FOCUSABLE = 'a[href], button, [tabindex="0"]';
  let backwards = false;

  function levelUp(event) {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    return plain && (event.altKey ? event.key === 'ArrowUp' : event.key === 'Escape');
  }

  // On the way down, before an open list closes on the same key.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') backwards = event.shiftKey;
    if (!levelUp(event) || document.querySelector('.dash-dropdown-content')) return;
    // What is opened over the scene is shut first.
    if (event.key === 'Escape' && gridscope.drawer.shut()) return event.preventDefault();
    const above = [...document.querySelectorAll('#page-breadcrumb a')].pop();
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
