/* Names the shape of the screen in `data-screen` of the page, a list of words that the style sheets go by, and tells the
   server whether there is room for a second scene. What no screen says (preset, size dial) comes with `dress`. */
(function (gridscope) {
  'use strict';
  const LEAST = 8.6;
  const ROOM = 3.3;
  const KEPT = 'gridscope-panels';
  const root = document.documentElement;
  const state = { preset: '', docks: null };

  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* a browser that keeps nothing */ } };

  /* The words for a screen. `far` is a wall whose type would be too small to read, or whose readers stand too far. */
  function words(width, height) {
    const ratio = width / height;
    const forced = state.preset === 'far';
    const unit = (wide, high) => Math.min(width / wide, height / high) * 10;
    const desk = width < 1296 ? 'desk narrow' : 'desk';
    if (width <= 700) return 'desk phone';
    if (ratio < 0.9) return height >= 1500 ? 'portrait' : desk;
    if (ratio >= 2.6) {
      const far = forced || unit(0.01, 1080) < LEAST;
      if (far && unit(0.01, 794) < LEAST) return desk;
      return 'ultra' + (ratio >= 4.4 ? ' triple' : '') + (far ? ' far' : '');
    }
    if (forced) return 'wall far';
    if (ratio < 1.2 || unit(1412, 794) < LEAST) return desk;
    if (unit(1920, 1080) < LEAST) return kept(KEPT) === 'all' ? desk + ' choice' : 'wall far choice';
    return width >= 3000 ? 'wall uhd' : 'wall';
  }

  function docks() {
    if (!root.dataset.screen.startsWith('ultra') || window.innerWidth / window.innerHeight < ROOM) return '';
    return root.dataset.screen.includes('triple') ? 'triple' : 'ultra';
  }

  function look() {
    root.dataset.screen = words(window.innerWidth, window.innerHeight);
    const now = docks();
    if (state.docks !== null && state.docks !== now) window.dash_clientside.set_props('page-screen', { data: now });
    if (state.docks !== null) state.docks = now;
  }

  function relook() {
    look();
    window.dispatchEvent(new Event('resize'));
  }

  look();
  window.addEventListener('resize', look);
  document.addEventListener('click', (event) => {
    if (!event.target.closest || !event.target.closest('#page-extent')) return;
    keep(KEPT, kept(KEPT) === 'all' ? '' : 'all');
    relook();
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    screen: {
      /* What the server is told of the screen: '', 'ultra' or 'triple'. */
      tell() { return (state.docks = docks()); },
    },
  });

  gridscope.screen = {
    kept, keep,
    /* What the server is told: '', 'ultra' or 'triple'. */
    docked: docks,
    /* How a wall is dressed, whatever its person chose: theme 'wall' or 'brief', preset '' or 'far', size dial k from 0.9
       to 1.5. What is left out stays as it is. */
    dress({ theme, preset, k }) {
      if (theme) gridscope.theme.wear(theme);
      if (preset !== undefined) state.preset = preset;
      if (k) root.style.setProperty('--k', String(Math.min(1.5, Math.max(0.9, k))));
      relook();
    },
  };
})(window.gridscope = window.gridscope || {});
