import { ContainerModule } from 'inversify';
import { derivedKey } from '../../adapters/outbound/identity/derived-key.js';
import { hmacGuestIds } from '../../adapters/outbound/identity/hmac-guest-ids.js';
import { jwtTokenVerifier } from '../../adapters/outbound/identity/jwt-token-verifier.js';
import { developmentSecret } from '../development-secret.js';
import { TOKENS } from '../tokens.js';

/** Who a token speaks for, and whose a guest's id is. */
export const identityModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.secret)
    .toResolvedValue(
      ({ jwtSecret, dataDir }) => jwtSecret ?? developmentSecret(dataDir),
      [TOKENS.config],
    )
    .inSingletonScope();
  bind(TOKENS.serverSecret)
    .toResolvedValue(
      ({ serverSecret }, jwtSecret) => serverSecret ?? jwtSecret,
      [TOKENS.config, TOKENS.secret],
    )
    .inSingletonScope();
  bind(TOKENS.guestIds)
    .toResolvedValue(
      (secret, clock) => hmacGuestIds({ key: derivedKey(secret, 'guest ids'), clock }),
      [TOKENS.serverSecret, TOKENS.clock],
    )
    .inSingletonScope();
  bind(TOKENS.tokenVerifier)
    .toResolvedValue(
      ({ jwtIssuer, jwtAudience }, secret, clock, logger) =>
        jwtTokenVerifier({
          secret,
          clock,
          logger,
          ...(jwtIssuer === null ? {} : { issuer: jwtIssuer }),
          ...(jwtAudience === null ? {} : { audience: jwtAudience }),
        }),
      [TOKENS.config, TOKENS.secret, TOKENS.clock, TOKENS.logger],
    )
    .inSingletonScope();
});
