import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js';
import { isNone, none, type Option } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isStaff, type PersonKey, personKey } from '../../domain/actor.js';
import { ownerKey } from '../../domain/conversation.js';
import {
  type AccessDenied,
  invalid,
  notAllowed,
  type RateLimited,
  type Unavailable,
  type ValidationFailed,
} from '../../domain/failure.js';
import { countingFailures } from '../counting-failures.js';
import type { AuthCodes, RedeemedCode } from '../ports/auth-codes.js';
import type { Clock } from '../ports/clock.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type { RateLimiter } from '../ports/rate-limiter.js';

export interface VerifyCodeInput {
  /** Whatever was typed. */
  readonly digits: string;
  readonly userId: string | null;
  /** A guest who is named; his id is `null` where it was not proved. */
  readonly guest: { readonly id: string | null } | null;
  readonly address: string;
}

/** One answer for every code that is none, whatever is wrong with it: `none`. */
export type VerifyCode = (
  caller: Actor | null,
  input: VerifyCodeInput,
) => TaskEither<ValidationFailed | AccessDenied | RateLimited | Unavailable, Option<RedeemedCode>>;

export interface VerifyCodeDeps {
  readonly codes: AuthCodes;
  readonly codeDigits: CodeDigits;
  readonly clock: Clock;
  readonly limiter: RateLimiter;
}

/** Whose try it is; an impostor's is a wrong one, and costs whom he names nothing. */
type Named = { readonly key: PersonKey | null } | 'impostor';

/** A customer is whom his token says, a guest whom his credential says; staff may ask for anybody. */
const namedBy = (
  caller: Actor | null,
  { userId, guest }: VerifyCodeInput,
): Either<ValidationFailed | AccessDenied, Named> => {
  if (userId !== null && guest !== null) {
    return left(invalid('guestId', 'Must not be there beside userId'));
  }
  if (caller?.kind === 'customer') {
    if (userId !== null && userId !== caller.id) return left(notAllowed);
    return right({ key: personKey(caller) });
  }
  if (userId !== null) return right({ key: ownerKey({ kind: 'customer', id: userId }) });
  if (guest !== null) {
    const { id } = guest;
    return right(id === null ? 'impostor' : { key: ownerKey({ kind: 'guest', id }) });
  }
  return right({ key: caller === null || isStaff(caller) ? null : personKey(caller) });
};

const isWrong = (redeemed: Either<Unavailable, Option<RedeemedCode>>): boolean =>
  isRight(redeemed) && isNone(redeemed.right);

/** Redeems a code, once. */
export const verifyCode = ({ codes, codeDigits, clock, limiter }: VerifyCodeDeps): VerifyCode => {
  const countingWrongOnes = countingFailures(limiter, 'codeFailures');
  return (caller, input) => async () => {
    const named = namedBy(caller, input);
    if (isLeft(named)) return named;
    const { digits, address } = input;
    const redeem = async (): Promise<Either<Unavailable, Option<RedeemedCode>>> => {
      if (named.right === 'impostor') return right(none);
      const attempt = { key: codeDigits.keyOf(digits), by: named.right.key };
      return codes.redeem(attempt, clock.now())();
    };
    return countingWrongOnes(address, { run: redeem, isFailure: isWrong });
  };
};
