import { ContainerModule } from 'inversify';
import { stores } from '../stores.js';
import { TOKENS } from '../tokens.js';

/** The store that STORE names, as a server opens it. */
export const storeModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.store)
    .toResolvedValue(
      (config, resources, logger) =>
        resources.open(`The store ${config.store}`, () =>
          stores[config.store]({ ...config, isChecked: true }, logger),
        ),
      [TOKENS.config, TOKENS.resources, TOKENS.logger],
    )
    .inSingletonScope();
});
