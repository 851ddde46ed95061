/* The flow moves when cases do: for each step that comes in a drop runs along the river into its stage. Without new
   steps nothing moves. */
(function (gridscope) {
  'use strict';
  const TIME = 1100;
  const APART = 160;
  const MOST = 6;
  const STAGES = 6;
  const ALIVE = 9;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  const state = { seen: new Set(), alive: 0, turn: 0 };

  const STEPS = [
    { transform: 'translateX(0)', opacity: 0 },
    { opacity: 1, offset: 0.2 },
    { opacity: 1, offset: 0.8 },
    { transform: 'translateX(100%)', opacity: 0 },
  ];

  /* Into a stage by its place, from the one before. A drop is as wide as its way, so that nothing need be measured. */
  function drop(river, place, delay) {
    if (state.alive >= ALIVE) return;
    const element = document.createElement('i');
    element.className = 'drop';
    // Three lanes by turns, so that drops of one moment are told apart.
    element.style.top = 50 + 11 * ((state.turn++ % 3) - 1) + '%';
    element.style.left = (100 * Math.max(0, place - 0.5)) / STAGES + '%';
    element.style.width = (100 * (place ? 1 : 0.5)) / STAGES + '%';
    river.append(element);
    state.alive += 1;
    const run = element.animate(STEPS, { duration: TIME, delay, easing: 'ease-in-out', fill: 'both' });
    run.onfinish = run.oncancel = () => {
      element.remove();
      state.alive -= 1;
    };
  }

  gridscope.live.listen('ticker-rows', (steps, whole) => {
    const known = steps ? steps.split(' ') : [];
    const fresh = known.filter((step) => !state.seen.has(step));
    state.seen = new Set(known);
    const river = document.querySelector('.flow-river');
    if (whole || still.matches || document.hidden || !river || !fresh.length) return;
    requestAnimationFrame(() => {
      fresh.slice(0, MOST).forEach((step, turn) => drop(river, Number(step.split(':')[1]), turn * APART));
    });
  }, 'data-steps');
})(window.gridscope = window.gridscope || {});
