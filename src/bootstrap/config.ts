import { getHeapStatistics } from 'node:v8';
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { ALLOWED_TYPES } from '../application/files/allowed-types.js';
import { CODE_FAILURES, type Rates, TICKET_FAILURES } from '../application/ports/rate-limiter.js';
import { DEFAULT_TICKET_PREFIX } from '../domain/ticket.js';
import type { ClamdAddress } from '../adapters/outbound/scanner/clamd-scan.js';
import type { SignInCookies } from '../adapters/inbound/gateway/dialect.js';
import { LOG_LEVELS, type LogLevel } from '../adapters/outbound/system/pino-logger.js';
import { type DialectName, DIALECTS } from './dialects.js';
import { type Environment, type TokenKeys, tokenKeyProblems, tokenKeys } from './token-keys.js';
import { SIGN_IN_COOKIES, signInCookieProblems } from './sign-in-cookies.js';
import { type Supabase, supabase, supabaseProblems } from './supabase.js';
import { type StoreName, STORES, type StoreSettings } from './stores.js';
import { type TransportName, TRANSPORTS, type TransportSettings } from './transports.js';
import { LEAST_UPLOAD_MEMORY, uploadMemory, uploadMemoryProblems } from './upload-memory.js';
import {
  cookieName,
  headerKey,
  keys,
  listOf,
  mimeTypes,
  oneOf,
  optional,
  origins,
  prefix,
  publicAddress,
  publicKey,
  rate,
  secret,
  text,
  webAddress,
  whole,
} from './variable.js';

export const DEFAULT_STORE: StoreName = 'sqlite';

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
}

const DAY = 86_400_000;

/** Whether files are scanned, and whether they have to be. */
const SCANS = ['off', 'optional', 'required'] as const;

/** Every variable that is read, with its default. */
export const Variables = t.type({
  PORT: optional(whole(0, 65_535), 3001),
  HOST: optional(text, '127.0.0.1'),
  PUBLIC_URL: optional(publicAddress, null),
  DATA_DIR: optional(text, './data'),
  STORE: optional(oneOf(STORES), DEFAULT_STORE),
  MONGODB_URI: optional(text, null),
  JWT_SECRET: optional(secret, null),
  JWT_PUBLIC_KEY: optional(publicKey, null),
  JWKS_URL: optional(webAddress, null),
  SERVER_SECRET: optional(secret, null),
  JWT_ISSUER: optional(text, null),
  JWT_AUDIENCE: optional(text, null),
  JWT_CLOCK_TOLERANCE: optional(whole(0, 300), 5),
  AUTH_COOKIE: optional(cookieName, SIGN_IN_COOKIES.AUTH_COOKIE),
  AUTH_REFRESH_COOKIE: optional(cookieName, SIGN_IN_COOKIES.AUTH_REFRESH_COOKIE),
  SUPABASE_URL: optional(publicAddress, null),
  SUPABASE_ANON_KEY: optional(headerKey, null),
  DIALECTS: optional(listOf(DIALECTS), DIALECTS),
  TRANSPORTS: optional(listOf(TRANSPORTS), TRANSPORTS),
  CORS_ORIGINS: optional(origins, []),
  SOCKET_CORS_ORIGINS: optional(origins, []),
  APP_KEYS: optional(keys, []),
  TICKET_PREFIX: optional(prefix, DEFAULT_TICKET_PREFIX),
  UPLOAD_TYPES: optional(mimeTypes, null),
  TRUST_PROXY: optional(whole(0, 10), 0),
  CLAMD_HOST: optional(text, null),
  CLAMD_PORT: optional(whole(1, 65_535), 3310),
  SCAN: optional(oneOf(SCANS), null),
  RATE_MESSAGES: optional(rate, { limit: 30, seconds: 60 }),
  RATE_STATUS: optional(rate, { limit: 10, seconds: 60 }),
  RATE_CONNECTIONS: optional(rate, { limit: 60, seconds: 60 }),
  UPLOAD_MEMORY: optional(whole(LEAST_UPLOAD_MEMORY, 65_536), null),
  SOCKET_HEARTBEAT_INTERVAL: optional(whole(1, DAY), 25_000),
  SOCKET_HEARTBEAT_TIMEOUT: optional(whole(1, DAY), 60_000),
  SOCKET_DEBUG: optional(oneOf(['true', 'false']), 'false'),
  LOG_LEVEL: optional(oneOf(LOG_LEVELS), 'info'),
  NODE_ENV: optional(oneOf(['development', 'test', 'production']), 'development'),
});

/** What no variable is at fault for alone; of those that cannot be read nothing is said twice. */
const contradictions = (environment: Environment, heap: number): readonly string[] => {
  const problems = [
    ...tokenKeyProblems(environment),
    ...supabaseProblems(environment),
    ...signInCookieProblems(environment),
    ...uploadMemoryProblems(environment, heap),
  ];
  if (environment['STORE']?.trim() === 'mongodb' && !environment['MONGODB_URI']?.trim()) {
    problems.push('MONGODB_URI must be set where STORE is mongodb');
  }
  const scan = environment['SCAN']?.trim();
  if ((scan === 'optional' || scan === 'required') && !environment['CLAMD_HOST']?.trim()) {
    problems.push(`CLAMD_HOST must be set where SCAN is ${scan}`);
  }
  const interval = Variables.props.SOCKET_HEARTBEAT_INTERVAL.decode(
    environment['SOCKET_HEARTBEAT_INTERVAL'],
  );
  const timeout = Variables.props.SOCKET_HEARTBEAT_TIMEOUT.decode(
    environment['SOCKET_HEARTBEAT_TIMEOUT'],
  );
  if (!isLeft(interval) && !isLeft(timeout) && timeout.right <= interval.right) {
    problems.push('SOCKET_HEARTBEAT_TIMEOUT must be longer than SOCKET_HEARTBEAT_INTERVAL');
  }
  return problems;
};

type Scanning = Pick<t.TypeOf<typeof Variables>, 'SCAN' | 'CLAMD_HOST' | 'CLAMD_PORT'>;

/** Whoever says where clamd is wants its verdict, unless he says otherwise. */
const scanning = ({ SCAN, CLAMD_HOST: host, CLAMD_PORT: port }: Scanning) => ({
  clamd: host === null || SCAN === 'off' ? null : { host, port },
  mustScan: host !== null && (SCAN ?? 'required') === 'required',
});

type Logging = Pick<t.TypeOf<typeof Variables>, 'SOCKET_DEBUG' | 'LOG_LEVEL'>;

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
  if (isLeft(decoded)) {
    const faults = decoded.left.map(
      ({ context, message }) => `${context.at(-1)?.key ?? ''} ${message ?? ''}`,
    );
    return left([...faults, ...problems]);
  }
  if (problems.length > 0) return left(problems);
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
    isProduction: variables.NODE_ENV === 'production',
  });
};
