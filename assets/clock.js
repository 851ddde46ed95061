/* The server's time. The wall's own clock may be wrong, and may be set right while it runs: intervals are measured by
   the page's steady clock, and what time it is the server says with every message. */
(function (gridscope) {
  'use strict';
  const KEPT = 40;
  const LEAP = 600e6;
  const AGREED = 3;
  const state = { bases: [], below: [] };

  gridscope.clock = {
    /* Microseconds since 1970 as the server counts them; the machine's own until the server said something. */
    now() {
      return state.bases.length ? performance.now() * 1000 + Math.max(...state.bases) : Date.now() * 1000;
    },
    /* Takes the server's time of a message. A message is late by an unknown while and never early: of the latest the
       one that puts the server furthest ahead is the truest. Several in a row that lie far behind are no late messages
       but a server whose clock was set back. */
    learn(micros) {
      const base = micros - performance.now() * 1000;
      const best = state.bases.length ? Math.max(...state.bases) : base;
      state.below = base < best - LEAP ? [...state.below, base] : [];
      if (state.below.length && state.below.length < AGREED) return;
      state.bases = state.below.length || base > best + LEAP ? [...state.below, base] : [...state.bases, base].slice(-KEPT);
      state.below = [];
    },
  };
})(window.gridscope = window.gridscope || {});
