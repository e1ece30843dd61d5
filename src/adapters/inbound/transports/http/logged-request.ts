import { randomUUID } from 'node:crypto';
import type { Context } from 'koa';

/** What serves a request. */
export interface Routed {
  readonly dialect: string | null;
  /** With parameters as `:name`: what the client wrote in its stead may be a secret. */
  readonly path: string | null;
}

interface Logged {
  readonly correlationId: string;
  routed: Routed | null;
}

/**
 * A name that a client may give a request of his: it stands in the log as it is, so it may be no code, no token (which has
 * three parts), no beginning of one, and no guest.
 */
const OWN_ID = /^(?!\d+$|eyJ|guest_|[^.]*\.[^.]*\.)[\w.-]{1,100}$/i;

const stateOf = (ctx: Context): Logged => ctx.state;

/** Names a request, in the log and to its client, as he does where he does. */
export const correlate = (ctx: Context): void => {
  const own = ctx.get('X-Request-Id');
  const state: Logged = {
    correlationId: OWN_ID.test(own) ? own : randomUUID(),
    routed: null,
  };
  ctx.state = state;
  ctx.set('X-Request-Id', state.correlationId);
};

export const correlationIdOf = (ctx: Context): string => stateOf(ctx).correlationId;

export const noteRoute = (ctx: Context, routed: Routed): void => {
  stateOf(ctx).routed = routed;
};

/** `null` where no route serves it. */
export const routedBy = (ctx: Context): Routed | null => stateOf(ctx).routed;
