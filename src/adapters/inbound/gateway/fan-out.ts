import { type Hearing, mayHear, type Viewer, viewerOf } from '../../../application/audience.js';
import type { ConversationChange } from '../../../application/ports/event-bus.js';
import type { Actor } from '../../../domain/actor.js';
import type { Conversation } from '../../../domain/conversation.js';
import type { ConversationEvent } from '../../../domain/conversation-event.js';
import type { ConversationId } from '../../../domain/ids.js';
import type { Dialect } from './dialect.js';
import type { Channel } from './transport.js';

/** Who hears: a session, as far as sending to it goes. */
export interface Listener {
  /** Null until somebody has said who he is. */
  readonly actor: Actor | null;
  readonly channel: Channel;
  deliver(wire: unknown): void;
  /** Everything of a conversation that he follows, up to this `seq`, has been sent to him. */
  heard(id: ConversationId, seq: number): void;
}

/** Listeners who get the same bytes. */
interface Group {
  readonly dialect: Dialect;
  readonly channel: Channel;
  readonly viewer: Viewer;
  readonly members: Set<Listener>;
}

const join = (groups: Group[], dialect: Dialect, viewer: Viewer, listener: Listener): void => {
  const { channel } = listener;
  const same = groups.find(
    (group) => group.dialect === dialect && group.channel === channel && group.viewer === viewer,
  );
  if (same === undefined) groups.push({ dialect, channel, viewer, members: new Set([listener]) });
  else same.members.add(listener);
};

const leave = (groups: Group[], listener: Listener): Group[] => {
  for (const { members } of groups) members.delete(listener);
  return groups.filter(({ members }) => members.size > 0);
};

/** Sends what happened to those who may hear it, encoding once for each group. */
export class FanOut {
  private readonly followers = new Map<ConversationId, Group[]>();
  private watchers: Group[] = [];

  /** Following in another dialect takes the place of what was there. */
  follow(conversation: Conversation, dialect: Dialect, listener: Listener): void {
    if (listener.actor === null) return;
    const groups = leave(this.followers.get(conversation.id) ?? [], listener);
    join(groups, dialect, viewerOf(listener.actor, conversation), listener);
    this.followers.set(conversation.id, groups);
  }

  unfollow(id: ConversationId, listener: Listener): void {
    const groups = leave(this.followers.get(id) ?? [], listener);
    if (groups.length === 0) this.followers.delete(id);
    else this.followers.set(id, groups);
  }

  /** Staff hear of every conversation that they may read, joined or not. */
  watch(dialect: Dialect, listener: Listener): void {
    join(this.watchers, dialect, 'staff', listener);
  }

  unwatch(listener: Listener): void {
    this.watchers = leave(this.watchers, listener);
  }

  deliver({ conversation, events }: ConversationChange): void {
    const followers = this.followers.get(conversation.id);
    if (followers === undefined && this.watchers.length === 0) return;
    for (const event of events) {
      if (followers !== undefined) this.send(followers, 'following', event, conversation);
      this.send(this.watchers, 'watching', event, conversation);
    }
  }

  private send(
    groups: readonly Group[],
    hearing: Hearing,
    event: ConversationEvent,
    conversation: Conversation,
  ): void {
    for (const { dialect, channel, viewer, members } of groups) {
      const frames = dialect.frames(event, conversation, hearing, viewer);
      if (frames.length === 0) continue;
      let wires: unknown[] | undefined;
      for (const member of members) {
        const { actor } = member;
        if (actor === null || !mayHear(actor, hearing, event, conversation)) continue;
        wires ??= frames.map((frame) => channel.encode(frame));
        for (const wire of wires) member.deliver(wire);
        if (hearing === 'following') member.heard(conversation.id, event.seq);
      }
    }
  }
}
