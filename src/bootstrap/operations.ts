import { isRight } from 'fp-ts/lib/Either.js';
import type { Container } from 'inversify';
import { type Operations, operations } from '../adapters/inbound/operations/operations.js';
import { type Check, Readiness } from '../adapters/inbound/operations/readiness.js';
import type { NoteRefusal } from '../adapters/inbound/transports/common/refusal-log.js';
import type { EventBus } from '../application/ports/event-bus.js';
import type { Store } from '../application/ports/store.js';
import type { Config } from './config.js';
import { TOKENS } from './tokens.js';

const health =
  (part: Pick<Store | EventBus, 'health'>): Check =>
  async () => {
    try {
      return isRight(await part.health()());
    } catch {
      return false;
    }
  };

/** What the server tells of itself to those who run it. */
export const operationsOf = async (
  { metricsToken }: Pick<Config, 'metricsToken'>,
  bindings: Container,
  refused: NoteRefusal,
): Promise<{ readonly readiness: Readiness; readonly handle: Operations }> => {
  const logger = bindings.get(TOKENS.logger);
  const readiness = new Readiness({
    checks: {
      store: health(await bindings.getAsync(TOKENS.store)),
      bus: health(await bindings.getAsync(TOKENS.bus)),
    },
    changed: ({ status, checks }) => {
      if (status === 'ready') logger.info('ready again');
      else logger.warn('not ready', { ...checks });
    },
  });
  const metrics = bindings.get(TOKENS.prometheus);
  return { readiness, handle: operations({ readiness, metrics, metricsToken, logger, refused }) };
};
