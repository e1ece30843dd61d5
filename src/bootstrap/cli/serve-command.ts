import { Command } from 'commander';
import { startApp } from '../app.js';
import { loadConfig } from './load-config.js';

const ENVIRONMENT = `
Environment:
  PORT, HOST                   where to listen (3001, 127.0.0.1)
  DATA_DIR                     folder of the database and the development secret (./data)
  STORE                        sqlite or memory (sqlite)
  JWT_SECRET                   32 bytes or more; in development one is made and kept in DATA_DIR
  JWT_ISSUER, JWT_AUDIENCE     checked when set
  DIALECTS, TRANSPORTS         lists of what to serve (all)
  CORS_ORIGINS                 origins of other sites whose pages may connect
  SOCKET_HEARTBEAT_INTERVAL    milliseconds between pings (25000)
  SOCKET_HEARTBEAT_TIMEOUT     milliseconds after which a silent connection is dead (60000)
  LOG_LEVEL                    silent, fatal, error, warn, info, debug or trace (info)
  NODE_ENV                     production: JWT_SECRET is required, loopback origins are not let in`;

const serve = async (): Promise<void> => {
  const config = loadConfig();
  const app = await startApp(config).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return process.exit(1);
  });
  process.stderr.write(`Switchboard listens on ${app.url}\n`);
  if (config.jwtSecret === null) {
    process.stderr.write(
      'Development tokens: npm run -s switchboard -- token --role customer --sub alice --name Alice\n',
    );
  }
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
};

export const serveCommand = (): Command =>
  new Command('serve')
    .description('Start the server. It is configured by the environment; SIGTERM ends it cleanly.')
    .addHelpText('after', ENVIRONMENT)
    .action(serve);
