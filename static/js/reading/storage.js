// What this browser keeps of reading: the only module that touches its storage. Every name begins with "milepost:"; what then begins
// with "tab:" is the session's, and goes with the tab.
// Where the browser keeps nothing (blocked or full), a map stands in, so that the page works until it is closed.
const PREFIX = 'milepost:';
const DAY_MS = 864e5;
const spare = new Map();
const home = (name) => (name.startsWith('tab:') ? sessionStorage : localStorage);

export function get(name) {
  let text = spare.get(name);
  try { text ??= home(name).getItem(PREFIX + name); } catch { return null; }
  try { return text ? JSON.parse(text) : null; } catch { return null; }
}

export function set(name, value) {
  const text = JSON.stringify(value);
  try { home(name).setItem(PREFIX + name, text); spare.delete(name); } catch { spare.set(name, text); }
}

export function remove(name) {
  spare.delete(name);
  try { home(name).removeItem(PREFIX + name); } catch { return; }
}

/** Names without the prefix that begin with `start`. */
export function names(start) {
  let kept = [];
  try { kept = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length)); } catch { kept = []; }
  return [...new Set([...kept, ...spare.keys()])].filter((name) => name.startsWith(start)).sort();
}

/** A random UUID; crypto.randomUUID is missing on plain http. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 15 | 64;
  bytes[8] = bytes[8] & 63 | 128;
  return Array.from(bytes, (byte, at) => ([4, 6, 8, 10].includes(at) ? '-' : '') + byte.toString(16).padStart(2, '0')).join('');
}

export function device() {
  if (!get('device')) set('device', uuid());
  return get('device');
}

export function nextSequence() {
  set('sequence', (get('sequence') ?? 0) + 1);
  return get('sequence');
}

/** The key of the account whose facts are here; '' for nobody's. */
export const reader = () => get('reader') ?? '';

/** This page is `key`'s ('' signed out): what another person left here goes, but for what was never sent. */
export function takeOver(key) {
  if (reader() === key) return;
  for (const name of [...names('state:'), ...names('time:'), 'tab:stayed']) remove(name);
  forgetImports(Infinity);
  if (key) set('reader', key);
  else remove('reader');
}

/** Signing out: everything of the present reader goes, unsent operations too. */
export function forgetReader() {
  for (const { name } of unsent()) remove(name);
  takeOver('');
}

/** Operations that wait, oldest first: [{name, guide, operation}]. */
export function unsent(key = reader(), guide = '') {
  return names(`outbox:${key}:${guide && guide + ':'}`)
    .flatMap((name) => {
      const { made, ...operation } = get(name) ?? {};
      return key && operation.op ? [{ name, guide: name.split(':')[2], operation }] : [];
    })
    .sort((a, b) => a.operation.sequence - b.operation.sequence);
}

/** Let an operation wait; the moment of its making stays here. */
export const post = (key, guide, operation) => set(`outbox:${key}:${guide}:${operation.op}`, { ...operation, made: Date.now() });

/** Facts of reading without an account, of every guide that has some. */
export const guestFacts = () => names('guest:').map(get).filter((facts) => facts && !facts.isImported && (facts.place || Object.keys(facts.finished).length));

/** What was imported this long ago can't be offered again. Its id stays, so that a place from here is known to be ours. */
function forgetImports(now) {
  for (const name of names('guest:')) {
    const { guide, import: id, isImported } = get(name) ?? {};
    if (now - isImported > 7 * DAY_MS) set(name, { guide, import: id, isImported, finished: {} });
  }
}

/** Whether a place was set in this browser: by this device, or by an import from here. */
export const isOurs = (place, guide) => [device(), get(`guest:${guide}`)?.import].includes(place.device);

forgetImports(Date.now());
// What somebody whose session ended never came back for goes too.
for (const name of names('outbox:')) {
  if (name.split(':')[1] !== reader() && !(Date.now() - get(name)?.made < 30 * DAY_MS)) remove(name);
}
