import type { Container } from 'inversify';
import { type App, startApp } from '../../../src/bootstrap/app.js';
import { container } from '../../../src/bootstrap/container.js';
import { type Config, readConfig } from '../../../src/bootstrap/config.js';
import { TOKENS } from '../../../src/bootstrap/tokens.js';
import { expectRight } from '../../support/expect-either.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { logWatch } from './log-watch.js';
import { configured } from './private-data.js';
import { SECRET } from './tokens.js';
import { UNLIMITED } from '../../support/limits.js';

type Environment = Readonly<Record<string, string>>;

/** A token ends when it says; one that has no key of its own to check tokens with has the tests' secret. */
export const testConfig = (environment: Environment): Config =>
  expectRight(
    readConfig({
      PORT: '0',
      STORE: 'memory',
      ...('JWT_PUBLIC_KEY' in environment || 'JWKS_URL' in environment
        ? {}
        : { JWT_SECRET: SECRET }),
      JWT_CLOCK_TOLERANCE: '0',
      LOG_LEVEL: 'silent',
      ...UNLIMITED,
      ...environment,
    }),
  );

/**
 * The whole server, in the test's own process, on a port and a folder of its own. All that it logs is looked at: to stop it
 * fails where that tells a secret.
 * @param rebind puts adapters of the test in the place of others
 */
export const startServer = async (
  environment: Environment = {},
  rebind: (bindings: Container) => void = () => undefined,
): Promise<App> => {
  const folder = temporaryFolder();
  const config = testConfig({ DATA_DIR: folder.path, LOG_LEVEL: 'trace', ...environment });
  const bindings = container(config);
  configured({ JWT_SECRET: SECRET, ...environment });
  const watch = logWatch();
  bindings
    .rebind(TOKENS.logOutput)
    .toConstantValue({ write: watch.read, flush: () => Promise.resolve() });
  rebind(bindings);
  const app = await startApp(config, undefined, bindings);
  return {
    ...app,
    stop: async () => {
      await app.stop();
      folder.remove();
      watch.expectNoSecrets();
    },
  };
};
