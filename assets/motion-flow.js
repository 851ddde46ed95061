/* The flow moves when cases do: for each step that comes in a drop runs along the river into its stage. Without new
   steps nothing moves. */
(function (gridscope) {
  'use strict';
  const TIME = 1100;
  const APART = 160;
  const MOST = 6;
  const STAGES = 6;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  const state = { seen: new Set(), waiting: [], running: false, turn: 0 };

  /* The way of the drop of a turn, in shares of the whole time of its batch: the drops of a moment run one after the
     other, and yet all begin and end together, since every beginning and end of a motion costs the page a frame. */
  function way(turn, whole) {
    const start = (turn * APART) / whole;
    const run = TIME / whole;
    const end = start + run;
    return [
      { transform: 'translateX(0)', opacity: 0, offset: 0 },
      { transform: 'translateX(0)', opacity: 0, offset: start, easing: 'ease-in' },
      { opacity: 1, offset: start + run / 5 },
      { transform: 'translateX(50%)', offset: start + run / 2, easing: 'ease-out' },
      { opacity: 1, offset: start + (4 * run) / 5 },
      { transform: 'translateX(100%)', opacity: 0, offset: end },
      { transform: 'translateX(100%)', opacity: 0, offset: 1 },
    ];
  }

  /* Into a stage by its place, from the one before. A drop is as wide as its way, so that nothing need be measured. */
  function drop(place) {
    const element = document.createElement('i');
    element.className = 'drop';
    // Three lanes by turns, so that drops of one moment are told apart.
    element.style.top = 50 + 11 * ((state.turn++ % 3) - 1) + '%';
    element.style.left = (100 * Math.max(0, place - 0.5)) / STAGES + '%';
    element.style.width = (100 * (place ? 1 : 0.5)) / STAGES + '%';
    return element;
  }

  /* The drops of what waits, and once they are through those of what came meanwhile. */
  function pour() {
    const river = document.querySelector('.flow-river');
    const drops = state.waiting.splice(0).map(drop);
    state.running = Boolean(river && drops.length);
    if (!state.running) return;
    const whole = TIME + (drops.length - 1) * APART;
    river.append(...drops);
    const runs = drops.map((element, turn) => element.animate(way(turn, whole), whole));
    runs[0].onfinish = runs[0].oncancel = () => {
      drops.forEach((element) => element.remove());
      pour();
    };
  }

  gridscope.live.listen('ticker-rows', (steps, whole) => {
    const known = steps ? steps.split(' ') : [];
    const fresh = known.filter((step) => !state.seen.has(step));
    state.seen = new Set(known);
    if (whole) state.waiting = [];
    if (whole || still.matches || document.hidden || !fresh.length) return;
    state.waiting = [...state.waiting, ...fresh.map((step) => Number(step.split(':')[1]))].slice(0, MOST);
    if (state.running) return;
    state.running = true;
    requestAnimationFrame(pour);
  }, 'data-steps');
})(window.gridscope = window.gridscope || {});
