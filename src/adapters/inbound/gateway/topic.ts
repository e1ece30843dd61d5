import {
  type ConversationSignal,
  viewerOfEvent,
  viewerOfSignal,
} from '../../../application/audience.js';
import type { Conversation } from '../../../domain/conversation.js';
import type { Dialect } from './dialect.js';
import type { Happening } from './happening.js';
import type { Listener } from './listener.js';
import { News } from './news.js';
import { movesPeople, type RoomPlace } from './room-place.js';

/** One connection that has joined a conversation. */
export interface Follower {
  readonly listener: Listener;
  /** Those of the last join. */
  dialect: Dialect;
  name: string;
  /** The `seq` up to which he has heard, or was not to hear: the next one is the next he is told. */
  position: number;
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

/** The next event of a follower's, which he is told if he may see it. */
export const tell = (follower: Follower, happening: Happening): void => {
  show(follower, happening);
  move(follower, happening);
};

const show = (follower: Follower, { event, conversation, news, isOver }: Happening): void => {
  const { listener, dialect, name } = follower;
  follower.position = event.seq;
  const { actor } = listener;
  const viewer = actor && viewerOfEvent(actor, event, conversation, isOver);
  if (viewer === null) {
    follower.withheldFrom = Math.min(follower.withheldFrom, event.seq);
    return;
  }
  follower.withheldFrom = Number.POSITIVE_INFINITY;
  const place = follower.noticed.has(event.seq) ? 'noticed' : 'joined';
  news.tell(listener, dialect, { viewer, place, name });
};
