import { ContainerModule } from 'inversify';
import { stores } from '../stores.js';
import { TOKENS } from '../tokens.js';

/** The store that STORE names. */
export const storeModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.store)
    .toResolvedValue(
      (config, resources, logger) =>
        resources.open(`The store ${config.store}`, () => stores[config.store](config, logger)),
      [TOKENS.config, TOKENS.resources, TOKENS.logger],
    )
    .inSingletonScope();
});
