import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Logger } from '../../../application/ports/logger.js';
import { type Metrics, noMetrics } from '../../../application/ports/metrics.js';
import { type Actor, isStaff, personKey } from '../../../domain/actor.js';
import type { Dialect, EdgeFailure, Route } from './dialect.js';
import { isTooDeep, tooDeep } from './json-depth.js';
import { RecentlySeen } from './recently-seen.js';
import type { Recognition } from './recognition.js';
import { SecurityGuard } from './security-guard.js';
import type { SecurityLog } from './security-log.js';
import { originIn } from './headers.js';
import {
  afterRenewal,
  bearerToken,
  ClientGone,
  type Cookie,
  type Entrance,
  type HttpFace,
  type HttpHead,
  type HttpReply,
  type HttpRequest,
  type Offer,
  type UnreadRequest,
} from './transport.js';

const guestIdIn = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'guestId' in body ? body.guestId : undefined;

const offerOf = ({ headers, query, cookies, address }: HttpHead, body: unknown): Offer => ({
  token: bearerToken(headers),
  guestIds: [headers['x-guest-id'], query['guestId'], guestIdIn(body)],
  sessionId: null,
  cookies,
  headers,
  address,
  mayFollow: false,
});

type Handler = (request: HttpRequest) => Promise<HttpReply>;

/** The route as this caller may use it; where guests may not they are nobody. */
const admitted = (route: Route, caller: Actor | null): Either<EdgeFailure, Handler> => {
  if (route.access === 'anyone') return right((request) => route.handle(caller, request));
  if (caller === null || (caller.kind === 'guest' && route.access !== 'guest')) {
    return left({ kind: 'AuthRequired' });
  }
  if (route.access !== 'staff') return right((request) => route.handle(caller, request));
  return isStaff(caller)
    ? right((request) => route.handle(caller, request))
    : left({ kind: 'StaffOnly' });
};

/** Whether a body may say who somebody is. */
const isForGuests = ({ access }: Route): boolean => access === 'guest' || access === 'anyone';

/** How it is known who asks. */
export interface Knowing {
  readonly recognition: Recognition;
  readonly renew: Entrance['renew'];
}

/** Where it is told what happens. */
export interface Watching {
  readonly logger: Logger;
  readonly security: SecurityLog;
  readonly metrics?: Pick<Metrics, 'refused'>;
}

/** Whatever is answered, the client hears of cookies that are its own from now on. */
const giving = (reply: HttpReply, cookies: readonly Cookie[]): HttpReply =>
  cookies.length === 0 ? reply : { ...reply, cookies: [...cookies, ...(reply.cookies ?? [])] };

/** A dialect's routes, behind authentication: what an HTTP transport serves. */
export const httpFace = (
  { name, rest }: Pick<Dialect, 'name' | 'rest'>,
  { recognition, renew }: Knowing,
  { logger, security, metrics = noMetrics }: Watching,
): HttpFace => {
  const { bases, routes, refuse, problem } = rest;
  const seen = new RecentlySeen();

  const identify = async (offer: Offer): Promise<Either<EdgeFailure, Actor | null>> => {
    const identity = await recognition.byOffer(offer);
    return isLeft(identity) ? identity : right(identity.right?.actor ?? null);
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

  /** Strangers are sent away with their bodies unread, save where a body may say who they are. */
  const answer = async (route: Route, request: UnreadRequest): Promise<HttpReply> => {
    const { address, correlationId } = request;
    const origin = originIn(request.headers);
    const from = { address, origin, dialect: name, correlationId };
    const guard = new SecurityGuard(security, from, metrics);
    const asked = `${route.method} ${route.path}`;
    const refused = (failure: EdgeFailure): HttpReply => {
      guard.refused(failure, asked, name);
      return refuse(failure);
    };
    const noted = (reply: HttpReply): HttpReply => {
      if (reply.failure !== undefined) guard.refused(reply.failure, asked, name);
      return reply;
    };
    const away = route.turnsAway?.(request) ?? null;
    if (away !== null) return noted(away);
    const early = isForGuests(route) ? await bodyFor(route, request) : right(undefined);
    if (isLeft(early)) return early.left;
    const offer = offerOf(request, early.right);
    const renewal = await renew(offer);
    const { cookies } = renewal;
    const caller = await identify(afterRenewal(offer, renewal));
    if (isLeft(caller)) return giving(refused(caller.left), cookies);
    if (caller.right !== null) {
      // A client asks once a second, perhaps: its person is told of once, for each address.
      const isNew = seen.isNew(`${personKey(caller.right)} ${address}`);
      guard.become(caller.right, isNew, asked);
    }
    const run = admitted(route, caller.right);
    if (isLeft(run)) return giving(refused(run.left), cookies);
    const body = isForGuests(route) ? early : await bodyFor(route, request);
    const reply = isLeft(body) ? body.left : await run.right({ ...request, body: body.right });
    return giving(noted(reply), cookies);
  };

  return {
    name,
    bases,
    problem,
    endpoints: routes.map((route) => ({
      method: route.method,
      path: route.path,
      isUnsafe: route.isUnsafe,
      handle: async (request) => {
        try {
          return await answer(route, request);
        } catch (error) {
          if (error instanceof ClientGone) return problem('malformed');
          const { correlationId } = request;
          metrics.refused('Internal', name);
          logger.error('a route failed', { correlationId, error, path: route.path });
          return problem('internal');
        }
      },
    })),
  };
};
