import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Clock } from '../../../application/ports/clock.js';
import type { Logger } from '../../../application/ports/logger.js';
import type {
  RenewalRefused,
  RenewedSession,
  SessionRefresher,
} from '../../../application/ports/session-refresher.js';
import { type Unavailable, unavailable } from '../../../domain/failure.js';
import { failureLog } from '../common/failure-log.js';
import { boundedBody } from './bounded-fetch.js';
import { fetchFault } from './fetch-fault.js';
import { SharedRenewals } from './shared-renewals.js';

export interface SupabaseSessionRefresherOptions {
  /** Of the project: what `/auth/v1` comes behind. */
  readonly url: string;
  /** Its public key. */
  readonly anonKey: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds for the whole answer. */
  readonly timeout?: number;
}

const TIMEOUT = 5_000;

/** Milliseconds between two lines of the log about the same. */
const LOG_INTERVAL = 60_000;

/** Characters of a refresh token; those there are have a few dozen. */
const MAX_TOKEN = 4_096;

/** What is said of a refresh token; any other status is about the server, the project or its key. */
const REFUSALS: ReadonlySet<number> = new Set([400, 403, 422]);

const Answer = t.type({
  access_token: t.string,
  refresh_token: t.string,
  expires_in: t.number,
});

const refused: RenewalRefused = { kind: 'RenewalRefused' };

type Renewal = Either<RenewalRefused | Unavailable, RenewedSession>;

/** @throws Error that says in a few words what the answer lacks */
const sessionIn = (text: string): RenewedSession => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('no JSON');
  }
  const decoded = Answer.decode(json);
  if (isLeft(decoded)) throw new Error('no session');
  const { access_token: accessToken, refresh_token: refreshToken } = decoded.right;
  const expiresIn = Math.floor(decoded.right.expires_in);
  if (!(Number.isSafeInteger(expiresIn) && expiresIn >= 1)) throw new Error('no lifetime');
  return { accessToken, refreshToken, expiresIn };
};

/** Renews by the HTTP endpoint of Supabase Auth, or of whatever speaks it. */
export const supabaseSessionRefresher = (
  options: SupabaseSessionRefresherOptions,
): SessionRefresher => {
  const { url, anonKey, clock, logger, timeout = TIMEOUT } = options;
  const endpoint = `${url}/auth/v1/token?grant_type=refresh_token`;
  const shared = new SharedRenewals<Renewal>(
    clock,
    (answer) => !isLeft(answer) || answer.left.kind === 'RenewalRefused',
  );
  const logFailure = failureLog(
    (fields) => logger.warn('sessions cannot be renewed', fields),
    () => clock.now(),
    LOG_INTERVAL,
  );

  const ask = async (refreshToken: string): Promise<Renewal> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { apikey: anonKey, 'content-type': 'application/json' },
      body: JSON.stringify({ refresh_token: refreshToken }),
      // It would take the token along.
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    });
    if (response.status === 200) return right(sessionIn((await boundedBody(response)).toString()));
    await response.body?.cancel();
    if (REFUSALS.has(response.status)) return left(refused);
    throw new Error(`status ${response.status}`);
  };

  const attempt = async (refreshToken: string): Promise<Renewal> => {
    try {
      return await ask(refreshToken);
    } catch (error) {
      logFailure(null, { why: fetchFault(error) });
      return left(unavailable);
    }
  };

  return {
    renew: (refreshToken) => async () => {
      if (refreshToken === '' || refreshToken.length > MAX_TOKEN) return left(refused);
      const renewal = shared.ask(refreshToken, () => attempt(refreshToken));
      if (renewal !== null) return renewal;
      logFailure('many', { why: 'too many at a time' });
      return left(unavailable);
    },
  };
};
