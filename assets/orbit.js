/* Against burn-in: the frame drifts around eight points, a few design units aside, one step every five minutes. */
(function () {
  'use strict';
  const STEP = 5 * 60 * 1000;
  const REACH = 0.4;
  const POINTS = [[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]];
  const drifts = () => /\b(wall|ultra|portrait)\b/.test(document.documentElement.dataset.screen);
  let place = 0;
  setInterval(() => {
    const wall = document.querySelector('.wall');
    if (!wall) return;
    place = (place + 1) % POINTS.length;
    const [x, y] = POINTS[place].map((one) => one * REACH);
    // The margins take up the drift: opposite insets keep the size, so nothing is laid out anew.
    wall.style.inset = drifts() ? `${y}rem ${-x}rem ${-y}rem ${x}rem` : '';
  }, STEP);
})();
