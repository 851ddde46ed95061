/* The worker of one build. It keeps the static files of that build, which carry their version in their address, and the
   page that says there is no network. Nothing else is ever answered from what was kept: no page, no data, no picture. */
'use strict';
const BUILD = '__BUILD__';
const OFFLINE = '__OFFLINE__';
const KEPT = 'gridscope-' + BUILD;

/* Files whose address changes with their content. */
function fixed(url) {
  if (url.origin !== self.location.origin) return false;
  return (url.pathname.startsWith('/assets/') && url.searchParams.has('m')) || url.pathname.startsWith('/_dash-component-suites/');
}

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.add(new Request(OFFLINE, { cache: 'reload' }))).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const others = caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))));
  event.waitUntil(others.then(() => self.clients.claim()));
});

async function file(request) {
  const kept = await caches.open(KEPT);
  const found = await kept.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'basic') kept.put(request, answer.clone());
  return answer;
}

/* A page that the server does not give is not given at all. */
async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(OFFLINE, { cacheName: KEPT })) || Response.error();
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (fixed(new URL(request.url))) event.respondWith(file(request));
});
