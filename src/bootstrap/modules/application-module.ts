import { ContainerModule } from 'inversify';
import { gateway } from '../../adapters/inbound/gateway/gateway.js';
import type { Dialect } from '../../adapters/inbound/gateway/dialect.js';
import { supportDialect } from '../../adapters/inbound/dialects/support/support-dialect.js';
import { authenticate } from '../../application/use-cases/authenticate.js';
import { type UseCases, useCases } from '../../application/use-cases/use-cases.js';
import type { DialectName } from '../config.js';
import { TOKENS } from '../tokens.js';

const dialects: Readonly<Record<DialectName, (useCases: UseCases) => Dialect>> = {
  support: supportDialect,
};

/** The use cases over the ports, the dialects that DIALECTS names over them, the gateway over those. */
export const applicationModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.useCases)
    .toResolvedValue(
      ({ log, queries, agents }, bus, clock, turn, ids, logger) =>
        useCases({ log, queries, agents, bus, clock, turn, ids, logger }),
      [TOKENS.store, TOKENS.bus, TOKENS.clock, TOKENS.turn, TOKENS.ids, TOKENS.logger],
    )
    .inSingletonScope();
  bind(TOKENS.authenticate)
    .toResolvedValue(
      ({ agents }, tokens) => authenticate({ agents, tokens }),
      [TOKENS.store, TOKENS.tokenVerifier],
    )
    .inSingletonScope();
  bind(TOKENS.dialects)
    .toResolvedValue(
      (config, cases) => config.dialects.map((name) => dialects[name](cases)),
      [TOKENS.config, TOKENS.useCases],
    )
    .inSingletonScope();
  bind(TOKENS.gateway)
    .toResolvedValue(
      (all, authentication, bus, clock, ids, logger) =>
        gateway({ dialects: all, authenticate: authentication, bus, clock, ids, logger }),
      [TOKENS.dialects, TOKENS.authenticate, TOKENS.bus, TOKENS.clock, TOKENS.ids, TOKENS.logger],
    )
    .inSingletonScope();
});
