import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { Authenticate } from '../../../application/use-cases/authenticate.js';
import type { Actor } from '../../../domain/actor.js';
import type { Dialect, EdgeFailure, Route } from './dialect.js';
import { isTooDeep, tooDeep } from './json-depth.js';
import {
  ClientGone,
  type Headers,
  type HttpFace,
  type HttpHead,
  type HttpReply,
  type HttpRequest,
  type Offer,
  type UnreadRequest,
} from './transport.js';

const BEARER = /^Bearer +(\S+)$/i;

/** A header that cannot be read is a bad token, not none. */
const bearerToken = ({ authorization }: Headers): string | undefined =>
  typeof authorization === 'string' ? (BEARER.exec(authorization)?.[1] ?? '') : undefined;

const offerOf = ({ headers, cookies, address }: HttpHead): Offer => ({
  token: bearerToken(headers),
  guestId: headers['x-guest-id'],
  sessionId: null,
  cookies,
  headers,
  address,
  mayFollow: false,
});

/** The route as this caller may use it, or `null`. */
const admitted = (
  route: Route,
  caller: Actor | null,
): ((request: HttpRequest) => Promise<HttpReply>) | null => {
  if (route.access === 'anyone') return (request) => route.handle(caller, request);
  return caller === null ? null : (request) => route.handle(caller, request);
};

/** A dialect's routes, behind authentication: what an HTTP transport serves. */
export const httpFace = (
  { rest, admission }: Pick<Dialect, 'rest' | 'admission'>,
  authenticate: Authenticate,
  logger: Logger,
): HttpFace => {
  const { bases, routes, refuse, problem } = rest;

  const identify = async (request: UnreadRequest): Promise<Either<EdgeFailure, Actor | null>> => {
    const token = admission.token(offerOf(request));
    if (token === undefined) return right(null);
    const identity = await authenticate(token)();
    return isLeft(identity) ? identity : right(identity.right.actor);
  };

  const bodyFor = async (
    route: Route,
    request: UnreadRequest,
  ): Promise<Either<HttpReply, unknown>> => {
    if (route.body !== 'json') return right(undefined);
    const json = await request.json();
    if (isLeft(json)) return left(problem(json.left));
    return isTooDeep(json.right) ? left(refuse(tooDeep)) : json;
  };

  const answer = async (route: Route, request: UnreadRequest): Promise<HttpReply> => {
    const caller = await identify(request);
    if (isLeft(caller)) return refuse(caller.left);
    const run = admitted(route, caller.right);
    if (run === null) return refuse({ kind: 'AuthRequired' });
    const body = await bodyFor(route, request);
    return isLeft(body) ? body.left : run({ ...request, body: body.right });
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
          if (error instanceof ClientGone) return problem('malformed');
          const { correlationId } = request;
          logger.error('a route failed', { correlationId, error, path: route.path });
          return problem('internal');
        }
      },
    })),
  };
};
