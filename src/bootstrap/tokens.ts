import type { ServiceIdentifier } from 'inversify';
import type { Gateway } from '../adapters/inbound/gateway/gateway.js';
import type { Dialect } from '../adapters/inbound/gateway/dialect.js';
import type { VerificationKeys } from '../adapters/outbound/identity/verification-keys.js';
import type { LogOutput } from '../adapters/outbound/system/log-output.js';
import type { PrometheusMetrics } from '../adapters/outbound/metrics/prometheus-metrics.js';
import type { BlobStore } from '../application/ports/blob-store.js';
import type { Clock } from '../application/ports/clock.js';
import type { CodeDigits } from '../application/ports/code-digits.js';
import type { EventBus } from '../application/ports/event-bus.js';
import type { FileScanner } from '../application/ports/file-scanner.js';
import type { FileTypes } from '../application/ports/file-types.js';
import type { GuestIds } from '../application/ports/guest-ids.js';
import type { IdGenerator } from '../application/ports/id-generator.js';
import type { Logger } from '../application/ports/logger.js';
import type { Metrics } from '../application/ports/metrics.js';
import type { Presence } from '../application/ports/presence.js';
import type { RateLimiter } from '../application/ports/rate-limiter.js';
import type { SessionRefresher } from '../application/ports/session-refresher.js';
import type { Store } from '../application/ports/store.js';
import type { TokenVerifier } from '../application/ports/token-verifier.js';
import type { Turn } from '../application/ports/turn.js';
import type { Authenticate } from '../application/use-cases/authenticate.js';
import type { UseCases } from '../application/use-cases/use-cases.js';
import type { Config } from './config.js';
import type { OwnAddress } from './own-address.js';
import type { Resources } from './resources.js';

const token = <A>(name: string): ServiceIdentifier<A> => Symbol(name);

/** What the container binds: a symbol for each port and for what is built from them. */
export const TOKENS = {
  config: token<Config>('Config'),
  verificationKeys: token<VerificationKeys>('VerificationKeys'),
  serverSecret: token<string>('Server secret'),
  resources: token<Resources>('Resources'),
  logOutput: token<LogOutput>('LogOutput'),
  logger: token<Logger>('Logger'),
  clock: token<Clock>('Clock'),
  ids: token<IdGenerator>('IdGenerator'),
  turn: token<Turn>('Turn'),
  bus: token<EventBus>('EventBus'),
  store: token<Store>('Store'),
  prometheus: token<PrometheusMetrics>('PrometheusMetrics'),
  metrics: token<Metrics>('Metrics'),
  meteredStore: token<Store>('Metered store'),
  meteredBus: token<EventBus>('Metered bus'),
  blobs: token<BlobStore>('BlobStore'),
  scanner: token<FileScanner>('FileScanner'),
  fileTypes: token<FileTypes>('FileTypes'),
  limiter: token<RateLimiter>('RateLimiter'),
  presence: token<Presence>('Presence'),
  guestIds: token<GuestIds>('GuestIds'),
  codeDigits: token<CodeDigits>('CodeDigits'),
  tokenVerifier: token<TokenVerifier>('TokenVerifier'),
  sessionRefresher: token<SessionRefresher | null>('SessionRefresher'),
  ownAddress: token<OwnAddress>('OwnAddress'),
  useCases: token<UseCases>('UseCases'),
  authenticate: token<Authenticate>('Authenticate'),
  dialects: token<readonly Dialect[]>('Dialects'),
  gateway: token<Gateway>('Gateway'),
} as const;
