/* Dark or light. Style sheets follow `data-theme` of the page; what the server has drawn in the dark theme's colours,
   figures and pictures, is translated here, so that both themes share one rendering. */
(function (gridscope) {
  'use strict';
  const KEPT = 'gridscope-theme';
  // Marks before text and fills of the same dark colour: what is translated are graphics.
  const ORDER = ['canvas', 's1', 's2', 's3', 'hair', 'rule', 't1', 't2', 't3', 't4', 'd-strong', 'd', 'd-dim', 'd-ghost', 'track', 'crit', 'crit-fill', 'warn', 'note', 'accent', 'accent-bg', 'q1', 'q2', 'q3', 'q4', 'q5', 'water', 'water-line', 'map-street'];
  const HEX = /(#|%23)([0-9a-f]{6})\b/gi;
  const root = document.documentElement;
  const drawn = new WeakMap();
  const table = new Map();

  /* The colours of a theme by token, as the style sheet has them. */
  function colours(name) {
    const before = root.dataset.theme;
    root.dataset.theme = name;
    const style = getComputedStyle(root);
    const found = ORDER.map((token) => style.getPropertyValue('--' + token).trim().slice(1).toLowerCase());
    if (before) root.dataset.theme = before;
    else delete root.dataset.theme;
    return found;
  }

  function learn() {
    const dark = colours('wall');
    const light = colours('brief');
    dark.forEach((colour, place) => { if (!table.has(colour)) table.set(colour, light[place]); });
  }

  const light = () => root.dataset.theme === 'brief';

  /* A text with the dark theme's colours in those of the theme worn. */
  function text(words) {
    if (!light() || !/(#|%23)/.test(words)) return words;
    if (!table.size) learn();
    return words.replace(HEX, (all, mark, hex) => (table.has(hex.toLowerCase()) ? mark + table.get(hex.toLowerCase()) : all));
  }

  /* A figure or a part of one. */
  function figure(value) {
    if (!light()) return value;
    if (typeof value === 'string') return text(value);
    // Long runs of numbers are data; a pair of a number and a colour is a step of a scale.
    if (Array.isArray(value)) return typeof value[value.length - 1] === 'number' ? value : value.map(figure);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, figure(one)]));
  }

  /* The address of a picture of an element; what was drawn is kept, to be translated again. */
  function picture(element, address) {
    drawn.set(element, address);
    return text(address);
  }

  function wear(name) {
    const theme = name === 'brief' ? 'brief' : 'wall';
    if ((root.dataset.theme || 'wall') === theme) return;
    root.dataset.theme = theme;
    for (const element of document.querySelectorAll('img[src^="data:"]')) {
      element.setAttribute('src', picture(element, drawn.get(element) || element.getAttribute('src')));
    }
    // Maps and figures draw themselves anew.
    document.dispatchEvent(new Event('gridscope:dressed'));
  }

  wear(gridscope.screen.kept(KEPT));
  document.addEventListener('click', (event) => {
    if (!event.target.closest || !event.target.closest('#page-theme')) return;
    wear(light() ? 'wall' : 'brief');
    gridscope.screen.keep(KEPT, root.dataset.theme);
  });

  gridscope.theme = { wear, figure, picture };
})(window.gridscope = window.gridscope || {});
