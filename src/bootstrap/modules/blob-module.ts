import { ContainerModule } from 'inversify';
import { blobStores } from '../blobs.js';
import { TOKENS } from '../tokens.js';

/** Files, where the store that STORE names has them beside it. */
export const blobModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.blobs)
    .toResolvedValue(
      (config, resources, logger) =>
        resources.open(`The files of the store ${config.store}`, () =>
          blobStores[config.store](config, logger),
        ),
      [TOKENS.config, TOKENS.resources, TOKENS.logger],
    )
    .inSingletonScope();
});
