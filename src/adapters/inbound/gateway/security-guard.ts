import { type Actor, type PersonKey, personKey } from '../../../domain/actor.js';
import { type Metrics, noMetrics, type SecurityEvent } from '../../../application/ports/metrics.js';
import type { AccessDenied, Failure } from '../../../domain/failure.js';
import type { EdgeFailure } from './dialect.js';
import type { SecurityFacts, SecurityLog } from './security-log.js';

/** A payload says of its sender what his token does not. */
const IMPOSTURES: ReadonlySet<AccessDenied['to']> = new Set(['identity', 'role'] as const);

/** What of a failure is of concern; `null` for what goes wrong among honest people all day. */
const concernIn = (
  failure: Failure | EdgeFailure,
): readonly [event: SecurityEvent, reason: string] | null => {
  const { kind } = failure;
  switch (kind) {
    case 'InvalidToken':
      return ['authenticationFailed', kind];
    case 'AuthRequired':
    case 'StaffOnly':
      return ['denied', kind];
    case 'AccessDenied':
      return IMPOSTURES.has(failure.to)
        ? ['suspicious', 'somebodyElse']
        : ['denied', `${kind}: ${failure.to}`];
    case 'RateLimited':
      return failure.guessing === true ? ['suspicious', 'guessing'] : ['rateLimited', kind];
    case 'TooManyAtOnce':
    case 'TooManyJoined':
      return ['rateLimited', kind];
    case 'Unavailable':
      return ['unavailable', kind];
    case 'TooLarge':
    case 'InfectedFile':
      return ['suspicious', kind];
    case 'ValidationFailed':
    case 'InvalidPayload':
    case 'UnknownEvent':
    case 'NotFound':
    case 'ConversationClosed':
    case 'ResyncRequired':
    case 'NotClosed':
    case 'AlreadyRated':
    case 'Conflict':
    case 'FileTooLarge':
    case 'UnsupportedFile':
    case 'TokenExpired':
    case 'Dismissed':
    case 'Internal':
      return null;
  }
};

/** One connection or request, as the security log knows it. */
export class SecurityGuard {
  private actor: PersonKey | null = null;

  constructor(
    private readonly log: SecurityLog,
    private readonly of: Pick<SecurityFacts, 'address' | 'origin' | 'dialect' | 'correlationId'>,
    private readonly metrics: Pick<Metrics, 'refused'> = noMetrics,
  ) {}

  /** He is somebody from now on; it is told of where what proved it was looked at, and he is no news already. */
  become(actor: Actor, isToldOf: boolean, asked: string | null): void {
    this.actor = personKey(actor);
    if (isToldOf) this.note('authenticated', null, asked, null);
  }

  refused(failure: Failure | EdgeFailure, asked: string | null, dialect: string): void {
    this.metrics.refused(failure.kind, dialect);
    const [event, reason] = concernIn(failure) ?? [null, null];
    if (event !== null) this.note(event, reason, asked, dialect);
  }

  suspect(reason: string): void {
    this.note('suspicious', reason, null, null);
  }

  private note(
    event: SecurityEvent,
    reason: string | null,
    asked: string | null,
    dialect: string | null,
  ): void {
    const { address, origin, correlationId } = this.of;
    this.log.note({
      event,
      actor: this.actor,
      address,
      origin,
      dialect: dialect ?? this.of.dialect,
      correlationId,
      asked,
      reason,
    });
  }
}
