import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js';
import type { RateLimiter } from '../../../application/ports/rate-limiter.js';
import type {
  RenewedSession,
  SessionRefresher,
} from '../../../application/ports/session-refresher.js';
import type { Authenticate } from '../../../application/use-cases/authenticate.js';
import type { Admission, SignInCookies } from './dialect.js';
import type { SecurityLog } from './security-log.js';
import { originIn } from './headers.js';
import {
  type Cookie,
  type Entrance,
  nothingRenewed,
  type Offer,
  type Renewal,
} from './transport.js';

export interface RenewalDeps {
  readonly authenticate: Authenticate;
  /** Null where nobody renews sessions: who was signed in is not any more. */
  readonly refresher: SessionRefresher | null;
  readonly limiter: RateLimiter;
  readonly security: SecurityLog;
  /** Of the dialects. */
  readonly name: string;
  /** Whether browsers are to send cookies by https alone. */
  readonly secureCookies: boolean;
}

/** Seconds for which a browser keeps what the next renewal takes: 30 days. */
const KEPT = 2_592_000;

/**
 * Renews what keeps people signed in, where one of the dialects has cookies for it: whose token is missing, or no good
 * any more, has another by his refresh token. Whoever says outright who he is asks for none, good or bad.
 */
export const renewing = (
  { authenticate, refresher, limiter, security, name, secureCookies }: RenewalDeps,
  admissions: readonly Pick<Admission, 'token' | 'cookies'>[],
): Entrance['renew'] => {
  const isOutright = (offer: Offer): boolean =>
    admissions.some(({ token }) => token(offer) !== undefined);

  /** Also where it is not known whether it is good: a refresh token is not used up for that. */
  const isGood = async (token: string | undefined): Promise<boolean> => {
    if (token === undefined) return false;
    const known = await authenticate(token)();
    return isRight(known) || known.left.kind === 'Unavailable';
  };

  const written = (
    { access, refresh }: SignInCookies,
    { accessToken, refreshToken, expiresIn }: RenewedSession,
  ): readonly Cookie[] => {
    const common = { httpOnly: true, sameSite: 'lax', path: '/', secure: secureCookies } as const;
    return [
      { name: access, value: accessToken, maxAge: expiresIn, ...common },
      { name: refresh, value: refreshToken, maxAge: KEPT, ...common },
    ];
  };

  const noteRefusal = ({ address, headers }: Offer): void =>
    security.note({
      event: 'authenticationFailed',
      actor: null,
      address,
      origin: originIn(headers),
      dialect: name,
      correlationId: null,
      asked: null,
      reason: 'renewal',
    });

  const renewed = async (
    asked: SessionRefresher,
    names: SignInCookies,
    offer: Offer,
  ): Promise<Either<NonNullable<Renewal['failure']>, readonly Cookie[]>> => {
    const refreshToken = offer.cookies.get(names.refresh);
    if (refreshToken === undefined || (await isGood(offer.cookies.get(names.access)))) {
      return right([]);
    }
    // Each asks another server: nobody has it asked as often as he likes.
    const taken = await limiter.take('connections', `renewal:${offer.address}`)();
    if (isLeft(taken)) return taken;
    const session = await asked.renew(refreshToken)();
    if (!isLeft(session)) return right(written(names, session.right));
    if (session.left.kind === 'Unavailable') return left(session.left);
    noteRefusal(offer);
    return right([]);
  };

  return async (offer) => {
    if (refresher === null || isOutright(offer)) return nothingRenewed;
    const named = admissions.flatMap(({ cookies }) => (cookies === undefined ? [] : [cookies]));
    const all = await Promise.all(named.map((names) => renewed(refresher, names, offer)));
    return {
      cookies: all.filter(isRight).flatMap(({ right: cookies }) => cookies),
      failure: all.find(isLeft)?.left ?? null,
    };
  };
};
