import { once } from 'node:events';
import { Command } from 'commander';
import { startApp } from '../app.js';
import { helpText } from '../configuration/help-text.js';
import { type EnvFileOptions, envFileOption } from './env-file.js';
import { fail } from './fail.js';
import { loadConfig } from './load-config.js';
import { stopSignals } from './stop-signals.js';
import { watchDefects } from './watch-defects.js';

/** The first signal from now on; a second one ends the process at once. */
const askedToStop = async (): Promise<void> => {
  await once(stopSignals().signal, 'abort');
};

const serve = async (options: EnvFileOptions): Promise<void> => {
  const config = loadConfig(options);
  const app = await startApp(config).catch(fail);
  watchDefects(process, app, (code) => process.exit(code));
  // Only now: a start that hangs is ended by the signal itself.
  const stop = askedToStop();
  process.stderr.write(`Switchboard listens on ${app.url}\n`);
  if (config.tokenKeys.kind === 'development') {
    process.stderr.write(
      'Development tokens, in this folder and with this environment:\n  npm run -s switchboard -- token --role customer --sub alice --name Alice\n',
    );
  }
  await stop;
  await app.stop().catch(fail);
  process.exit(0);
};

export const serveCommand = (): Command =>
  new Command('serve')
    .description(
      'Start the server. It is configured by the environment; SIGTERM ends it cleanly, a second one at once.',
    )
    .addOption(envFileOption())
    .addHelpText('after', helpText())
    .action(serve);
