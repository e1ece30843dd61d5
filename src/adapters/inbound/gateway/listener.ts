import type { Actor } from '../../../domain/actor.js';
import type { ConversationId } from '../../../domain/ids.js';
import type { Dialect } from './dialect.js';
import type { Channel } from './transport.js';

/** Who hears: a session, as far as sending to it goes. */
export interface Listener {
  /** Names the connection, over all nodes. */
  readonly id: string;
  /** Null until somebody has said who he is. */
  readonly actor: Actor | null;
  readonly channel: Channel;
  /** Those that it understands. */
  readonly dialects: readonly Dialect[];
  follows(id: ConversationId): boolean;
  deliver(wire: unknown): void;
  /** For what can wait: resolves when it may be told, or never will be; `null` where it may be at once. */
  room(): Promise<void> | null;
  /** What it was to be told could not be written: a bug, which is on record. */
  failed(defect: unknown, dialect: Dialect): void;
  /** He is sent away, and does not come back by himself. */
  dismiss(): void;
}
