import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { LOG_LEVELS, type LogLevel } from '../adapters/outbound/system/pino-logger.js';
import { type DialectName, DIALECTS } from './dialects.js';
import { type StoreName, STORES, type StoreSettings } from './stores.js';
import { type TransportName, TRANSPORTS, type TransportSettings } from './transports.js';

export const DEFAULT_STORE: StoreName = 'sqlite';

/** How the server runs; every part of it from one environment variable. */
export interface Config extends StoreSettings, TransportSettings {
  readonly port: number;
  readonly host: string;
  readonly store: StoreName;
  /** Null in development: one is made and kept in the data folder. */
  readonly jwtSecret: string | null;
  /** What keyed hashes are made with: guests' ids; the JWT secret where there is none. */
  readonly serverSecret: string | null;
  readonly jwtIssuer: string | null;
  readonly jwtAudience: string | null;
  readonly dialects: readonly DialectName[];
  readonly transports: readonly TransportName[];
  readonly corsOrigins: readonly string[];
  readonly logLevel: LogLevel;
  readonly isProduction: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Bytes: a shorter secret can be guessed. */
export const MIN_SECRET = 32;

const variable = <A>(expects: string, read: (value: string) => A | undefined): t.Type<A> =>
  new t.Type<A>(
    expects,
    (_value): _value is A => true,
    (value, context) => {
      const parsed = typeof value === 'string' ? read(value.trim()) : undefined;
      return parsed === undefined ? t.failure(value, context, expects) : t.success(parsed);
    },
    t.identity,
  );

/** An empty variable is as good as none. */
const optional = <A, const D>(codec: t.Type<A>, fallback: D): t.Type<A | D> =>
  new t.Type<A | D>(
    codec.name,
    (_value): _value is A | D => true,
    (value, context) =>
      value === undefined || value === '' ? t.success(fallback) : codec.validate(value, context),
    t.identity,
  );

const whole = (min: number, max: number): t.Type<number> =>
  variable(`must be a whole number from ${min} to ${max}`, (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  });

const oneOf = <const A extends string>(values: readonly A[]): t.Type<A> =>
  variable(`must be one of: ${values.join(', ')}`, (value) =>
    values.find((allowed) => allowed === value),
  );

const split = (value: string): readonly string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const listOf = <const A extends string>(values: readonly A[]): t.Type<readonly A[]> =>
  variable<readonly A[]>(`must be a list of: ${values.join(', ')}`, (value) => {
    const items = split(value);
    const known = values.filter((allowed) => items.includes(allowed));
    return items.length > 0 && items.every((item) => known.some((one) => one === item))
      ? known
      : undefined;
  });

const text = variable('must not be blank', (value) => (value === '' ? undefined : value));

const secret = variable(`must be at least ${MIN_SECRET} bytes`, (value) =>
  Buffer.byteLength(value) >= MIN_SECRET ? value : undefined,
);

const origins = variable('must be a list of origins such as https://example.com', (value) => {
  const items = split(value);
  return items.every((item) => URL.canParse(item) && new URL(item).origin === item)
    ? items
    : undefined;
});

const DAY = 86_400_000;

/** Every variable that is read, with its default. */
export const Variables = t.type({
  PORT: optional(whole(0, 65_535), 3001),
  HOST: optional(text, '127.0.0.1'),
  DATA_DIR: optional(text, './data'),
  STORE: optional(oneOf(STORES), DEFAULT_STORE),
  MONGODB_URI: optional(text, null),
  JWT_SECRET: optional(secret, null),
  SERVER_SECRET: optional(secret, null),
  JWT_ISSUER: optional(text, null),
  JWT_AUDIENCE: optional(text, null),
  DIALECTS: optional(listOf(DIALECTS), DIALECTS),
  TRANSPORTS: optional(listOf(TRANSPORTS), TRANSPORTS),
  CORS_ORIGINS: optional(origins, []),
  SOCKET_CORS_ORIGINS: optional(origins, []),
  SOCKET_HEARTBEAT_INTERVAL: optional(whole(1, DAY), 25_000),
  SOCKET_HEARTBEAT_TIMEOUT: optional(whole(1, DAY), 60_000),
  LOG_LEVEL: optional(oneOf(LOG_LEVELS), 'info'),
  NODE_ENV: optional(oneOf(['development', 'test', 'production']), 'development'),
});

/** What no variable is at fault for alone; of those that cannot be read nothing is said twice. */
const contradictions = (environment: Environment): readonly string[] => {
  const problems: string[] = [];
  if (environment['NODE_ENV']?.trim() === 'production' && !environment['JWT_SECRET']) {
    problems.push(`JWT_SECRET must be set in production, to at least ${MIN_SECRET} bytes`);
  }
  if (environment['STORE']?.trim() === 'mongodb' && !environment['MONGODB_URI']?.trim()) {
    problems.push('MONGODB_URI must be set where STORE is mongodb');
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

/** Decodes the whole environment once: the configuration, or every problem, each naming its variable. */
export const readConfig = (environment: Environment): Either<readonly string[], Config> => {
  const decoded = Variables.decode({ ...environment });
  const problems = contradictions(environment);
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
    dataDir: variables.DATA_DIR,
    store: variables.STORE,
    mongodbUri: variables.MONGODB_URI,
    jwtSecret: variables.JWT_SECRET,
    serverSecret: variables.SERVER_SECRET,
    jwtIssuer: variables.JWT_ISSUER,
    jwtAudience: variables.JWT_AUDIENCE,
    dialects: variables.DIALECTS,
    transports: variables.TRANSPORTS,
    corsOrigins: [...variables.CORS_ORIGINS, ...variables.SOCKET_CORS_ORIGINS],
    heartbeatInterval: variables.SOCKET_HEARTBEAT_INTERVAL,
    heartbeatTimeout: variables.SOCKET_HEARTBEAT_TIMEOUT,
    logLevel: variables.LOG_LEVEL,
    isProduction: variables.NODE_ENV === 'production',
  });
};
