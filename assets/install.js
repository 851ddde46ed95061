/* The worker of this build is registered where the browser allows one: over https, or on the machine itself. Walls do
   without, their page reloads itself as ever. */
(function () {
  'use strict';
  if (!('serviceWorker' in navigator) || location.pathname.startsWith('/wall/')) return;
  window.addEventListener('load', () => { navigator.serviceWorker.register('/worker.js').catch(() => {}); });
})();
