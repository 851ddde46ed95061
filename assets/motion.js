/* What moves: a changed figure cross-fades, a new row pushes the others down. The text itself is set at once. Only
   opacity and transform are animated, which costs the main thread no layout; at most once a second in one place. */
(function (gridscope) {
  'use strict';
  const FIGURE = 400;
  const ROW = 240;
  const APART = 1000;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  const faded = new WeakMap();
  const state = { newest: null, fresh: false, slid: -APART };

  /* With the next frame, all at once: an animation begun makes the page settle its styles, and once is enough. */
  const waiting = new Map();
  function begin() {
    const figures = [...waiting];
    waiting.clear();
    for (const [figure, old] of figures) if (old !== null) figure.parentElement.dataset.old = old;
    for (const [figure, old] of figures) {
      // A stage's count stands alone: it comes out of the dark.
      figure.animate([{ opacity: old === null ? 0.15 : 0 }, { opacity: 1 }], FIGURE);
      if (old !== null) figure.parentElement.animate([{ opacity: 1 }, { opacity: 0 }], { duration: FIGURE, pseudoElement: '::after' });
    }
  }

  function fade(changes) {
    if (still.matches || document.hidden) return;
    const now = performance.now();
    for (const { target, oldValue } of changes) {
      const figure = target.parentElement;
      if (!figure || !figure.matches('.fg, .flow-figures b') || now - (faded.get(figure) || -APART) < APART) continue;
      faded.set(figure, now);
      if (!waiting.size) requestAnimationFrame(begin);
      waiting.set(figure, figure.localName === 'b' ? null : oldValue);
    }
  }

  function slide() {
    const now = performance.now();
    if (!state.fresh || still.matches || now - state.slid < APART) return;
    Object.assign(state, { fresh: false, slid: now });
    // The new row is in its place from the start; those below come down to theirs.
    requestAnimationFrame(() => {
      [...document.getElementById('ticker-rows').children].forEach((row, place) => {
        const steps = place ? [{ transform: 'translateY(-100%)' }, { transform: 'none' }] : [{ opacity: 0 }, { opacity: 1 }];
        row.animate(steps, { duration: ROW, easing: 'ease-out' });
      });
    });
  }

  const watched = { subtree: true, characterData: true, characterDataOldValue: true };
  for (const box of ['kpis-body', 'flow-figures']) {
    gridscope.live.listen(box, (figures, whole) => {
      if (!whole || state[box]) return;
      state[box] = new MutationObserver(fade);
      state[box].observe(document.getElementById(box), watched);
    }, 'children');
  }

  gridscope.live.listen('ticker-rows', (rows, whole) => {
    const newest = rows.length ? JSON.stringify(rows[0]) : '';
    state.fresh = !whole && newest !== state.newest;
    state.newest = newest;
    if (whole && !state.rows) {
      state.rows = new MutationObserver(slide);
      state.rows.observe(document.getElementById('ticker-rows'), { subtree: true, childList: true, characterData: true });
    }
  }, 'children');
})(window.gridscope = window.gridscope || {});
