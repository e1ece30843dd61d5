import { randomUUID } from 'node:crypto';
import type { Context } from 'koa';

interface Logged {
  readonly correlationId: string;
  /** With parameters as `:name`. */
  route: string | null;
}

const stateOf = (ctx: Context): Logged => ctx.state;

/** Names a request, in the log and to its client. */
export const correlate = (ctx: Context): void => {
  const state: Logged = { correlationId: randomUUID(), route: null };
  ctx.state = state;
  ctx.set('X-Request-Id', state.correlationId);
};

export const correlationIdOf = (ctx: Context): string => stateOf(ctx).correlationId;

/** The path of the route that serves a request: what the client wrote in its stead may be a secret. */
export const noteRoute = (ctx: Context, path: string): void => {
  stateOf(ctx).route = path;
};

/** `null` where no route serves it. */
export const routeOf = (ctx: Context): string | null => stateOf(ctx).route;
