/* Figures come in design units (1920 x 1080); here every size becomes pixels of this screen, and again on resize. */
(function (gridscope) {
  'use strict';
  const SIZES = new Set(['size', 'width', 'gridwidth', 'linewidth', 'tickwidth', 'ticklen', 'l', 'r', 't', 'b', 'pad', 'xgap', 'ygap', 'standoff']);
  const HOLDERS = new Set(['font', 'tickfont', 'marker', 'line', 'margin', 'title']);
  const raw = {};

  /* A design unit in pixels; asked of the page only when it may have changed, since asking makes it settle its styles. */
  let known = 0;
  const unit = () => known || (known = parseFloat(getComputedStyle(document.documentElement).fontSize) / 10);
  const forget = () => { known = 0; };
  window.addEventListener('resize', forget);
  new MutationObserver(forget).observe(document.documentElement, { attributes: true });

  /* Sizes sit below a font, a line, a marker or the margin; a bar's own `width` is data and stays. */
  function scaled(value, holder, u) {
    if (Array.isArray(value)) return value.length && typeof value[0] === 'object' && value[0] !== null ? value.map((one) => scaled(one, false, u)) : value;
    if (value === null || typeof value !== 'object') return value;
    const copy = {};
    for (const [key, one] of Object.entries(value)) {
      const size = typeof one === 'number' && SIZES.has(key) && (holder || key === 'xgap' || key === 'ygap');
      if (size) copy[key] = one * u;
      else if (key === 'dash' && /px/.test(one)) copy[key] = one.replace(/[\d.]+/g, (n) => (n * u).toFixed(2));
      else copy[key] = scaled(one, HOLDERS.has(key), u);
    }
    return copy;
  }

  const drawn = (figure) => scaled(gridscope.theme.figure(figure), false, unit());

  /* Draws into the graph that Dash has mounted; false where there is none yet. */
  function draw(id, figure) {
    const graph = document.querySelector('#' + id + ' > .js-plotly-plot');
    if (!graph || !graph.layout || !window.Plotly) return false;
    window.Plotly.react(graph, figure.data, figure.layout);
    return true;
  }

  function redraw() {
    for (const [id, figure] of Object.entries(raw)) {
      const fresh = drawn(figure);
      if (!draw(id, fresh)) window.dash_clientside.set_props(id, { figure: fresh });
    }
  }

  let timer = 0;
  window.addEventListener('resize', () => {
    clearTimeout(timer);
    timer = setTimeout(redraw, 120);
  });
  document.addEventListener('gridscope:dressed', redraw);

  gridscope.unit = unit;
  gridscope.figure = {
    draw,
    /* The figure for this screen; kept so that a resize can draw it anew. */
    scale(id, figure) {
      raw[id] = figure;
      return drawn(figure);
    },
  };
})(window.gridscope = window.gridscope || {});
