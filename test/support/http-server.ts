import { once } from 'node:events';
import { createServer, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { left, right } from 'fp-ts/lib/Either.js';
import type {
  Access,
  Admission,
  Dialect,
  RouteOf,
  RowNotes,
} from '../../src/adapters/inbound/gateway/dialect.js';
import { httpFace } from '../../src/adapters/inbound/gateway/http-face.js';
import type { HttpReply } from '../../src/adapters/inbound/gateway/transport.js';
import {
  httpTransport,
  type HttpTransportOptions,
} from '../../src/adapters/inbound/transports/http/http-transport.js';
import type { Authenticate } from '../../src/application/use-cases/authenticate.js';
import { admin, agent, customer } from './actors.js';
import { SecurityLog } from '../../src/adapters/inbound/gateway/security-log.js';
import { silentLogger } from './fixed-ports.js';
import { RecordingLogger } from './recording-logger.js';
import { type RecordingMetrics, recordingMetrics } from './recording-metrics.js';
import { Recognition } from '../../src/adapters/inbound/gateway/recognition.js';
import { guestIds } from './guest-ids.js';
import type { Actor } from '../../src/domain/actor.js';
import { clientAddress } from '../../src/adapters/inbound/transports/common/client-address.js';

/** A route that says nothing of itself. */
export type BareRoute = { readonly [A in Access]: Omit<RouteOf<A>, keyof RowNotes> }[Access];

/** Whose token is his name. */
const PEOPLE: ReadonlyMap<unknown, Actor> = new Map<unknown, Actor>([
  ['alice', customer('alice')],
  ['sarah', agent('sarah')],
  ['root', admin('root')],
]);

const authenticate: Authenticate = (token) => () => {
  const actor = PEOPLE.get(token);
  return Promise.resolve(
    actor === undefined
      ? left({ kind: token === 'down' ? 'Unavailable' : 'InvalidToken' })
      : right({ actor, expiresAt: 8.64e15 }),
  );
};

const STATUSES: Readonly<Record<string, number>> = {
  notFound: 404,
  methodNotAllowed: 405,
  originNotAllowed: 403,
  malformed: 400,
  tooLarge: 413,
  unsupported: 415,
  internal: 500,
  AuthRequired: 401,
  StaffOnly: 403,
  InvalidToken: 401,
  InvalidPayload: 400,
};

/** What is wrong, by name: no dialect of the server's says it so. */
const envelope = (wrong: string): HttpReply => ({
  status: STATUSES[wrong] ?? 503,
  headers: { 'retry-after': '7' },
  body: { wrong },
});

const admission: Admission = {
  event: 'auth',
  token: ({ token }) => token,
  later: false,
  guests: true,
  deadline: 1_000,
  holdsFromStart: false,
  staysAfterRefusal: false,
  maxFrame: 1_000,
};

const routed = (name: string, base: string, routes: readonly BareRoute[]) => ({
  name,
  admission,
  rest: {
    bases: [base],
    routes: routes.map((route) => ({ summary: '', input: {}, output: {}, failures: [], ...route })),
    refuse: ({ kind }) => envelope(kind),
    problem: envelope,
  } satisfies Dialect['rest'],
});

export interface HttpServer {
  readonly url: string;
  readonly logger: RecordingLogger;
  readonly metrics: RecordingMetrics;
  stop(): Promise<void>;
}

export interface Serving extends Pick<HttpTransportOptions, 'fetchFile' | 'pace'> {
  readonly server?: ServerOptions;
  readonly patience?: number;
}

/** Routes under `/probe`, served by the real transport on a port. */
export const serveRoutes = async (
  routes: readonly BareRoute[],
  { server: settings = {}, ...options }: Serving = {},
): Promise<HttpServer> => {
  const logger = new RecordingLogger();
  const metrics = recordingMetrics();
  const face = httpFace(
    routed('probe', '/probe', routes),
    {
      recognition: new Recognition({ authenticate, guestIds }, [admission]),
      renew: () => Promise.resolve({ cookies: [], failure: null }),
    },
    { logger, security: new SecurityLog({ logger: silentLogger }), metrics },
  );
  const isAllowedOrigin = (): boolean => true;
  const server = createServer(
    settings,
    httpTransport({
      faces: [face],
      isAllowedOrigin,
      turnedAway: () => undefined,
      addressOf: clientAddress(0),
      logger,
      ...options,
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    logger,
    metrics,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

/** What was logged as a bug. */
export const bugs = ({ logger }: HttpServer): readonly string[] =>
  logger.entries.filter(({ level }) => level === 'error').map(({ message }) => message);
