/* The test pattern of a wall: edges, pixels, greys, colours and type, to see that all of it is on the glass. */
(function (gridscope) {
  'use strict';
  const GREYS = 16;
  const COLOURS = ['crit', 'warn', 'note', 'accent', 'd-strong', 'd', 'q1', 'q2', 'q3', 'q4', 'q5'];
  const SIZES = [15, 17, 19, 25, 28, 52];
  let timer = 0;

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
  }

  function facts(name) {
    const u = gridscope.unit();
    const screen = `${innerWidth} × ${innerHeight} · ${devicePixelRatio}× · 1u = ${u.toFixed(2)} px · ${document.documentElement.dataset.screen}`;
    return [make('b', '', name), make('span', '', screen), make('span', 'pattern-clock')];
  }

  function samples() {
    const title = document.getElementById('page-title').textContent;
    return SIZES.map((size) => {
      const line = make('p', '', `${size}u ${title} Grid 0123456789`);
      line.style.fontSize = size / 10 + 'rem';
      return line;
    });
  }

  function build(name) {
    const greys = Array.from({ length: GREYS }, (_, place) => {
      const cell = make('i', '');
      cell.style.background = `rgb(${[0, 1, 2].map(() => Math.round((255 * place) / (GREYS - 1))).join()})`;
      return cell;
    });
    const colours = COLOURS.map((token) => {
      const cell = make('i', '');
      cell.style.background = `var(--${token})`;
      return cell;
    });
    const corners = ['tl', 'tr', 'bl', 'br'].map((corner) => make('i', 'corner ' + corner));
    const middle = make('div', 'middle', make('div', 'facts', ...facts(name)), make('div', 'strip', ...greys), make('div', 'strip', ...colours), make('div', 'sizes', ...samples()));
    return make('div', 'pattern', ...corners, make('i', 'cross'), make('i', 'ring'), middle);
  }

  function tick() {
    const clock = document.querySelector('.pattern-clock');
    const shown = document.getElementById('page-clock');
    if (clock && shown) clock.textContent = shown.textContent;
  }

  gridscope.pattern = {
    /* Shows the pattern of a wall by name, takes it away without one. */
    show(name) {
      const standing = document.querySelector('.pattern');
      if (Boolean(standing) === Boolean(name)) return;
      clearInterval(timer);
      if (standing) return standing.remove();
      document.body.append(build(name));
      timer = setInterval(tick, 1000);
      tick();
    },
  };
})(window.gridscope = window.gridscope || {});
