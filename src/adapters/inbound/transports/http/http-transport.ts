import type { IncomingMessage, RequestListener } from 'node:http';
import cors from '@koa/cors';
import Koa, { type Context, type Middleware, type Next } from 'koa';
import type { Logger } from '../../../../application/ports/logger.js';
import { type Metrics, noMetrics } from '../../../../application/ports/metrics.js';
import type { HttpFace } from '../../gateway/transport.js';
import type { AddressOf } from '../common/client-address.js';
import type { NoteRefusal } from '../common/refusal-log.js';
import { type FetchFile, fileEndpoint } from './file-endpoint.js';
import { correlate, correlationIdOf, type Routed, routedBy } from './logged-request.js';
import { type HtmlPage, pageEndpoint } from './page-endpoint.js';
import { type Pace, PACE } from './pace.js';
import { type Replier, replier } from './replier.js';
import { pathOf } from './request-target.js';
import { useRoutes } from './routing.js';
import { securityHeaders } from './security-headers.js';

export interface HttpTransportOptions {
  readonly faces: readonly HttpFace[];
  /** Beside them, under nobody's base. */
  readonly pages?: readonly HtmlPage[];
  /** What `/uploads/chat` serves, where there is such a thing. */
  readonly fetchFile?: FetchFile;
  readonly isAllowedOrigin: (request: Pick<IncomingMessage, 'headers'>) => boolean;
  readonly turnedAway: NoteRefusal;
  readonly addressOf: AddressOf;
  readonly logger: Logger;
  readonly metrics?: Pick<Metrics, 'answered'>;
  /** Milliseconds for what a client still sends of a request that is answered already. */
  readonly patience?: number;
  /** Of bodies that are taken as streams. */
  readonly pace?: Pace;
}

const PATIENCE = 10_000;

/** What pages of other origins may read of an answer, beside what a browser lets them anyhow. */
const exposeHeaders = [
  'Content-Disposition',
  'Content-Range',
  'ETag',
  'Retry-After',
  'X-Request-Id',
];

const noRoute: Routed = { dialect: null, path: null };

/** Of each request, in the log and in what is counted. */
const noteRequests =
  (logger: Logger, metrics: Pick<Metrics, 'answered'>) =>
  async (ctx: Context, next: Next): Promise<void> => {
    correlate(ctx);
    const began = performance.now();
    await next();
    const took = performance.now() - began;
    const { method, status } = ctx;
    const { dialect, path } = routedBy(ctx) ?? noRoute;
    metrics.answered({ dialect, method, route: path, status, seconds: took / 1_000 });
    const correlationId = correlationIdOf(ctx);
    logger.info('request', { correlationId, method, path, status, took: Math.round(took) });
  };

const catchBugs =
  (logger: Logger, { refuse }: Replier) =>
  async (ctx: Context, next: Next): Promise<void> => {
    try {
      await next();
    } catch (error) {
      logger.error('a request failed', { correlationId: correlationIdOf(ctx), error });
      await refuse(ctx, 'internal');
    }
  };

const guardOrigin =
  (
    isAllowed: HttpTransportOptions['isAllowedOrigin'],
    turnedAway: NoteRefusal,
    { refuse }: Replier,
  ): Middleware =>
  (ctx, next) => {
    if (isAllowed(ctx.req)) return next();
    turnedAway(ctx.req, 'OriginNotAllowed', correlationIdOf(ctx));
    return refuse(ctx, 'originNotAllowed');
  };

const refuseTargets =
  (unreadable: WeakSet<IncomingMessage>, { refuse }: Replier): Middleware =>
  (ctx, next) =>
    unreadable.has(ctx.req) ? refuse(ctx, 'malformed') : next();

/** Serves every dialect's REST side by Koa: the request listener of an HTTP server. */
export const httpTransport = (options: HttpTransportOptions): RequestListener => {
  const { faces, pages = [], fetchFile, isAllowedOrigin, turnedAway, addressOf, logger } = options;
  const { patience = PATIENCE, pace = PACE, metrics = noMetrics } = options;
  const replies = replier({ faces, logger, patience });
  const beside = [
    ...pages.map(pageEndpoint),
    ...(fetchFile === undefined ? [] : [fileEndpoint(fetchFile)]),
  ];
  const endpoints = [
    ...faces.flatMap(({ name, endpoints: own }) => own.map((one) => ({ ...one, dialect: name }))),
    ...beside.map((one) => ({ ...one, dialect: null })),
  ];
  const app = new Koa();
  // A client that goes away is an error to Koa; what else goes wrong there can still be answered.
  app.on('error', (error: unknown, ctx: Context) => {
    if (ctx.writable) logger.error('Koa failed', { error });
  });
  app.use(noteRequests(logger, metrics));
  app.use(securityHeaders);
  app.use(catchBugs(logger, replies));
  const unreadable = new WeakSet<IncomingMessage>();
  app.use(refuseTargets(unreadable, replies));
  app.use(guardOrigin(isAllowedOrigin, turnedAway, replies));
  app.use(cors({ credentials: true, origin: (ctx) => ctx.get('Origin'), exposeHeaders }));
  useRoutes(app, endpoints, { replies, addressOf, pace });
  const listener = app.callback();
  return (request, response) => {
    const target = pathOf(request.url ?? '');
    if (target === null) unreadable.add(request);
    request.url = target ?? '/';
    void listener(request, response);
  };
};
