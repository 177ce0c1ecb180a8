// Registers the service worker, and once the page is at rest tells it which page of which guide this is, so that it is kept.
const { edition, of: guide, name: title } = document.querySelector('script[data-edition]')?.dataset ?? {};
const root = document.documentElement;

/** Whether there is a worker: not where the browser has none, or won't let it start (private windows, blocked storage). */
export const isThere = navigator.serviceWorker ? start() : Promise.resolve(false);

async function start() {
  if (document.readyState !== 'complete') await new Promise((go) => addEventListener('load', go, { once: true }));
  await new Promise((go) => { // a page without a moment's rest is kept all the same
    if (window.requestIdleCallback) requestIdleCallback(go, { timeout: 1000 });
    else setTimeout(go);
  });
  try {
    await navigator.serviceWorker.register('/service-worker.js');
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false;
  }
}

/** About this guide, with what the worker needs to know of it; to the worker of now, as a newer one may have come. */
export async function say(type, more) {
  if (await isThere) (await navigator.serviceWorker.ready).active.postMessage({ type, guide, title, edition, ...more });
}

const opened = () => say('opened', { path: location.pathname, theme: root.dataset.theme });

if (edition && !root.dataset.kept && navigator.serviceWorker) {
  opened();
  navigator.serviceWorker.addEventListener('controllerchange', opened); // what the one before was at, the new one goes on with
}
