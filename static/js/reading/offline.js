// Registers the service worker, and once the page is at rest tells it which page of which guide this is, so that it is kept.
const { edition, of: guide, name: title } = document.querySelector('script[data-edition]')?.dataset ?? {};
const root = document.documentElement;

/** The worker at work; null where the browser has none, or won't let it start (private windows, blocked storage). */
export const worker = navigator.serviceWorker ? start() : Promise.resolve(null);

async function start() {
  if (document.readyState !== 'complete') await new Promise((go) => addEventListener('load', go, { once: true }));
  await new Promise((go) => (window.requestIdleCallback ?? setTimeout)(go));
  try {
    await navigator.serviceWorker.register('/service-worker.js');
  } catch {
    return null;
  }
  return (await navigator.serviceWorker.ready).active;
}

/** About this guide, with what the worker needs to know of it. */
export const say = async (type) => (await worker)?.postMessage({ type, guide, title, edition });

worker.then((active) => {
  if (active && edition && !root.dataset.kept) active.postMessage({ type: 'opened', guide, title, edition, path: location.pathname, theme: root.dataset.theme });
});
