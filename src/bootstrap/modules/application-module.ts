import { ContainerModule } from 'inversify';
import { gateway } from '../../adapters/inbound/gateway/gateway.js';
import { authenticate } from '../../application/use-cases/authenticate.js';
import { limitedUseCases } from '../../application/limited-use-cases.js';
import { useCases } from '../../application/use-cases/use-cases.js';
import { dialects } from '../dialects.js';
import { TOKENS } from '../tokens.js';

/** The use cases over the ports, the dialects that DIALECTS names over them, the gateway over those. */
export const applicationModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.useCases)
    .toResolvedValue(
      ({ ticketPrefix }, store, codeDigits, bus, limiter, presence, clock, turn, ids, logger) => {
        const ports = { ...store, codeDigits, bus, limiter, presence, clock, turn, ids, logger };
        return limitedUseCases(useCases({ ...ports, ticketPrefix }), limiter);
      },
      [
        TOKENS.config,
        TOKENS.store,
        TOKENS.codeDigits,
        TOKENS.bus,
        TOKENS.limiter,
        TOKENS.presence,
        TOKENS.clock,
        TOKENS.turn,
        TOKENS.ids,
        TOKENS.logger,
      ],
    )
    .inSingletonScope();
  bind(TOKENS.authenticate)
    .toResolvedValue(
      ({ agents }, tokens, logger) => authenticate({ agents, tokens, logger }),
      [TOKENS.store, TOKENS.tokenVerifier, TOKENS.logger],
    )
    .inSingletonScope();
  bind(TOKENS.dialects)
    .toResolvedValue(
      ({ dialects: names, appKeys }, cases, guestIds, codeDigits, clock) =>
        names.map((name) =>
          dialects[name]({ useCases: cases, guestIds, codeDigits, clock, appKeys }),
        ),
      [TOKENS.config, TOKENS.useCases, TOKENS.guestIds, TOKENS.codeDigits, TOKENS.clock],
    )
    .inSingletonScope();
  bind(TOKENS.gateway)
    .toResolvedValue(
      (
        all,
        authentication,
        guestIds,
        cases,
        { log, sessions, codes },
        bus,
        limiter,
        presence,
        clock,
        turn,
        ids,
        logger,
      ) =>
        gateway({
          dialects: all,
          authenticate: authentication,
          guestIds,
          rejoinConversations: cases.rejoinConversations,
          log,
          sessions,
          codes,
          bus,
          limiter,
          presence,
          clock,
          turn,
          ids,
          logger,
        }),
      [
        TOKENS.dialects,
        TOKENS.authenticate,
        TOKENS.guestIds,
        TOKENS.useCases,
        TOKENS.store,
        TOKENS.bus,
        TOKENS.limiter,
        TOKENS.presence,
        TOKENS.clock,
        TOKENS.turn,
        TOKENS.ids,
        TOKENS.logger,
      ],
    )
    .inSingletonScope();
});
