import type { Instant } from '../../../domain/ids.js';
import type { Connection } from './transport.js';

/** Milliseconds for which a client that has left is known again. */
const KNOWN_FOR = 60_000;
/** Clients that have left; of more the first to leave are forgotten. */
const MOST_AWAY = 10_000;

interface Away {
  readonly client: object;
  readonly since: Instant;
}

/** Which client each connection is of: one that comes back with the id of its session is the one that left, on this node. */
export class Clients {
  private readonly here = new Map<string, object>();
  /** In the order in which they left. */
  private readonly away = new Map<string, Away>();

  constructor(private readonly now: () => Instant) {}

  /**
   * @param backWith the id of the session that it had before; the connection of that one may not have ended yet
   * @returns the same object for the same client
   */
  arrive({ sessionId }: Pick<Connection, 'sessionId'>, backWith: string | null): object {
    this.forget();
    const known = backWith === null ? undefined : this.known(backWith);
    const client = known ?? {};
    if (sessionId !== undefined) this.here.set(sessionId, client);
    return client;
  }

  leave({ sessionId }: Pick<Connection, 'sessionId'>): void {
    if (sessionId === undefined) return;
    const client = this.here.get(sessionId);
    if (client === undefined) return;
    this.here.delete(sessionId);
    this.away.set(sessionId, { client, since: this.now() });
    this.forget();
  }

  private known(sessionId: string): object | undefined {
    return this.here.get(sessionId) ?? this.away.get(sessionId)?.client;
  }

  private forget(): void {
    const since = this.now() - KNOWN_FOR;
    for (const [sessionId, one] of this.away) {
      if (this.away.size <= MOST_AWAY && one.since > since) break;
      this.away.delete(sessionId);
    }
  }
}
