import { Command } from 'commander';
import { startApp } from '../app.js';
import { DEFAULT_STORE } from '../config.js';
import { DIALECTS } from '../dialects.js';
import { STORES } from '../stores.js';
import { TRANSPORTS } from '../transports.js';
import { fail } from './fail.js';
import { loadConfig } from './load-config.js';
import { watchDefects } from './watch-defects.js';

const ENVIRONMENT = `
Environment:
  PORT, HOST                   where to listen (3001, 127.0.0.1)
  PUBLIC_URL                   what clients reach it by, for links to files; without it where it listens
  DATA_DIR                     folder of the database and the development secret (./data)
  STORE                        one of ${STORES.join(', ')} (${DEFAULT_STORE})
  MONGODB_URI                  of a replica set, with the database; required where STORE is mongodb
  JWT_SECRET                   of HS256, 32 bytes or more; in development one is made and kept in DATA_DIR
  JWT_PUBLIC_KEY               instead of it, in PEM: of RS256 or ES256
  JWKS_URL                     instead of both: a JSON Web Key Set, for RS256 and ES256
  SERVER_SECRET                32 bytes or more, for guests' ids; without it JWT_SECRET is
  JWT_ISSUER, JWT_AUDIENCE     checked when set
  JWT_CLOCK_TOLERANCE          seconds by which the clock of whoever signs may be off (5)
  AUTH_COOKIE                  in which web clients of servana bring tokens (sb-access-token)
  AUTH_REFRESH_COOKIE          by which these are renewed (sb-refresh-token)
  SUPABASE_URL, SUPABASE_ANON_KEY  who renews sessions of web clients of servana
  DIALECTS                     list of what to speak: ${DIALECTS.join(', ')} (all)
  TRANSPORTS                   list of what to speak it over: ${TRANSPORTS.join(', ')} (all)
  CORS_ORIGINS                 origins of other sites whose pages may connect
  SOCKET_CORS_ORIGINS          more of them
  UPLOAD_TYPES                 list of MIME types of files that may be sent, such as image/*; without it usual ones
  CLAMD_HOST                   where ClamAV's clamd listens, which scans every file
  CLAMD_PORT                   its port (3310)
  SCAN                         off, optional or required: required where CLAMD_HOST is set, else off
  RATE_MESSAGES                messages of one person in so many seconds, or off (30/60)
  RATE_STATUS                  words of one person on whether he is online, in so many seconds, or off (10/60)
  RATE_CONNECTIONS             handshakes of one address in so many seconds, or off (60/60)
  TICKET_PREFIX                what the numbers of tickets begin with (SMI)
  APP_KEYS                     list of keys: apps without tokens, on livechat, must bear one in X-App-Key
  TRUST_PROXY                  proxies before the server whose X-Forwarded-For counts (0)
  UPLOAD_MEMORY                MiB of frames over 128 KiB that may be in memory at once: 256 if not set, or a third of V8's heap
  SOCKET_HEARTBEAT_INTERVAL    milliseconds between pings (25000)
  SOCKET_HEARTBEAT_TIMEOUT     milliseconds after which a silent connection is dead (60000)
  SOCKET_DEBUG                 true: log each event of a socket, by name and size (false)
  LOG_LEVEL                    silent, fatal, error, warn, info, debug or trace (info)
  NODE_ENV                     production requires keys for tokens, lets no loopback origin in and serves no examples (development)`;

/** Resolves at the first signal from now on; a second one changes nothing. */
const askedToStop = (): Promise<void> =>
  new Promise((resolve) => {
    process.on('SIGTERM', () => resolve());
    process.on('SIGINT', () => resolve());
  });

const serve = async (): Promise<void> => {
  const config = loadConfig();
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
    .description('Start the server. It is configured by the environment; SIGTERM ends it cleanly.')
    .addHelpText('after', ENVIRONMENT)
    .action(serve);
