import { viewerOfEvent } from '../../../application/audience.js';
import { isCode } from '../../../application/live-codes.js';
import type { BusMessage, ConversationChange } from '../../../application/ports/event-bus.js';
import { type Metrics, noMetrics } from '../../../application/ports/metrics.js';
import type { Presence, RoomChange } from '../../../application/ports/presence.js';
import type { PersonKey } from '../../../domain/actor.js';
import { type Conversation, ownerKey } from '../../../domain/conversation.js';
import type { ConversationEvent } from '../../../domain/conversation-event.js';
import type { ConversationId, MessageId } from '../../../domain/ids.js';
import type { MessagePlace } from '../../../application/reads/find-message.js';
import { CatchUp, type CatchUpDeps } from './catch-up.js';
import type { Dialect, Echo, Follow } from './dialect.js';
import { type Happening, happening } from './happening.js';
import type { Listener } from './listener.js';
import { type Notice, Notices } from './notices.js';
import { RecentMessages } from './recent-messages.js';
import { RoomPlace } from './room-place.js';
import { Roster } from './roster.js';
import { type Follower, rewind, tell, Topic } from './topic.js';

const addresseeOf = (event: ConversationEvent): PersonKey | null =>
  isCode(event) ? ownerKey(event.addressee) : null;

export interface FanOutDeps extends CatchUpDeps {
  readonly presence: Pick<Presence, 'arrived' | 'vanished' | 'entered'>;
  readonly metrics?: Pick<Metrics, 'healed' | 'watch'>;
}

/** Brings what happens to the connections of this node that may hear of it. */
export class FanOut {
  readonly roster: Roster;
  private readonly topics = new Map<ConversationId, Topic>();
  private readonly notices = new Notices();
  private readonly recent = new RecentMessages();
  private readonly catchUp: CatchUp;
  private readonly metrics: Pick<Metrics, 'healed'>;

  constructor(private readonly deps: FanOutDeps) {
    this.roster = new Roster(deps.presence);
    this.catchUp = new CatchUp(deps);
    const { metrics = noMetrics } = deps;
    this.metrics = metrics;
    metrics.watch('followers', () => this.followers);
  }

  receive(message: BusMessage): void {
    switch (message.kind) {
      case 'changed':
        this.recent.learn(message);
        return this.tell(message);
      case 'typing':
      case 'read':
        return this.topics.get(message.conversationId)?.signal(message);
      case 'disconnect':
        for (const person of message.people) {
          for (const listener of [...this.roster.of(person)]) listener.dismiss();
        }
    }
  }

  /** Somebody has come into a conversation, or has left it. */
  moved(change: RoomChange): void {
    this.topics.get(change.room)?.signal(change);
  }

  /**
   * He hears everything after the state that his join saw, or from before it, each event once and in order, and nothing
   * while he is held.
   */
  follow(
    { conversation, name, after = conversation.lastSeq }: Follow,
    dialect: Dialect,
    listener: Listener,
    held: Promise<void> | null = null,
  ): Follower {
    const topic = this.topics.get(conversation.id) ?? new Topic(conversation);
    this.topics.set(conversation.id, topic);
    topic.learn(conversation);
    const follower: Follower = {
      listener,
      dialect,
      name: name ?? conversation.id,
      position: after,
      heardAfter: after,
      missedUpTo: conversation.lastSeq,
      passing: [],
      noticed: this.notices.of(listener, conversation.id),
      withheldFrom: Number.POSITIVE_INFINITY,
      catchingUp: null,
      place: new RoomPlace(this.deps.presence, listener),
    };
    follower.place.settle(topic.state);
    topic.followers.add(follower);
    // What was committed since the join looked may have been published already.
    void this.catchUp.bring(topic, follower, held);
    return follower;
  }

  /**
   * Who joins again has seen a state that may be newer than what he was told: he hears what led to it, and what was before
   * his first join, where he asks for it.
   */
  followAgain(follower: Follower, { conversation, after = follower.heardAfter }: Follow): void {
    const topic = this.topics.get(conversation.id);
    if (topic === undefined) return;
    topic.learn(conversation);
    rewind(follower, after);
    if (topic.state.lastSeq <= follower.position) return;
    void this.catchUp.bring(topic, follower);
  }

  unfollow(id: ConversationId, follower: Follower): void {
    const topic = this.topics.get(id);
    follower.place.leave();
    topic?.followers.delete(follower);
    if (topic?.followers.size === 0) this.topics.delete(id);
  }

  /** The place of a message that this node has heard of lately. */
  placeOf(id: MessageId): MessagePlace | null {
    return this.recent.find(id);
  }

  /** The newest state of a conversation that somebody here follows. */
  stateOf(id: ConversationId): Conversation | null {
    return this.topics.get(id)?.state ?? null;
  }

  /** Sees to it that a follower has heard an event of his own doing; a promise where that takes time. */
  reach(follower: Follower, { conversation, event }: Echo): Promise<void> | null {
    const topic = this.topics.get(conversation.id);
    if (topic === undefined || event.seq <= follower.position) return null;
    topic.learn(conversation);
    if (follower.catchingUp === null && event.seq === follower.position + 1) {
      tell(follower, happening(event, conversation));
      return null;
    }
    return this.catchUp.bring(topic, follower);
  }

  private tell({ conversation, events }: ConversationChange): void {
    const topic = this.topics.get(conversation.id);
    topic?.learn(conversation);
    // What a late bus brings is decided by what is known since: who has lost access hears nothing more.
    const newest = topic?.state ?? conversation;
    for (const event of events) {
      const one = happening(event, newest);
      for (const follower of topic?.hear(one) ?? []) {
        this.metrics.healed();
        if (topic !== undefined) void this.catchUp.bring(topic, follower);
      }
      this.tellElsewhere(one);
    }
  }

  private get followers(): number {
    let count = 0;
    for (const { followers } of this.topics.values()) count += followers.size;
    return count;
  }

  /** The owner, the addressee and staff on those of their connections that have not joined. */
  private tellElsewhere(one: Happening): void {
    const { event, conversation } = one;
    const owner = ownerKey(conversation.owner);
    const addressee = addresseeOf(event);
    const notice = { id: conversation.id, seq: event.seq };
    for (const listener of this.roster.of(owner)) this.notify(listener, one, notice);
    if (addressee !== null && addressee !== owner) {
      for (const listener of this.roster.of(addressee)) this.notify(listener, one, notice);
    }
    for (const listener of this.roster.staff) this.notify(listener, one, notice);
  }

  private notify(
    listener: Listener,
    { event, conversation, news }: Happening,
    notice: Notice,
  ): void {
    if (listener.follows(conversation.id)) return;
    const { actor, dialects } = listener;
    const viewer = actor && viewerOfEvent(actor, event, conversation);
    if (viewer === null) return;
    const standing = { viewer, place: 'elsewhere', name: conversation.id } as const;
    for (const dialect of dialects) news.tell(listener, dialect, standing);
    this.notices.remember(listener, notice);
  }
}
