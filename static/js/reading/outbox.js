// Operations on their way to the server: each is kept under a name of its own until the server has answered for it.
// A repeated one is answered as before, so sending twice does no harm; a lock among tabs keeps it from happening often.
import { isKept, isSure, reader } from './page.js';
import * as storage from './storage.js';

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
export function add(guide, operation) {
  if (operation.kind === 'read') {
    const reads = storage.unsent(reader, guide).filter((one) => one.operation.kind === 'read');
    const furthest = reads.toSorted((a, b) => reach(b.operation) - reach(a.operation))[0];
    for (const one of reads) {
      if (one !== furthest || reach(one.operation) <= reach(operation)) storage.remove(one.name);
    }
  }
  storage.set(storage.outboxName(reader, guide, operation.op), operation);
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
