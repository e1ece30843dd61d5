import { ContainerModule } from 'inversify';
import { jwtTokenVerifier } from '../../adapters/outbound/identity/jwt-token-verifier.js';
import { developmentSecret } from '../development-secret.js';
import { TOKENS } from '../tokens.js';

/** Who a token speaks for. */
export const identityModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.secret)
    .toResolvedValue(
      ({ jwtSecret, dataDir }) => jwtSecret ?? developmentSecret(dataDir),
      [TOKENS.config],
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
