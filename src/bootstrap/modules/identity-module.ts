import { ContainerModule } from 'inversify';
import { acceptedSessions } from '../../adapters/outbound/identity/accepted-sessions.js';
import { derivedKey } from '../../adapters/outbound/identity/derived-key.js';
import { hmacCodeDigits } from '../../adapters/outbound/identity/hmac-code-digits.js';
import { hmacGuestIds } from '../../adapters/outbound/identity/hmac-guest-ids.js';
import { jwtTokenVerifier } from '../../adapters/outbound/identity/jwt-token-verifier.js';
import { remoteKeys } from '../../adapters/outbound/identity/remote-keys.js';
import { secretKey } from '../../adapters/outbound/identity/secret-key.js';
import { supabaseSessionRefresher } from '../../adapters/outbound/identity/supabase-session-refresher.js';
import {
  singleKey,
  type VerificationKeys,
} from '../../adapters/outbound/identity/verification-keys.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import type { Config } from '../config.js';
import { developmentSecret } from '../development-secret.js';
import { TOKENS } from '../tokens.js';

const verificationKeys = (
  { tokenKeys, dataDir }: Config,
  clock: Clock,
  logger: Logger,
): VerificationKeys => {
  switch (tokenKeys.kind) {
    case 'secret':
      return singleKey(secretKey(tokenKeys.secret));
    case 'public key':
      return singleKey(tokenKeys.key);
    case 'key set':
      return remoteKeys({ url: tokenKeys.url, clock, logger });
    case 'development':
      return singleKey(secretKey(developmentSecret(dataDir)));
  }
};

/** The JWT secret where only that is set; one that is made where there is none at all. */
const secretOfTheServer = ({ serverSecret, tokenKeys, dataDir }: Config): string =>
  serverSecret ?? (tokenKeys.kind === 'secret' ? tokenKeys.secret : developmentSecret(dataDir));

/** Who a token speaks for, whose a guest's id is, and what a code's digits are. */
export const identityModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.serverSecret).toResolvedValue(secretOfTheServer, [TOKENS.config]).inSingletonScope();
  bind(TOKENS.guestIds)
    .toResolvedValue(
      (secret, clock) => hmacGuestIds({ key: derivedKey(secret, 'guest ids'), clock }),
      [TOKENS.serverSecret, TOKENS.clock],
    )
    .inSingletonScope();
  bind(TOKENS.codeDigits)
    .toResolvedValue(
      (secret) =>
        hmacCodeDigits({
          digitsKey: derivedKey(secret, 'code digits'),
          lookupKey: derivedKey(secret, 'code lookups'),
        }),
      [TOKENS.serverSecret],
    )
    .inSingletonScope();
  bind(TOKENS.verificationKeys)
    .toResolvedValue(verificationKeys, [TOKENS.config, TOKENS.clock, TOKENS.logger])
    .inSingletonScope();
  bind(TOKENS.tokenVerifier)
    .toResolvedValue(
      ({ jwtIssuer, jwtAudience, clockTolerance }, keys, clock, logger) =>
        jwtTokenVerifier({
          keys,
          tolerance: clockTolerance,
          clock,
          logger,
          ...(jwtIssuer === null ? {} : { issuer: jwtIssuer }),
          ...(jwtAudience === null ? {} : { audience: jwtAudience }),
        }),
      [TOKENS.config, TOKENS.verificationKeys, TOKENS.clock, TOKENS.logger],
    )
    .inSingletonScope();
  bind(TOKENS.sessionRefresher)
    .toResolvedValue(
      ({ supabase }, tokens, clock, logger) =>
        supabase === null
          ? null
          : acceptedSessions({
              refresher: supabaseSessionRefresher({ ...supabase, clock, logger }),
              tokens,
              clock,
              logger,
            }),
      [TOKENS.config, TOKENS.tokenVerifier, TOKENS.clock, TOKENS.logger],
    )
    .inSingletonScope();
});
