import { ContainerModule } from 'inversify';
import { inert } from '../../adapters/inbound/dialects/common/inert-text.js';
import { asTyped } from '../../adapters/inbound/dialects/common/wording.js';
import { gateway } from '../../adapters/inbound/gateway/gateway.js';
import { authenticate } from '../../application/use-cases/authenticate.js';
import { limitedUseCases } from '../../application/limited-use-cases.js';
import { useCases } from '../../application/use-cases/use-cases.js';
import { dialects } from '../dialects.js';
import { meteredFiles } from '../metering/metered-files.js';
import { OwnAddress } from '../own-address.js';
import { TOKENS } from '../tokens.js';

/** The use cases over the ports, the dialects that DIALECTS names over them, the gateway over those. */
export const applicationModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.useCases)
    .toResolvedValue(
      (
        { ticketPrefix, mustScan, uploadTypes: allowedTypes },
        store,
        blobs,
        fileTypes,
        scanner,
        codeDigits,
        bus,
        limiter,
        presence,
        clock,
        turn,
        ids,
        logger,
        metrics,
      ) => {
        const files = { blobs, fileTypes, scanner, allowedTypes, mustScan };
        const ports = { ...store, ...files, codeDigits, bus, limiter, presence, clock, turn, ids };
        return limitedUseCases(
          meteredFiles(useCases({ ...ports, logger, metrics, ticketPrefix }), metrics),
          limiter,
        );
      },
      [
        TOKENS.config,
        TOKENS.meteredStore,
        TOKENS.blobs,
        TOKENS.fileTypes,
        TOKENS.scanner,
        TOKENS.codeDigits,
        TOKENS.meteredBus,
        TOKENS.limiter,
        TOKENS.presence,
        TOKENS.clock,
        TOKENS.turn,
        TOKENS.ids,
        TOKENS.logger,
        TOKENS.metrics,
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
      (
        { dialects: names, appKeys, signInCookies, isTextInert },
        cases,
        guestIds,
        codeDigits,
        clock,
        { publicUrl },
      ) => {
        const write = isTextInert ? inert : asTyped;
        const settings = { publicUrl, write, appKeys, signInCookies };
        const ground = { useCases: cases, guestIds, codeDigits, clock, ...settings };
        return names.map((name) => dialects[name](ground));
      },
      [
        TOKENS.config,
        TOKENS.useCases,
        TOKENS.guestIds,
        TOKENS.codeDigits,
        TOKENS.clock,
        TOKENS.ownAddress,
      ],
    )
    .inSingletonScope();
  bind(TOKENS.ownAddress)
    .toResolvedValue(({ publicUrl }) => new OwnAddress(publicUrl), [TOKENS.config])
    .inSingletonScope();
  bind(TOKENS.gateway)
    .toResolvedValue(
      (
        all,
        authentication,
        guestIds,
        refresher,
        { isProduction, publicUrl, socketDebug },
        cases,
        { log, sessions, codes },
        bus,
        limiter,
        presence,
        clock,
        turn,
        ids,
        logger,
        metrics,
      ) =>
        gateway({
          dialects: all,
          authenticate: authentication,
          guestIds,
          refresher,
          secureCookies: isProduction || (publicUrl?.startsWith('https:') ?? false),
          traces: socketDebug,
          rejoinConversations: cases.rejoinConversations,
          countRooms: cases.countRooms,
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
          metrics,
        }),
      [
        TOKENS.dialects,
        TOKENS.authenticate,
        TOKENS.guestIds,
        TOKENS.sessionRefresher,
        TOKENS.config,
        TOKENS.useCases,
        TOKENS.meteredStore,
        TOKENS.meteredBus,
        TOKENS.limiter,
        TOKENS.presence,
        TOKENS.clock,
        TOKENS.turn,
        TOKENS.ids,
        TOKENS.logger,
        TOKENS.metrics,
      ],
    )
    .inSingletonScope();
});
