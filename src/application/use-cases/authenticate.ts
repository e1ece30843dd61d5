import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isSome } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { isStaff, type Staff } from '../../domain/actor.js';
import type { Unavailable } from '../../domain/failure.js';
import type { AgentDirectory } from '../ports/agent-directory.js';
import type { Logger } from '../ports/logger.js';
import type { Identity, InvalidToken, TokenVerifier } from '../ports/token-verifier.js';

export type AuthenticateFailure = InvalidToken | Unavailable;

/** Takes whatever the client sent as its token. */
export type Authenticate = (token: unknown) => TaskEither<AuthenticateFailure, Identity>;

export interface AuthenticateDeps {
  readonly tokens: TokenVerifier;
  readonly agents: AgentDirectory;
  readonly logger: Logger;
}

/** Characters. */
export const MAX_TOKEN = 16 * 1024;

const isSame = (one: Staff, other: Staff): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whom a token speaks for; staff are remembered, so that others can hand over to them. */
export const authenticate =
  ({ tokens, agents, logger }: AuthenticateDeps): Authenticate =>
  (token) =>
  async () => {
    if (typeof token !== 'string' || token.length > MAX_TOKEN) {
      logger.debug('a token was refused', { why: typeof token === 'string' ? 'length' : 'none' });
      return left({ kind: 'InvalidToken' });
    }
    const identity = await tokens.verify(token)();
    if (isLeft(identity) || !isStaff(identity.right.actor)) return identity;
    const staff = identity.right.actor;
    const known = await agents.find(staff.id)();
    if (isLeft(known)) return known;
    if (isSome(known.right) && isSame(known.right.value, staff)) return identity;
    const remembered = await agents.remember(staff)();
    return isLeft(remembered) ? remembered : right(identity.right);
  };
