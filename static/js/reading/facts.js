// What is known of somebody's reading of one guide, the same for members (as the server last said, and what waits to be sent)
// and for guests (kept here alone). A place set by another device is disputed until the reader has answered.
import * as outbox from './outbox.js';
import * as storage from './storage.js';

const markOf = (place) => (place ? `${place.device} ${place.at}` : '');
const isFurther = (one, other) => !other || one.number > other.number || (one.number === other.number && one.through > other.through);

export class Facts {
  constructor(guide, reader, about = {}) {
    Object.assign(this, { guide, reader, about });
    this.name = reader ? `state:${reader}:${guide}` : `guest:${guide}`;
  }

  /** Whether this browser is still used by the one whose page this is. */
  get isMine() { return storage.reader() === this.reader; }

  get kept() { return storage.get(this.name) ?? (this.reader ? {} : { finished: {} }); }

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
    if (!this.isMine) return op;
    const kept = this.kept;
    const place = more.anchor && { ...more.anchor, ...shown, device: storage.device(), at: new Date().toISOString() };
    if (this.reader) {
      const base = (kind === 'read' ? kept.accepted?.revision : kept.state?.revision) ?? 0;
      outbox.add(this.guide, { op, sequence: storage.nextSequence(), base, kind, ...more });
      if (place) storage.set(this.name, { ...kept, own: place });
      return op;
    }
    const facts = kept.import && !kept.isImported ? kept : { guide: this.guide, import: storage.uuid(), finished: {} };
    Object.assign(facts, this.about);
    if (place) Object.assign(facts, { place, furthest: isFurther(more.anchor, facts.furthest) ? more.anchor : facts.furthest });
    else if (kind === 'finish') facts.finished[more.section] = shown.title;
    else delete facts.finished[more.section];
    storage.set(this.name, facts);
    return op;
  }
}
