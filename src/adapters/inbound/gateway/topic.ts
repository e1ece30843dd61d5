import {
  type ConversationSignal,
  type Place,
  viewerOfEvent,
  viewerOfSignal,
} from '../../../application/audience.js';
import { canRead } from '../../../domain/access.js';
import type { Conversation } from '../../../domain/conversation.js';
import type { Dialect } from './dialect.js';
import type { Happening } from './happening.js';
import type { Listener } from './listener.js';
import { News } from './news.js';
import { movesPeople, type RoomPlace } from './room-place.js';

/** Events in a row, by `seq`. */
interface Span {
  readonly after: number;
  readonly upTo: number;
}

/** One connection that has joined a conversation. */
export interface Follower {
  readonly listener: Listener;
  /** Those of the last join. */
  dialect: Dialect;
  name: string;
  /** The `seq` up to which he has heard, or was not to hear: the next one is the next he is told. */
  position: number;
  /** That after which he has heard everything up to his position, or all that he was to hear while he might read it. */
  heardAfter: number;
  /** The `seq` up to which whatever he is told now had happened before he joined, or while he might not read it. */
  missedUpTo: number;
  /** While he is told what was before it: what he had heard by then, in order, which is passed over. */
  readonly passing: Span[];
  /** Events after his join's state of which he was told elsewhere, by `seq`, since his join took a while. */
  readonly noticed: ReadonlySet<number>;
  /** The first of the latest events that he was not to see; what he did himself among them is echoed to him. */
  withheldFrom: number;
  /** While he is told what he missed from the log; what is new comes to him from there, too. */
  catchingUp: Promise<void> | null;
  readonly place: RoomPlace;
}

/** One conversation that connections of this node have joined. */
export class Topic {
  readonly followers = new Set<Follower>();

  constructor(private newest: Conversation) {}

  /** The newest state that this node has heard of. */
  get state(): Conversation {
    return this.newest;
  }

  learn(state: Conversation): void {
    if (state.lastSeq > this.newest.lastSeq) this.newest = state;
  }

  /** Tells everybody whose next event it is; gives back those who have missed the ones before it. */
  hear(happening: Happening): readonly Follower[] {
    const missed: Follower[] = [];
    const told: Follower[] = [];
    const { seq } = happening.event;
    for (const follower of this.followers) {
      if (follower.catchingUp !== null || seq <= follower.position) continue;
      (seq === follower.position + 1 ? told : missed).push(follower);
    }
    for (const follower of told) show(follower, happening);
    // Only now: the others hear what happened before they hear who left for it.
    for (const follower of told) move(follower, happening);
    return missed;
  }

  signal(signal: ConversationSignal): void {
    const { newest } = this;
    const news = new News((dialect, standing) => dialect.signalFrames(signal, newest, standing));
    for (const { listener, dialect, name } of this.followers) {
      if (listener.actor === null) continue;
      const viewer = viewerOfSignal(listener.actor, signal, newest);
      if (viewer === null) continue;
      news.tell(listener, dialect, { viewer, place: 'joined', name });
    }
  }
}

const move = ({ place }: Follower, { event, conversation }: Happening): void => {
  if (movesPeople(event)) place.settle(conversation);
};

/** He is told what came after a `seq`, as far as he has not heard it: first that, and then what is his next. */
export const rewind = (follower: Follower, after: number): void => {
  const { heardAfter, position } = follower;
  if (after >= heardAfter) return;
  follower.passing.unshift({ after: heardAfter, upTo: position });
  follower.missedUpTo = Math.max(follower.missedUpTo, heardAfter);
  follower.heardAfter = after;
  follower.position = after;
};

/** The next event of a follower's, which he is told if he may see it. */
export const tell = (follower: Follower, happening: Happening): void => {
  show(follower, happening);
  move(follower, happening);
};

const advance = (follower: Follower, seq: number): void => {
  const { passing } = follower;
  follower.position = seq;
  if (passing[0]?.after !== seq) return;
  follower.position = passing[0].upTo;
  passing.shift();
};

/** Whether he has heard it, or was not to. */
export const isPast = ({ position, passing }: Follower, seq: number): boolean =>
  seq <= position || passing.some(({ after, upTo }) => seq > after && seq <= upTo);

const show = (follower: Follower, { event, conversation, news, isOver }: Happening): void => {
  const { listener, dialect, name } = follower;
  advance(follower, event.seq);
  const { actor } = listener;
  const viewer = actor && viewerOfEvent(actor, event, conversation, isOver);
  if (viewer === null) {
    follower.withheldFrom = Math.min(follower.withheldFrom, event.seq);
    if (actor === null || !canRead(actor, conversation)) follower.heardAfter = event.seq;
    return;
  }
  follower.withheldFrom = Number.POSITIVE_INFINITY;
  news.tell(listener, dialect, { viewer, place: placeOf(follower, event.seq), name });
};

const placeOf = ({ noticed, missedUpTo }: Follower, seq: number): Place => {
  if (noticed.has(seq)) return 'noticed';
  return seq <= missedUpTo ? 'missed' : 'joined';
};
