import type { Publish } from '../../../application/publishing.js';
import { type Actor, personKey } from '../../../domain/actor.js';
import type { ConversationId } from '../../../domain/ids.js';

const keyOf = (by: Actor, id: ConversationId): string => `${personKey(by)} ${id}`;

/** Who is typing on the connections of this node: he has stopped when he has on all of them. */
export class Typists {
  private readonly connections = new Map<string, Set<object>>();

  constructor(private readonly publish: Publish) {}

  /** Begins, or goes on. */
  start(by: Actor, conversationId: ConversationId, connection: object): void {
    const key = keyOf(by, conversationId);
    const typing = this.connections.get(key) ?? new Set();
    this.connections.set(key, typing.add(connection));
    this.publish({ kind: 'typing', conversationId, by, typing: true });
  }

  stop(by: Actor, conversationId: ConversationId, connection: object): void {
    const key = keyOf(by, conversationId);
    const typing = this.connections.get(key);
    if (typing?.delete(connection) !== true || typing.size > 0) return;
    this.connections.delete(key);
    this.publish({ kind: 'typing', conversationId, by, typing: false });
  }
}
