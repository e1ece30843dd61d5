import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { SavedSession } from '../../../application/ports/sessions.js';
import type { Identity } from '../../../application/ports/token-verifier.js';
import type {
  RejoinConversations,
  Rejoined,
} from '../../../application/use-cases/rejoin-conversations.js';
import { type Actor, personKey } from '../../../domain/actor.js';
import type { Unavailable } from '../../../domain/failure.js';
import type { Dialect } from './dialect.js';
import type { Following } from './following.js';
import type { BookPlace, SessionBook } from './session-book.js';
import type { Connection, Returning } from './transport.js';

/** Who a client is from now on, and what he hears again. */
export interface Admitted {
  readonly identity: Identity;
  readonly rejoined: readonly Rejoined[];
}

export interface KeptSessionDeps {
  readonly book: SessionBook;
  readonly rejoinConversations: RejoinConversations;
  readonly dialects: readonly Dialect[];
  readonly following: Following;
  readonly connection: Connection;
}

/** What one connection's client finds again when he comes back, and what he has found himself. */
export class KeptSession {
  private readonly place: BookPlace | null;
  /** `null` while nobody is known. */
  private state: (() => SavedSession) | null = null;
  private isSaved = false;
  /** Of somebody who has yet to prove that it is his. */
  private unclaimed: SavedSession | null;

  constructor(
    private readonly deps: KeptSessionDeps,
    returning: Returning | null,
  ) {
    const { sessionId } = deps.connection;
    this.place = sessionId === undefined ? null : deps.book.place(sessionId);
    const unclaimed = returning?.rejoined === null ? returning.session : null;
    this.unclaimed = unclaimed;
    if (unclaimed === null) return;
    // The link may be gone again before he has proved it.
    this.state = () => unclaimed;
    void this.save();
  }

  /** Saves what is there now; `null` where there is nothing to wait for. */
  save(): Promise<void> | null {
    if (this.place === null || this.state === null) return null;
    this.isSaved = true;
    return this.place.save(this.state);
  }

  /** Who has said who he is may prove by it that what was joined with the id he came back with is his. */
  async claim<E>(known: Either<E, Identity>): Promise<Either<E | Unavailable, Admitted>> {
    if (isLeft(known)) return known;
    const { unclaimed } = this;
    const identity = known.right;
    if (unclaimed?.person !== personKey(identity.actor)) return right({ identity, rejoined: [] });
    const rejoined = await this.deps.rejoinConversations(identity.actor, unclaimed.joined)();
    if (isLeft(rejoined)) return rejoined;
    this.unclaimed = null;
    return right({ identity, rejoined: rejoined.right });
  }

  /** The client is somebody from now on, and hears again what he had joined, or that he does no longer. */
  become(actor: Actor, rejoined: readonly Rejoined[]): void {
    const person = personKey(actor);
    this.state = () => this.stateOf(person);
    for (const one of rejoined) this.rejoin(one);
    // A guest has nothing but his session to come back by; whoever has a token comes back to what he has joined.
    if (rejoined.length > 0 || actor.kind === 'guest' || this.isSaved) void this.save();
  }

  /** To be called while the conversations are still followed. */
  close(): void {
    this.place?.close();
  }

  /** As long as he has joined nothing himself, what he may yet claim is worth more. */
  private stateOf(person: SavedSession['person']): SavedSession {
    const joined = this.deps.following.all();
    return joined.length === 0 && this.unclaimed !== null ? this.unclaimed : { person, joined };
  }

  private rejoin({ joined: { name, dialect: dialectName }, conversation }: Rejoined): void {
    const { dialects, following, connection } = this.deps;
    const dialect = dialects.find((one) => one.name === dialectName);
    if (dialect === undefined) return;
    if (conversation !== null && following.follow({ conversation, name }, dialect)) return;
    for (const frame of dialect.parted(name)) connection.send(connection.channel.encode(frame));
  }
}
