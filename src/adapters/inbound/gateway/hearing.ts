import type { Logger } from '../../../application/ports/logger.js';
import type { Actor } from '../../../domain/actor.js';
import type { ConversationId } from '../../../domain/ids.js';
import type { Dialect } from './dialect.js';
import type { FanOut } from './fan-out.js';
import { Following } from './following.js';
import type { Listener } from './listener.js';
import type { Pace } from './pace.js';
import type { Spoken } from './spoken.js';
import type { Channel, Connection } from './transport.js';

export interface HearingDeps {
  readonly connection: Connection;
  /** Names the connection. */
  readonly id: string;
  /** As dialects know it. */
  readonly client: object;
  readonly who: { readonly actor: Actor | null };
  readonly spoken: Spoken;
  readonly fanOut: FanOut;
  readonly logger: Logger;
  readonly pace: Pick<Pace, 'check' | 'room'>;
  readonly dismiss: () => void;
}

/** What one connection hears. */
export class Hearing implements Listener {
  readonly following: Following;

  constructor(private readonly deps: HearingDeps) {
    const { connection, client, id, fanOut } = deps;
    this.following = new Following(fanOut, this, { connection, client, connectionId: id });
  }

  get id(): string {
    return this.deps.id;
  }

  get actor(): Actor | null {
    return this.deps.who.actor;
  }

  get channel(): Channel {
    return this.deps.connection.channel;
  }

  get dialects(): readonly Dialect[] {
    return this.deps.spoken.dialects;
  }

  follows(id: ConversationId): boolean {
    return this.following.has(id);
  }

  deliver(wire: unknown): void {
    this.deps.connection.send(wire);
    this.deps.pace.check();
  }

  room(): Promise<void> | null {
    return this.deps.pace.room();
  }

  failed(error: unknown, { name: dialect }: Dialect): void {
    const { id: correlationId, logger } = this.deps;
    logger.error('a frame could not be written', { correlationId, error, dialect });
  }

  dismiss(): void {
    this.deps.dismiss();
  }
}
