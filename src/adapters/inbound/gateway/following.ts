import { viewerOfEvent } from '../../../application/audience.js';
import type { JoinedConversation } from '../../../application/ports/sessions.js';
import type { Actor } from '../../../domain/actor.js';
import type { Conversation } from '../../../domain/conversation.js';
import type { ConversationId } from '../../../domain/ids.js';
import type { Caller, Dialect, Echo, Follow, Known } from './dialect.js';
import type { FanOut } from './fan-out.js';
import { happening } from './happening.js';
import type { Listener } from './listener.js';
import { type Follower, isPast } from './topic.js';

/** Conversations that one connection may follow. */
export const MAX_JOINED = 100;

/** What one connection follows, and how far it has heard of each. */
export class Following {
  /** What is known of this connection, whoever calls on it. */
  readonly known: Known;
  private readonly joined = new Map<ConversationId, Follower>();
  /** Names that are no ids of what they stand for. */
  private readonly names = new Map<string, ConversationId>();

  constructor(
    private readonly fanOut: FanOut,
    private readonly listener: Listener,
    own: Pick<Known, 'connection' | 'client' | 'connectionId'>,
  ) {
    this.known = {
      ...own,
      called: (name) => this.called(name),
      followed: (id) => this.stateOf(id),
    };
  }

  has(id: ConversationId): boolean {
    return this.joined.has(id);
  }

  /** The conversation that goes by that name here; it may be its id. */
  called(name: ConversationId): ConversationId {
    return this.names.get(name) ?? name;
  }

  /** The newest state of a conversation that this connection follows. */
  stateOf(id: ConversationId): Conversation | null {
    return this.joined.has(id) ? this.fanOut.stateOf(id) : null;
  }

  /** Somebody who calls on this connection. */
  caller(actor: Actor): Caller {
    return {
      actor,
      ...this.known,
      followedAll: () => [...this.joined.keys()].flatMap((id) => this.stateOf(id) ?? []),
      nameOf: (id) => this.joined.get(id)?.name ?? id,
      placeOf: (id) => this.fanOut.placeOf(id),
    };
  }

  /** All of it, as it is kept for who comes back. */
  all(): readonly JoinedConversation[] {
    return [...this.joined].map(([conversationId, { name, dialect }]) => ({
      conversationId,
      name,
      dialect: dialect.name,
    }));
  }

  /**
   * False when it would be one too many; who follows already goes on from where he is.
   * @param held until then nothing of the conversation is told
   */
  follow(follow: Follow, dialect: Dialect, held: Promise<void> | null = null): boolean {
    const { id } = follow.conversation;
    const { name = id } = follow;
    const known = this.joined.get(id);
    if (known !== undefined) {
      known.dialect = dialect;
      this.rename(known, name, id);
      this.fanOut.followAgain(known, follow);
      return true;
    }
    if (this.joined.size >= MAX_JOINED) return false;
    const follower = this.fanOut.follow(follow, dialect, this.listener, held);
    this.joined.set(id, follower);
    this.rename(follower, name, id);
    return true;
  }

  /** Resolves when he has heard what he missed, where he has asked for that; `null` where there is nothing to wait for. */
  resumed({ conversation, after = conversation.lastSeq }: Follow): Promise<void> | null {
    if (after >= conversation.lastSeq) return null;
    return this.joined.get(conversation.id)?.catchingUp ?? null;
  }

  unfollow(id: ConversationId): void {
    const follower = this.joined.get(id);
    if (follower === undefined) return;
    this.joined.delete(id);
    this.names.delete(follower.name);
    this.fanOut.unfollow(id, follower);
  }

  /** Whose connection this is may do other things than before: he is in what he may read. */
  settle(): void {
    for (const [id, { place }] of this.joined) {
      const state = this.fanOut.stateOf(id);
      if (state !== null) place.settle(state);
    }
  }

  leaveAll(): void {
    for (const id of [...this.joined.keys()]) this.unfollow(id);
  }

  /**
   * Shows somebody what he has done himself, in its place if he follows the conversation: again where he
   * has heard it and asks again, and also where it was withheld, since he may know what he did.
   */
  echo(echo: Echo, dialect: Dialect): Promise<void> | null {
    const follower = this.joined.get(echo.conversation.id);
    const { seq } = echo.event;
    if (follower === undefined || (!echo.fresh && isPast(follower, seq))) {
      this.show(echo, follower?.dialect ?? dialect, follower?.name ?? echo.name);
      return null;
    }
    const showWithheld = (): void => {
      if (seq >= follower.withheldFrom) this.show(echo, follower.dialect, follower.name);
    };
    const reached = this.fanOut.reach(follower, echo);
    if (reached === null) showWithheld();
    return reached?.then(showWithheld) ?? null;
  }

  /** It goes by its latest name alone. */
  private rename(follower: Follower, name: string, id: ConversationId): void {
    this.names.delete(follower.name);
    follower.name = name;
    if (name !== id) this.names.set(name, id);
  }

  private show({ conversation, event }: Echo, dialect: Dialect, name?: string): void {
    const { actor } = this.listener;
    const viewer = actor && viewerOfEvent(actor, event, conversation);
    if (viewer === null) return;
    const standing = { viewer, place: 'echo', name: name ?? conversation.id } as const;
    happening(event, conversation).news.tell(this.listener, dialect, standing);
  }
}
