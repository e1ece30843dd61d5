import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Gateway } from '../adapters/inbound/gateway/gateway.js';
import type { AddressOf } from '../adapters/inbound/transports/common/client-address.js';
import { FrameBudget } from '../adapters/inbound/transports/common/frame-budget.js';
import type { NoteRefusal } from '../adapters/inbound/transports/common/refusal-log.js';
import type { FetchFile } from '../adapters/inbound/transports/http/file-endpoint.js';
import { httpTransport } from '../adapters/inbound/transports/http/http-transport.js';
import { socketioTransport } from '../adapters/inbound/transports/socketio/socketio-transport.js';
import { wsTransport } from '../adapters/inbound/transports/ws/ws-transport.js';
import type { Logger } from '../application/ports/logger.js';
import { type Metrics, noMetrics } from '../application/ports/metrics.js';
import { examplePages } from './example-pages.js';
import { meteredEntrances, meteredOrigins } from './metering/metered-entrances.js';
import { namesOf } from './names-of.js';

/** What transports are told of the configuration; each takes its part. */
export interface TransportSettings {
  /** Milliseconds. */
  readonly heartbeatInterval: number;
  /** Milliseconds. */
  readonly heartbeatTimeout: number;
  /** Bytes of large frames that may be in memory at once. */
  readonly uploadMemory: number;
  /** Whether it is no place for what only developers need. */
  readonly isProduction: boolean;
}

/** What a transport is given to stand on. */
export interface Ground {
  readonly server: Server;
  readonly gateway: Gateway;
  readonly fetchFile: FetchFile;
  readonly config: TransportSettings & { readonly transports: readonly TransportName[] };
  readonly isAllowedOrigin: (request: Pick<IncomingMessage, 'headers'>) => boolean;
  readonly turnedAway: NoteRefusal;
  readonly addressOf: AddressOf;
  readonly budget: FrameBudget;
  readonly logger: Logger;
  readonly metrics?: Metrics;
}

/** What a transport takes of the HTTP server that all share. */
export interface Mounted {
  readonly request?: RequestListener;
  /** Whether it took the upgrade; otherwise it is another's. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): Promise<void>;
}

/** Every transport of the server, by its name in TRANSPORTS: the one place where one is bound. */
const mounts = {
  http: ({
    gateway,
    config,
    fetchFile,
    isAllowedOrigin,
    turnedAway,
    addressOf,
    logger,
    metrics = noMetrics,
  }) => ({
    request: httpTransport({
      faces: gateway.http,
      pages: config.isProduction ? [] : examplePages(),
      fetchFile,
      isAllowedOrigin,
      turnedAway,
      addressOf,
      logger,
      metrics,
    }),
    close: () => Promise.resolve(),
  }),
  socketio: ({ server, gateway, config, isAllowedOrigin, turnedAway, addressOf, budget, logger }) =>
    socketioTransport(server, {
      entrances: gateway.namespaces,
      heartbeatInterval: config.heartbeatInterval,
      heartbeatTimeout: config.heartbeatTimeout,
      isAllowedOrigin,
      turnedAway,
      addressOf,
      budget,
      logger,
    }),
  ws: ({ gateway, config, isAllowedOrigin, turnedAway, addressOf, budget, logger }) =>
    wsTransport({
      entrances: gateway.dialects,
      heartbeatInterval: config.heartbeatInterval,
      heartbeatTimeout: config.heartbeatTimeout,
      isAllowedOrigin,
      turnedAway,
      addressOf,
      budget,
      logger,
    }),
} as const satisfies Readonly<Record<string, (ground: Ground) => Mounted>>;

export type TransportName = keyof typeof mounts;

export const TRANSPORTS = namesOf<TransportName>(mounts);

/** The one for all transports: they share the memory. */
export const frameBudget = ({
  uploadMemory,
  heartbeatInterval,
  heartbeatTimeout,
}: TransportSettings): FrameBudget =>
  new FrameBudget(uploadMemory, {
    // Twice at least before whoever is not heard would be taken for dead.
    beat: Math.min(heartbeatInterval, heartbeatTimeout - heartbeatInterval) / 2,
  });

const notFound: RequestListener = (_request, response) => {
  response.writeHead(404, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ success: false, message: 'Not found' }));
};

/** The same ground, where it is counted who comes in by a transport, and who is not let in. */
const metered = (ground: Ground, transport: TransportName): Ground => {
  const { gateway, isAllowedOrigin, metrics = noMetrics } = ground;
  const entrances = (all: Gateway['dialects']): Gateway['dialects'] =>
    meteredEntrances(all, transport, metrics);
  return {
    ...ground,
    gateway: {
      ...gateway,
      namespaces: entrances(gateway.namespaces),
      dialects: entrances(gateway.dialects),
    },
    isAllowedOrigin: meteredOrigins(isAllowedOrigin, transport, metrics),
  };
};

/** Puts the transports that TRANSPORTS names onto one HTTP server. */
export const mountTransports = (ground: Ground): readonly Mounted[] => {
  const { server, config } = ground;
  // Socket.IO wraps the request listeners that it finds, so they come first.
  const names = config.transports.toSorted((a, b) => Number(a !== 'http') - Number(b !== 'http'));
  if (!names.includes('http')) server.on('request', notFound);
  return names.map((name) => {
    const mounted: Mounted = mounts[name](metered(ground, name));
    if (mounted.request !== undefined) server.on('request', mounted.request);
    return mounted;
  });
};
