import { getHeapStatistics } from 'node:v8';
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { ALLOWED_TYPES } from '../application/files/allowed-types.js';
import { CODE_FAILURES, type Rates, TICKET_FAILURES } from '../application/ports/rate-limiter.js';
import type { ClamdAddress } from '../adapters/outbound/scanner/clamd-scan.js';
import type { SignInCookies } from '../adapters/inbound/gateway/dialect.js';
import type { LogLevel } from '../adapters/outbound/system/pino-logger.js';
import { type Misspelt, misspelt } from './configuration/misspelt.js';
import type { LOG_FORMATS } from './configuration/groups/running.js';
import { type Environment, readableIn, type Values, Variables } from './configuration/variables.js';
import type { DialectName } from './dialects.js';
import { type TokenKeys, tokenKeyProblems, tokenKeys } from './token-keys.js';
import { signInCookieProblems } from './sign-in-cookies.js';
import { type Supabase, supabase, supabaseProblems } from './supabase.js';
import type { StoreName, StoreSettings } from './stores.js';
import type { TransportName, TransportSettings } from './transports.js';
import { uploadMemory, uploadMemoryProblems } from './upload-memory.js';

/** How the server runs, as the environment says. */
export interface Config extends StoreSettings, TransportSettings {
  readonly port: number;
  readonly host: string;
  /** What clients reach it by; where it listens, where that is not said. */
  readonly publicUrl: string | null;
  readonly store: StoreName;
  readonly tokenKeys: TokenKeys;
  /** What keyed hashes are made with: guests' ids, codes; what signs tokens where there is none. */
  readonly serverSecret: string | null;
  readonly jwtIssuer: string | null;
  readonly jwtAudience: string | null;
  /** Seconds. */
  readonly clockTolerance: number;
  readonly signInCookies: SignInCookies;
  /** Who renews the sessions of people whom it signs in; null where nobody does. */
  readonly supabase: Supabase | null;
  readonly dialects: readonly DialectName[];
  readonly transports: readonly TransportName[];
  readonly corsOrigins: readonly string[];
  /** Proxies before the server, whose `X-Forwarded-For` is believed. */
  readonly trustProxy: number;
  /** Those of which an app bears one that asks without a token; none where any app may. */
  readonly appKeys: readonly string[];
  /** Whether what people write can do nothing where a client puts it into `innerHTML`. */
  readonly isTextInert: boolean;
  /** What the numbers of tickets begin with. */
  readonly ticketPrefix: string;
  /** Kinds of files that may be sent, as of `storeFile`. */
  readonly uploadTypes: readonly string[];
  readonly rates: Rates;
  /** Null where files are not scanned. */
  readonly clamd: ClamdAddress | null;
  /** Whether files are refused that were not scanned. */
  readonly mustScan: boolean;
  /** Whether the log tells of each event of a socket. */
  readonly socketDebug: boolean;
  readonly logLevel: LogLevel;
  /** Who bears it may read `/metrics`; null where this host alone may. */
  readonly metricsToken: string | null;
  /** Null where it is for who looks at it. */
  readonly logFormat: (typeof LOG_FORMATS)[number] | null;
  /** What is set and read by nobody, for all that it is nearly called as what is. */
  readonly misspelt: readonly Misspelt[];
}

/** What no variable is at fault for alone; of those that cannot be read nothing is said twice. */
const contradictions = (environment: Environment, heap: number): readonly string[] => {
  const readable = readableIn(environment);
  const problems = [
    ...tokenKeyProblems(readable, environment['JWKS_URL']),
    ...supabaseProblems(readable, environment['SUPABASE_URL']),
    ...signInCookieProblems(readable),
    ...uploadMemoryProblems(readable, heap),
  ];
  if (readable.STORE === 'mongodb' && readable.MONGODB_URI === null) {
    problems.push('MONGODB_URI must be set where STORE is mongodb');
  }
  const { SCAN: scan = null, CLAMD_HOST: clamd } = readable;
  if (scan !== null && scan !== 'off' && clamd === null) {
    problems.push(`CLAMD_HOST must be set where SCAN is ${scan}`);
  }
  const { SOCKET_HEARTBEAT_INTERVAL: interval, SOCKET_HEARTBEAT_TIMEOUT: timeout } = readable;
  if (interval !== undefined && timeout !== undefined && timeout <= interval) {
    problems.push('SOCKET_HEARTBEAT_TIMEOUT must be longer than SOCKET_HEARTBEAT_INTERVAL');
  }
  return problems;
};

type Scanning = Pick<Values, 'SCAN' | 'CLAMD_HOST' | 'CLAMD_PORT'>;

/** Whoever says where clamd is wants its verdict, unless he says otherwise. */
const scanning = ({ SCAN, CLAMD_HOST: host, CLAMD_PORT: port }: Scanning) => ({
  clamd: host === null || SCAN === 'off' ? null : { host, port },
  mustScan: host !== null && (SCAN ?? 'required') === 'required',
});

type Logging = Pick<Values, 'SOCKET_DEBUG' | 'LOG_LEVEL'>;

/** Sockets are told of at `debug`. */
const logLevel = ({ SOCKET_DEBUG, LOG_LEVEL }: Logging): LogLevel =>
  SOCKET_DEBUG === 'true' && LOG_LEVEL !== 'trace' ? 'debug' : LOG_LEVEL;

/**
 * Decodes the whole environment once: the configuration, or every problem, each naming its variable.
 * @param heap bytes that V8's heap may have
 */
export const readConfig = (
  environment: Environment,
  heap = getHeapStatistics().heap_size_limit,
): Either<readonly string[], Config> => {
  const decoded = Variables.decode({ ...environment });
  const problems = contradictions(environment, heap);
  const near = misspelt(Object.keys(environment), Object.keys(Variables.props));
  const hints = near.map(({ variable, meant }) => `${variable} is read by nobody: ${meant} is`);
  if (isLeft(decoded)) {
    const faults = decoded.left.map(
      ({ context, message }) => `${context.at(-1)?.key ?? ''} ${message ?? ''}`,
    );
    return left([...faults, ...problems, ...hints]);
  }
  if (problems.length > 0) return left([...problems, ...hints]);
  const variables = decoded.right;
  return right({
    port: variables.PORT,
    host: variables.HOST,
    publicUrl: variables.PUBLIC_URL,
    dataDir: variables.DATA_DIR,
    store: variables.STORE,
    mongodbUri: variables.MONGODB_URI,
    tokenKeys: tokenKeys(variables),
    serverSecret: variables.SERVER_SECRET,
    jwtIssuer: variables.JWT_ISSUER,
    jwtAudience: variables.JWT_AUDIENCE,
    clockTolerance: variables.JWT_CLOCK_TOLERANCE,
    signInCookies: { access: variables.AUTH_COOKIE, refresh: variables.AUTH_REFRESH_COOKIE },
    supabase: supabase(variables),
    dialects: variables.DIALECTS,
    transports: variables.TRANSPORTS,
    corsOrigins: [...variables.CORS_ORIGINS, ...variables.SOCKET_CORS_ORIGINS],
    appKeys: variables.APP_KEYS,
    isTextInert: variables.INERT_TEXT === 'on',
    ticketPrefix: variables.TICKET_PREFIX,
    uploadTypes: variables.UPLOAD_TYPES ?? ALLOWED_TYPES,
    trustProxy: variables.TRUST_PROXY,
    rates: {
      messages: variables.RATE_MESSAGES,
      statuses: variables.RATE_STATUS,
      connections: variables.RATE_CONNECTIONS,
      codeFailures: CODE_FAILURES,
      ticketFailures: TICKET_FAILURES,
    },
    ...scanning(variables),
    uploadMemory: uploadMemory(variables.UPLOAD_MEMORY, heap),
    heartbeatInterval: variables.SOCKET_HEARTBEAT_INTERVAL,
    heartbeatTimeout: variables.SOCKET_HEARTBEAT_TIMEOUT,
    socketDebug: variables.SOCKET_DEBUG === 'true',
    logLevel: logLevel(variables),
    metricsToken: variables.METRICS_TOKEN,
    logFormat: variables.LOG_FORMAT,
    isProduction: variables.NODE_ENV === 'production',
    misspelt: near,
  });
};
