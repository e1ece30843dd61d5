import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import cors from '@koa/cors';
import Router from '@koa/router';
import Koa, { type Context, type Middleware, type Next } from 'koa';
import bodyParser from 'koa-bodyparser';
import type { Logger } from '../../../../application/ports/logger.js';
import type { HttpEndpoint, HttpFace, HttpProblem, HttpReply } from '../../gateway/transport.js';

export interface HttpTransportOptions {
  readonly faces: readonly HttpFace[];
  readonly isAllowedOrigin: (request: Pick<IncomingMessage, 'headers'>) => boolean;
  readonly logger: Logger;
}

const BODY_LIMIT = '100kb';

/** Characters; a stranger may ask for a path of sixteen thousand. */
const MAX_LOGGED_PATH = 200;

const PROBLEMS: Readonly<Record<HttpProblem, readonly [status: number, message: string]>> = {
  notFound: [404, 'Not found'],
  methodNotAllowed: [405, 'Method not allowed'],
  originNotAllowed: [403, 'Origin not allowed'],
  malformed: [400, 'Malformed request'],
  tooLarge: [413, 'Payload is too large'],
  unsupported: [415, 'Unsupported content type'],
  internal: [500, 'Internal error'],
};

interface RequestState {
  readonly correlationId: string;
}

const isUnder = (path: string, base: string): boolean =>
  path === base || path.startsWith(`${base}/`);

/** In the envelope of the dialect under whose base the path is, or a plain one. */
const problemReply = (
  faces: readonly HttpFace[],
  path: string,
  problem: HttpProblem,
): HttpReply => {
  const face = faces.find(({ bases }) => bases.some((base) => isUnder(path, base)));
  if (face !== undefined) return face.problem(problem);
  const [status, message] = PROBLEMS[problem];
  return { status, body: { success: false, message } };
};

const reply = (ctx: Context, { status, body }: HttpReply): void => {
  ctx.status = status;
  ctx.body = body;
};

const endpointHandler =
  (endpoint: HttpEndpoint): Middleware =>
  async (ctx) => {
    const { params } = ctx as Context & { params: Record<string, string> };
    const { body } = ctx.request as { body?: unknown };
    const { query, headers } = ctx;
    const { correlationId } = ctx.state as RequestState;
    reply(ctx, await endpoint.handle({ correlationId, params, query, headers, body }));
  };

const problemOf = (error: unknown): HttpProblem => {
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  if (status === 413) return 'tooLarge';
  if (status === 415) return 'unsupported';
  return typeof status === 'number' && status >= 400 && status < 500 ? 'malformed' : 'internal';
};

/** Whatever a body cannot be read for, such as a broken compression, is the sender's fault. */
const blameBody = (error: Error): never => {
  throw Object.assign(error, { status: 'status' in error ? error.status : 400 });
};

const router = (faces: readonly HttpFace[]): Router => {
  const routes = new Router();
  for (const endpoint of faces.flatMap(({ endpoints }) => endpoints)) {
    routes.register(endpoint.path, [endpoint.method], endpointHandler(endpoint));
  }
  return routes;
};

/** Of a path, or of a whole URL as a proxy sends it; `null` for what Koa could not take apart. */
const pathOf = (target: string): string | null => {
  if (target.startsWith('/')) return target;
  if (!URL.canParse(target)) return null;
  const { protocol, pathname, search } = new URL(target);
  return protocol === 'http:' || protocol === 'https:' ? pathname + search : null;
};

const refuseTarget = (response: ServerResponse): void => {
  const [status, message] = PROBLEMS.malformed;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ success: false, message }));
};

/** Serves every dialect's REST side by Koa: the request listener of an HTTP server. */
export const httpTransport = (options: HttpTransportOptions): RequestListener => {
  const { faces, isAllowedOrigin, logger } = options;
  const app = new Koa();
  const routes = router(faces);

  const identify = async (ctx: Context, next: Next): Promise<void> => {
    const correlationId = randomUUID();
    ctx.state = { correlationId } satisfies RequestState;
    ctx.set('X-Request-Id', correlationId);
    const began = performance.now();
    await next();
    const took = Math.round(performance.now() - began);
    const { method, status } = ctx;
    const path = ctx.path.slice(0, MAX_LOGGED_PATH);
    logger.info('request', { correlationId, method, path, status, took });
  };

  const catchProblems = async (ctx: Context, next: Next): Promise<void> => {
    try {
      await next();
    } catch (error) {
      const problem = problemOf(error);
      const { correlationId } = ctx.state as RequestState;
      if (problem === 'internal') logger.error('a request failed', { correlationId, error });
      reply(ctx, problemReply(faces, ctx.path, problem));
    }
  };

  const guardOrigin = async (ctx: Context, next: Next): Promise<void> => {
    if (isAllowedOrigin(ctx.req)) {
      await next();
      return;
    }
    reply(ctx, problemReply(faces, ctx.path, 'originNotAllowed'));
  };

  const answerUnrouted = async (ctx: Context, next: Next): Promise<void> => {
    await next();
    if (ctx.status === 404 && ctx.body === undefined) {
      reply(ctx, problemReply(faces, ctx.path, 'notFound'));
    }
    if ((ctx.status === 405 || ctx.status === 501) && !ctx.body) {
      reply(ctx, problemReply(faces, ctx.path, 'methodNotAllowed'));
    }
  };

  app.on('error', (error: unknown) => logger.error('Koa failed', { error }));
  app.use(identify);
  app.use(catchProblems);
  app.use(guardOrigin);
  app.use(cors({ credentials: true, origin: (ctx) => ctx.get('Origin') }));
  app.use(answerUnrouted);
  app.use(
    bodyParser({ enableTypes: ['json'], jsonLimit: BODY_LIMIT, strict: false, onerror: blameBody }),
  );
  app.use(routes.routes());
  app.use(routes.allowedMethods());
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
