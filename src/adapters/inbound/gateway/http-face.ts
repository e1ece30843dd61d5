import { isLeft } from 'fp-ts/lib/Either.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { Authenticate } from '../../../application/use-cases/authenticate.js';
import type { Dialect, Route } from './dialect.js';
import { isTooDeep, tooDeep } from './json-depth.js';
import type { HttpFace, HttpReply, HttpRequest } from './transport.js';

const BEARER = /^Bearer +(\S+)$/i;

const bearerToken = ({ headers }: HttpRequest): string | null => {
  const { authorization } = headers;
  return typeof authorization === 'string' ? (BEARER.exec(authorization)?.[1] ?? '') : null;
};

/** A dialect's routes, behind authentication: what an HTTP transport serves. */
export const httpFace = (
  dialect: Dialect,
  authenticate: Authenticate,
  logger: Logger,
): HttpFace => {
  const { bases, routes, refuse, problem } = dialect.rest;

  const answer = async (route: Route, request: HttpRequest): Promise<HttpReply> => {
    const token = bearerToken(request);
    if (token === null) return refuse({ kind: 'AuthRequired' });
    const identity = await authenticate(token)();
    if (isLeft(identity)) return refuse(identity.left);
    if (isTooDeep(request.body)) return refuse(tooDeep);
    return route.handle(identity.right.actor, request);
  };

  return {
    bases,
    problem,
    endpoints: routes.map((route) => ({
      method: route.method,
      path: route.path,
      handle: async (request) => {
        try {
          return await answer(route, request);
        } catch (error) {
          const { correlationId } = request;
          logger.error('a route failed', { correlationId, error, path: route.path });
          return problem('internal');
        }
      },
    })),
  };
};
