// Operations on their way to the server: each is kept under a name of its own until the server has answered for it.
// A repeated one is answered as before, so sending twice does no harm; a lock among tabs keeps it from happening often.
import * as storage from './storage.js';

// Whose page this is. A kept copy is rendered signed out and acts for the reader that this browser remembers; a page that
// is signed in without naming its reader does too, and is not sure of it until the server has said so.
const key = document.querySelector('[data-reader]')?.dataset.reader;
const isSignedIn = document.querySelector('form[action="/sign-out"]') !== null;

// When the copy was kept that this page is; undefined on a page from the server.
const { kept } = document.documentElement.dataset;
export const isKept = kept !== undefined;
const isSure = !isKept && (key !== undefined || !isSignedIn);
export const reader = isSure ? key ?? '' : storage.reader();
if (isSure) storage.takeOver(reader);

/** Make an element: its properties, then its children. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** A moment as the server says it, in the member's zone: "yesterday 21:40". */
export function when(moment) {
  let timeZone = document.querySelector('[data-zone]')?.dataset.zone || undefined;
  try { new Intl.DateTimeFormat('en', { timeZone }); } catch { timeZone = undefined; } // one that this browser doesn't know
  const [today, day] = [Date.now(), moment].map((at) => new Date(new Date(at).toLocaleDateString('sv', { timeZone }))); // sv: 2026-11-22
  const say = (as) => new Date(moment).toLocaleString('en-GB', { timeZone, ...as });
  const ago = (today - day) / 864e5;
  if (ago > 1 && today.getUTCFullYear() > day.getUTCFullYear()) return say({ dateStyle: 'long' });
  return `${ago < 1 ? 'today' : ago < 2 ? 'yesterday' : say({ day: 'numeric', month: 'long' })} ${say({ timeStyle: 'short' })}`;
}

/** What a kept page says of itself; null on a page from the server. */
export const keptWords = () => isKept
  && `You’re offline: this is the copy kept on ${new Date(kept).toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })}${reader ? '; what you read is sent later' : ''}.`;

// Sending

const BATCH = 40;
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 300000;
const HOPELESS = [404, 410, 413, 422];
const flying = new Set();
let token = isSure ? document.querySelector('[name=csrf_token]')?.value : '';
let isOut = false;
let pause = 0;
let timer = 0;

const tell = (type, detail) => document.dispatchEvent(new CustomEvent(`reading:${type}`, { detail }));
const reach = ({ anchor }) => anchor.number + Math.min(anchor.through, 0.99999);

/** Keep an operation. A read takes the place of those that wait, but for one that reached further. */
function add(guide, operation) {
  if (operation.kind === 'read') {
    const reads = storage.unsent(reader, guide).filter((one) => one.operation.kind === 'read');
    const furthest = reads.toSorted((a, b) => reach(b.operation) - reach(a.operation))[0];
    for (const one of reads) {
      if (one !== furthest || reach(one.operation) <= reach(operation)) storage.remove(one.name);
    }
  }
  storage.post(reader, guide, operation);
}

/** Send all that waits. On leaving there is no time to wait for the lock. */
export async function flush(isLeaving = false) {
  clearTimeout(timer);
  if (!reader || isOut || !storage.unsent(reader).length) return;
  if (isLeaving || !navigator.locks) await sendAll();
  else await navigator.locks.request('milepost-send', sendAll);
}

/** Ask the server where this guide's reading stands; null when it can't be asked, or isn't this reader's. */
export async function ask(guide) {
  if (!reader || storage.reader() !== reader) return null;
  const answer = await request('place', guide);
  if (!answer) return null;
  if (!answer.ok) return signedOut(answer);
  const found = await answer.json();
  if (found.reader !== reader) return signedOut({ status: 401 });
  token = found.csrf_token;
  isOut = false;
  tell('state', { guide, state: found.state });
  return found.state;
}

async function request(what, guide, more = {}) {
  try {
    const answer = await fetch(`/guides/${guide}/${what}`, { redirect: 'manual', headers: { Accept: 'application/json' }, ...more });
    return answer.ok && !answer.headers.get('Content-Type')?.includes('json') ? null : answer; // a hotel's page is no answer
  } catch {
    return null; // no connection
  }
}

function signedOut({ status, type }) {
  if (status !== 401 && type !== 'opaqueredirect') return null;
  if (!isOut && !isKept) tell('signed-out');
  isOut = true;
  return null;
}

async function sendAll() {
  let size = BATCH;
  for (;;) {
    const waiting = storage.unsent(reader).filter((one) => !flying.has(one.name));
    if (!waiting.length || isOut || storage.reader() !== reader) return;
    const { guide } = waiting[0];
    const batch = waiting.filter((one) => one.guide === guide).slice(0, size);
    for (const one of batch) flying.add(one.name);
    const answer = await post(guide, batch);
    for (const one of batch) flying.delete(one.name);
    if (answer?.ok) {
      pause = 0;
      await settle(guide, batch, answer);
    } else if (answer && HOPELESS.includes(answer.status)) {
      if (batch.length === 1) storage.remove(batch[0].name);
      size = 1;
    } else {
      if (answer) signedOut(answer);
      pause = Math.min(LONGEST_PAUSE, pause * 2 || FIRST_PAUSE);
      timer = setTimeout(flush, pause);
      return;
    }
  }
}

/** A stale token is renewed, once. */
async function post(guide, batch) {
  for (const isLast of [false, true]) {
    if (!token && !await ask(guide)) return null;
    const body = new FormData();
    const fields = { csrf_token: token, reader, device: storage.device(), operations: JSON.stringify(batch.map((one) => one.operation)) };
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const answer = await request('operations', guide, { method: 'POST', body, keepalive: true });
    if (answer?.status !== 400 || isLast) return answer;
    token = '';
  }
}

async function settle(guide, batch, answer) {
  const { outcomes, state } = await answer.json();
  for (const one of batch) storage.remove(one.name);
  tell('state', { guide, state, outcomes: outcomes.map((one) => ({ ...one, operation: batch.find(({ operation }) => operation.op === one.op)?.operation })) });
}

for (const type of ['online', 'pageshow']) addEventListener(type, () => { pause = 0; flush(); });
document.addEventListener('visibilitychange', () => { if (!document.hidden) flush(); });

// What is known of somebody's reading of one guide, the same for members (as the server last said, and what waits to be sent)
// and for guests (kept here alone). A place set by another device is disputed until the reader has answered.
const markOf = (place) => (place ? `${place.device} ${place.at}` : '');
const isFurther = (one, other) => !other || one.number > other.number || (one.number === other.number && one.through > other.through);

export class Facts {
  constructor(guide, reader, about = {}) {
    Object.assign(this, { guide, reader, about });
    this.name = reader ? `state:${reader}:${guide}` : `guest:${guide}`;
  }

  /** Whether this browser is still used by the one whose page this is. */
  get isMine() { return storage.reader() === this.reader; }

  get kept() {
    const kept = storage.get(this.name);
    if (this.reader) return kept ?? {};
    return kept && !kept.isImported ? kept : { finished: {} };
  }

  get state() { return this.reader ? this.kept.state : null; }

  waiting() { return storage.unsent(this.reader, this.guide).map((one) => one.operation); }

  /** The place to go on from, or null. */
  get place() {
    if (!this.reader) return this.kept.place ?? null;
    const { state, own } = this.kept;
    const place = state?.place ?? null;
    if (own && (!state || this.waiting().some(({ kind }) => kind === 'read'))) return own;
    return own && place && place.device === own.device && place.block === own.block ? { ...place, at: own.at } : place;
  }

  get isDisputed() {
    const { state, accepted } = this.kept;
    return Boolean(this.reader && state?.place && !storage.isOurs(state.place, this.guide) && markOf(state.place) !== accepted?.place);
  }

  get finished() {
    if (!this.reader) return new Set(Object.keys(this.kept.finished));
    const done = new Set(this.state?.finished);
    for (const { kind, section } of this.waiting()) {
      if (kind === 'finish') done.add(section);
      else if (section) done.delete(section);
    }
    return done;
  }

  /** The server's word. An older one than is known is passed over, unless the page has just come with it. */
  take(state, isFirst = false) {
    const kept = this.kept;
    if (!this.isMine || (!isFirst && kept.state && state.revision < kept.state.revision)) return;
    kept.state = state;
    if (!state.place && !this.waiting().length) delete kept.own;
    storage.set(this.name, kept);
    if (!this.isDisputed) this.accept();
  }

  /** What is read from now on comes after all that is known. */
  accept() {
    const { state, ...kept } = this.kept;
    if (state) storage.set(this.name, { ...kept, state, accepted: { revision: state.revision, place: markOf(state.place) } });
  }

  /** Note that something was done; answers its id. `shown`: what says where a place is, without the server. */
  record(kind, more, shown = {}) {
    const op = storage.uuid();
    const kept = this.kept;
    const place = more.anchor && { ...more.anchor, ...shown, device: storage.device(), at: new Date().toISOString() };
    if (this.reader) {
      const base = (kind === 'read' ? kept.accepted?.revision : kept.state?.revision) ?? 0;
      add(this.guide, { op, sequence: storage.nextSequence(), base, kind, ...more });
      if (place) storage.set(this.name, { ...kept, own: place });
      return op;
    }
    const facts = kept.import ? kept : { guide: this.guide, import: storage.uuid(), finished: {} };
    Object.assign(facts, this.about);
    if (place) Object.assign(facts, { place, furthest: isFurther(more.anchor, facts.furthest) ? more.anchor : facts.furthest });
    else if (kind === 'finish') facts.finished[more.section] = shown.title;
    else delete facts.finished[more.section];
    storage.set(this.name, facts);
    return op;
  }
}
