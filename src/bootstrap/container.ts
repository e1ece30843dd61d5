import 'reflect-metadata';
import { Container } from 'inversify';
import type { Config } from './config.js';
import { applicationModule } from './modules/application-module.js';
import { blobModule } from './modules/blob-module.js';
import { filesModule } from './modules/files-module.js';
import { identityModule } from './modules/identity-module.js';
import { metricsModule } from './modules/metrics-module.js';
import { storeModule } from './modules/store-module.js';
import { systemModule } from './modules/system-module.js';
import { TOKENS } from './tokens.js';

/** Which adapter stands behind each port, for one configuration. */
export const container = (config: Config): Container => {
  const bindings = new Container();
  bindings.bind(TOKENS.config).toConstantValue(config);
  bindings.load(
    systemModule,
    storeModule,
    metricsModule,
    blobModule,
    filesModule,
    identityModule,
    applicationModule,
  );
  return bindings;
};
