import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Identity } from '../../../application/ports/token-verifier.js';
import type { AuthenticateFailure } from '../../../application/use-cases/authenticate.js';
import { type Actor, personKey } from '../../../domain/actor.js';
import type { Instant } from '../../../domain/ids.js';
import type { Calls } from './calls.js';
import type { Dialect } from './dialect.js';
import { Expiry } from './expiry.js';
import { Holding } from './holding.js';
import type { Recognition } from './recognition.js';
import type { Arrival } from './transport.js';

/** Who somebody says that he is, or why that is refused. */
type Verdict = Either<AuthenticateFailure, Identity>;

export interface IdentificationDeps {
  readonly dialects: readonly [Dialect, ...Dialect[]];
  readonly recognition: Recognition;
  readonly now: () => Instant;
  /** All that the client asks for; that he says who he is is among them. */
  readonly calls: Pick<Calls, 'whenAtMost'>;
  /** The time to say who one is, or that of the token, is over. */
  readonly expired: () => void;
}

/** Who the client of a connection is, from the stranger that he may be at first until his token expires. */
export class Identification {
  private identity: Identity | null = null;
  private isFirst = true;
  private underWay = 0;
  private readonly expiry: Expiry;
  private readonly holdings: ReadonlyMap<Dialect, Holding>;

  constructor(private readonly deps: IdentificationDeps) {
    this.expiry = new Expiry(deps.now, deps.expired);
    this.holdings = new Map(deps.dialects.map((dialect) => [dialect, new Holding()]));
  }

  /** Null for a stranger, and for one whose time is over. */
  get actor(): Actor | null {
    return this.identity === null || this.expiry.isOver ? null : this.identity.actor;
  }

  get isStranger(): boolean {
    return this.identity === null;
  }

  /** Whether somebody who signs people in vouches for him; strangers and guests may be anybody. */
  get isVouchedFor(): boolean {
    return this.identity !== null && this.identity.actor.kind !== 'guest';
  }

  /** Whether somebody's word is being looked into. */
  get isBusy(): boolean {
    return this.underWay > 0;
  }

  /** Whether he may be somebody else as soon as that has been done. */
  get mayChange(): boolean {
    return this.isBusy && !this.isVouchedFor;
  }

  /** Where several dialects meet the longest wait counts. */
  waitForIdentity(): void {
    const longest = Math.max(...this.deps.dialects.map(({ admission }) => admission.deadline));
    this.expiry.at(this.deps.now() + longest);
  }

  become(identity: Identity): void {
    this.identity = identity;
    this.expiry.at(identity.expiresAt);
  }

  /**
   * Takes a first frame, or a fresh credential, once a guest's own doing is done; what comes of it is looked into
   * by `then`, and counts as under way until that is done too.
   */
  async authenticate<A>(payload: unknown, then: (verdict: Verdict) => Promise<A>): Promise<A> {
    this.underWay += 1;
    try {
      if (this.identity?.actor.kind === 'guest') await this.deps.calls.whenAtMost(1);
      return await then(await this.judge(payload));
    } finally {
      this.underWay -= 1;
    }
  }

  /**
   * Who has shown a token stays the person whose conversations are followed here; a guest may turn out to be
   * somebody.
   */
  private async judge(payload: unknown): Promise<Verdict> {
    const recognized = await this.deps.recognition.byFrame(payload);
    if (isLeft(recognized)) return recognized;
    const { identity } = this;
    const named = recognized.right ?? this.unnamed();
    if (named === null) return left({ kind: 'InvalidToken' });
    if (identity === null || identity.actor.kind === 'guest') return right(named);
    const isSame = personKey(identity.actor) === personKey(named.actor);
    return isSame ? right(named) : left({ kind: 'InvalidToken' });
  }

  /** After a refusal. */
  mayStay({ kind }: AuthenticateFailure, { admission }: Dialect): boolean {
    return kind === 'Unavailable' || this.isVouchedFor || admission.staysAfterRefusal;
  }

  /** Who names nobody is the guest that he was, or a new one where there are guests. */
  private unnamed(): Identity | null {
    if (this.identity?.actor.kind === 'guest') return this.identity;
    const { recognition } = this.deps;
    return recognition.admitsGuests ? recognition.newcomer() : null;
  }

  /** Whether the frame of a stranger, or of a guest who may turn out to be somebody, waits until that is known. */
  hold(arrival: Arrival, dialect: Dialect): boolean {
    const isFirst = this.isFirst && this.isStranger && dialect.admission.holdsFromStart;
    return (this.mayChange || isFirst) && this.wait(arrival, dialect);
  }

  /** Whether a frame waits until what is being looked into is known; it does not where too much does. */
  wait(arrival: Arrival, dialect: Dialect): boolean {
    return !this.expiry.isOver && (this.holdings.get(dialect)?.hold(arrival) ?? false);
  }

  /** What waited, dialect by dialect; from now on only what comes during an attempt does. */
  release(): readonly Arrival[] {
    this.isFirst = false;
    return [...this.holdings.values()].flatMap((holding) => holding.release());
  }

  forget(): void {
    this.expiry.clear();
  }
}
