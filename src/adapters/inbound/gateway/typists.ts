import type { Publish } from '../../../application/publishing.js';
import { type Actor, personKey } from '../../../domain/actor.js';
import type { ConversationId, Instant } from '../../../domain/ids.js';

const keyOf = (by: Actor, id: ConversationId): string => `${personKey(by)} ${id}`;

/** What goes on is told so often in so many milliseconds: whoever is told hears nothing new, and may be many. */
const TOLD = { times: 2, within: 1_000 };

interface Typist {
  readonly connections: Set<object>;
  since: Instant;
  told: number;
}

/** Who is typing on the connections of this node: he has stopped when he has on all of them. */
export class Typists {
  private readonly typists = new Map<string, Typist>();

  constructor(
    private readonly publish: Publish,
    private readonly now: () => Instant,
  ) {}

  /** Begins, or goes on. */
  start(by: Actor, conversationId: ConversationId, connection: object): void {
    const key = keyOf(by, conversationId);
    const now = this.now();
    const typist = this.typists.get(key) ?? { connections: new Set(), since: now, told: 0 };
    this.typists.set(key, typist);
    typist.connections.add(connection);
    if (Math.abs(now - typist.since) >= TOLD.within) Object.assign(typist, { since: now, told: 0 });
    if (typist.told >= TOLD.times) return;
    typist.told += 1;
    this.publish({ kind: 'typing', conversationId, by, typing: true });
  }

  stop(by: Actor, conversationId: ConversationId, connection: object): void {
    const key = keyOf(by, conversationId);
    const connections = this.typists.get(key)?.connections;
    if (connections?.delete(connection) !== true || connections.size > 0) return;
    this.typists.delete(key);
    this.publish({ kind: 'typing', conversationId, by, typing: false });
  }
}
