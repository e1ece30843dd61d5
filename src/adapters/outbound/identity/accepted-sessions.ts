import { isLeft, left } from 'fp-ts/lib/Either.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { SessionRefresher } from '../../../application/ports/session-refresher.js';
import type { TokenVerifier } from '../../../application/ports/token-verifier.js';
import { unavailable } from '../../../domain/failure.js';
import { failureLog } from '../common/failure-log.js';

export interface AcceptedSessionsOptions {
  readonly refresher: SessionRefresher;
  readonly tokens: TokenVerifier;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Milliseconds between two lines of the log about the same. */
const LOG_INTERVAL = 60_000;

/** Renews as another does, but nobody is given a token that is not taken here: whose tokens those are is set up wrongly. */
export const acceptedSessions = (options: AcceptedSessionsOptions): SessionRefresher => {
  const { refresher, tokens, clock, logger } = options;
  const logRefusal = failureLog(
    (fields) =>
      logger.warn(
        'tokens of SUPABASE_URL are not taken: JWT_SECRET or JWKS_URL is not theirs',
        fields,
      ),
    () => clock.now(),
    LOG_INTERVAL,
  );
  return {
    renew: (refreshToken) => async () => {
      const session = await refresher.renew(refreshToken)();
      if (isLeft(session)) return session;
      const known = await tokens.verify(session.right.accessToken)();
      if (!isLeft(known) || known.left.kind === 'Unavailable') return session;
      logRefusal(null, {});
      return left(unavailable);
    },
  };
};
