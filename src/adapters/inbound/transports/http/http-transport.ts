import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import cors from '@koa/cors';
import Koa, { type Context, type Middleware, type Next } from 'koa';
import type { Logger } from '../../../../application/ports/logger.js';
import type { HttpFace } from '../../gateway/transport.js';
import type { AddressOf } from '../common/client-address.js';
import { type RefusalLog, refusalLog } from '../common/refusal-log.js';
import { type FetchFile, fileEndpoint } from './file-endpoint.js';
import { correlate, correlationIdOf, routeOf } from './logged-request.js';
import { type HtmlPage, pageEndpoint } from './page-endpoint.js';
import { type Pace, PACE } from './pace.js';
import { plainProblem } from './problem-replies.js';
import { type Replier, replier } from './replier.js';
import { pathOf } from './request-target.js';
import { useRoutes } from './routing.js';

export interface HttpTransportOptions {
  readonly faces: readonly HttpFace[];
  /** Beside them, under nobody's base. */
  readonly pages?: readonly HtmlPage[];
  /** What `/uploads/chat` serves, where there is such a thing. */
  readonly fetchFile?: FetchFile;
  readonly isAllowedOrigin: (request: Pick<IncomingMessage, 'headers'>) => boolean;
  readonly addressOf: AddressOf;
  readonly logger: Logger;
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

const logRequests =
  (logger: Logger) =>
  async (ctx: Context, next: Next): Promise<void> => {
    correlate(ctx);
    const began = performance.now();
    await next();
    const took = Math.round(performance.now() - began);
    const { method, status } = ctx;
    const fields = {
      correlationId: correlationIdOf(ctx),
      method,
      path: routeOf(ctx),
      status,
      took,
    };
    logger.info('request', fields);
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
    logRefusal: RefusalLog,
    { refuse }: Replier,
  ): Middleware =>
  (ctx, next) => {
    if (isAllowed(ctx.req)) return next();
    logRefusal(ctx.req, 'OriginNotAllowed', correlationIdOf(ctx));
    return refuse(ctx, 'originNotAllowed');
  };

const refuseTarget = (response: ServerResponse): void => {
  const { status, body } = plainProblem('malformed');
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

/** Serves every dialect's REST side by Koa: the request listener of an HTTP server. */
export const httpTransport = (options: HttpTransportOptions): RequestListener => {
  const { faces, pages = [], fetchFile, isAllowedOrigin, addressOf, logger } = options;
  const { patience = PATIENCE, pace = PACE } = options;
  const replies = replier({ faces, logger, patience });
  const endpoints = [
    ...faces.flatMap((face) => face.endpoints),
    ...pages.map(pageEndpoint),
    ...(fetchFile === undefined ? [] : [fileEndpoint(fetchFile)]),
  ];
  const app = new Koa();
  // A client that goes away is an error to Koa; what else goes wrong there can still be answered.
  app.on('error', (error: unknown, ctx: Context) => {
    if (ctx.writable) logger.error('Koa failed', { error });
  });
  app.use(logRequests(logger));
  app.use(catchBugs(logger, replies));
  app.use(guardOrigin(isAllowedOrigin, refusalLog(options), replies));
  app.use(cors({ credentials: true, origin: (ctx) => ctx.get('Origin'), exposeHeaders }));
  useRoutes(app, endpoints, { replies, addressOf, pace });
  const listener = app.callback();
  return (request, response) => {
    const target = pathOf(request.url ?? '');
    if (target === null) {
      refuseTarget(response);
      return;
    }
    request.url = target;
    void listener(request, response);
  };
};
