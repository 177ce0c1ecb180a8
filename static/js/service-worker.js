// Keeps pages of guides, for reading without a connection. Nothing private is kept: pages are fetched as somebody signed out sees them.
//
// A copy is one cache per guide and edition (the guide's revision and the release of Milepost), with the styles, scripts and fonts of
// its pages. It may be read once it holds FACTS; a new edition gets them when it holds all that the one before held, which goes then.
// The server puts `const RELEASE = "…";` before this file.
const SHELL = `milepost-shell:${RELEASE}`;
const GUIDE = 'milepost-guide:';
const FACTS = '/kept-facts';
const THEME = '/kept-theme';
const OFFLINE = '/offline';
const ANY = { ignoreVary: true };
const PATIENCE_MS = 4000;
const BEHIND_A_PROXY = [502, 503, 504];

class OtherEdition extends Error {
  constructor(edition) {
    super(edition);
    this.edition = edition;
  }
}

// A new worker serves the old one's pages at once: they speak the same few messages, and every kept page has its own files beside it.
self.addEventListener('install', (event) => event.waitUntil((async () => {
  await keepPage(await caches.open(SHELL), OFFLINE);
  await skipWaiting();
})()));

self.addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== SHELL && !name.startsWith(GUIDE)) await caches.delete(name);
  await registration.navigationPreload?.enable();
  await clients.claim();
})()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(event, address.pathname));
  else if (isForGood(address)) event.respondWith(caches.match(request, ANY).then((kept) => kept ?? fetch(request)));
});

self.addEventListener('message', (event) => {
  const { type, ...asked } = event.data;
  if (type === 'opened') event.waitUntil(inTurn(() => setTheme(asked.theme)).then(() => carryOut(asked)));
  if (type === 'keep') event.waitUntil(carryOut({ ...asked, all: true }));
  if (type === 'remove') event.waitUntil(inTurn(() => removeOthers(asked.guide)).then(() => tell(asked.guide, { removed: true })));
  if (type === 'state') event.waitUntil(tell(asked.guide));
  if (type === 'list') event.waitUntil(list(event.source));
});

let last = Promise.resolve();
/** Jobs that write, one after another; a failed one doesn't stop the next. */
function inTurn(job) {
  const mine = last.then(job);
  last = mine.catch(() => null);
  return mine;
}

// ---- Answering

const isForGood = (address) => address.pathname.startsWith('/static/') && (address.searchParams.has('v') || address.pathname.startsWith('/static/vendor/'));

/** From the server; where it can't be reached, doesn't answer in time, or is down behind its proxy, from the copy. */
async function page(event, path) {
  const fresh = fromServer(event);
  event.waitUntil(fresh);
  const copy = await copyOf(path.split('/')[2]);
  const kept = copy && await caches.match(path, { cacheName: copy.name, ...ANY });
  const { answer, failure } = await Promise.race(kept ? [fresh, new Promise((go) => setTimeout(go, PATIENCE_MS, {}))] : [fresh]);
  if (answer && !(kept && BEHIND_A_PROXY.includes(answer.status))) return answer;
  const instead = kept ?? await caches.match(OFFLINE, { cacheName: SHELL, ...ANY });
  if (!instead) throw failure;
  const theme = await (await caches.match(THEME, { cacheName: SHELL }))?.text();
  return theme ? new Response((await instead.text()).replace('data-theme="system"', `data-theme="${theme}"`), { headers: instead.headers }) : instead;
}

async function fromServer(event) {
  try {
    return { answer: (await event.preloadResponse) ?? (await fetch(event.request)) };
  } catch (failure) {
    return { failure };
  }
}

async function setTheme(theme) {
  const shell = await caches.open(SHELL);
  if (theme === 'light' || theme === 'dark') await shell.put(THEME, new Response(theme));
  else await shell.delete(THEME);
}

// ---- Copies

/** The guide's copy that may be read: its cache's name and its facts; null where there is none. */
async function copyOf(guide) {
  let newest = null;
  for (const name of await caches.keys()) {
    if (!name.startsWith(`${GUIDE}${guide}:`)) continue;
    const facts = await (await caches.match(FACTS, { cacheName: name }))?.json();
    if (facts && !(newest?.facts.at > facts.at)) newest = { name, facts };
  }
  return newest;
}

async function pagesIn(name) {
  const paths = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
  return paths.filter((path) => path.startsWith('/guides/'));
}

async function removeOthers(guide, but) {
  for (const name of await caches.keys()) if (name.startsWith(`${GUIDE}${guide}:`) && name !== but) await caches.delete(name);
}

/** Keep what is asked for, and say how it went. Where the server is at another edition by now, that one. */
async function carryOut(asked) {
  try {
    try {
      await inTurn(() => keep(asked));
    } catch (failure) {
      if (!(failure instanceof OtherEdition)) throw failure;
      await inTurn(() => keep({ ...asked, edition: failure.edition }));
    }
    await tell(asked.guide);
  } catch (failure) {
    await tell(asked.guide, { problem: failure.name === 'QuotaExceededError' ? 'full' : 'broken' });
  }
}

async function keep({ guide, title, edition, path, all }) {
  const name = `${GUIDE}${guide}:${edition}`;
  const old = await copyOf(guide);
  const renews = old && old.name !== name;
  const facts = { ...old?.facts, title, edition, all: Boolean(all || old?.facts.all) };
  if (all && old && !old.facts.all) await settle(old.name, { ...old.facts, all });

  const front = `/guides/${guide}`;
  const cache = await caches.open(name);
  await keepPage(cache, front, edition);
  const listed = (await (await cache.match(front, ANY)).text()).match(/data-pages="([^"]*)"/)?.[1].split(' ') ?? [];
  if (!old) await settle(name, { ...facts, at: new Date().toISOString() });

  const present = await pagesIn(name);
  const wanted = new Set([path ?? front, ...(renews ? await pagesIn(old.name) : []), ...(facts.all ? listed : [])]);
  const missing = [...wanted].filter((one) => !present.includes(one));
  for (const [done, one] of missing.entries()) {
    if (facts.all) await tell(guide, { busy: true, done: wanted.size - missing.length + done, of: wanted.size });
    await keepPage(cache, one, edition);
  }
  if (old && !renews && !missing.length && facts.whole === facts.all) return;
  facts.whole = facts.all;
  facts.at = old && !renews ? old.facts.at : new Date().toISOString();
  facts.bytes = await sizeOf(cache);
  await settle(name, facts);
  await removeOthers(guide, name);
}

async function settle(name, facts) {
  await (await caches.open(name)).put(FACTS, new Response(JSON.stringify(facts)));
}

async function sizeOf(cache) {
  let bytes = 0;
  for (const request of await cache.keys()) bytes += (await (await cache.match(request, ANY)).blob()).size;
  return bytes;
}

/** Put a page and its files into the cache, unless it is there. A page that is gone is left out. */
async function keepPage(cache, path, edition) {
  if (await cache.match(path, ANY)) return;
  const answer = await fetch(path, { credentials: 'omit', cache: 'no-store' });
  if (edition && (answer.status === 404 || answer.status === 410)) return;
  if (!answer.ok) throw new Error(`${answer.status} for ${path}`);
  const found = answer.headers.get('Guide-Edition');
  if (edition && !found) throw new Error(`${path} is no page of a guide`);
  if (edition && found !== edition) throw new OtherEdition(found);
  const html = (await answer.text())
    .replace('<html ', `<html data-kept="${new Date().toISOString()}" `)
    .replace(/(<input[^>]* name="csrf_token" value=")[^"]*/g, '$1');
  await Promise.all([...html.matchAll(/ (?:href|src)="(\/static\/[^"#]+)/g)].map(([, file]) => keepFile(cache, new URL(file, location.href))));
  const headers = new Headers(answer.headers);
  for (const name of ['Content-Encoding', 'Content-Length']) headers.delete(name);
  await cache.put(new URL(answer.url).pathname, new Response(html, { headers }));
}

/** Put a file into the cache, and what it names in turn: fonts of a style, modules of a script. */
async function keepFile(cache, address) {
  if (address.origin !== location.origin || await cache.match(address.href, ANY)) return;
  const answer = await fetch(address);
  if (answer.status === 404) return; // the page lacks it with a connection too
  if (!answer.ok) throw new Error(`${answer.status} for ${address.pathname}`);
  await cache.put(address.href, answer.clone());
  const names = { css: /url\(["']?([^"')]+)/g, js: /(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)/g }[address.pathname.split('.').pop()];
  if (!names) return;
  await Promise.all([...(await answer.text()).matchAll(names)].map(([, file]) => keepFile(cache, new URL(file, address))));
}

// ---- Saying so

async function tell(guide, more) {
  const copy = await copyOf(guide);
  const state = copy ? { ...copy.facts, kept: (await pagesIn(copy.name)).length } : { kept: 0 };
  for (const client of await clients.matchAll({ includeUncontrolled: true })) client.postMessage({ about: guide, ...state, ...more });
}

async function list(client) {
  const guides = new Set((await caches.keys()).filter((name) => name.startsWith(GUIDE)).map((name) => name.split(':')[1]));
  const copies = [];
  for (const guide of guides) {
    const copy = await copyOf(guide);
    if (copy) copies.push({ guide, ...copy.facts, kept: (await pagesIn(copy.name)).length });
  }
  client.postMessage({ copies });
}
