import { randomUUID } from 'node:crypto';
import type { Context } from 'koa';

interface Correlated {
  readonly correlationId: string;
}

/** Names a request, in the log and to its client. */
export const correlate = (ctx: Context): void => {
  const state: Correlated = { correlationId: randomUUID() };
  ctx.state = state;
  ctx.set('X-Request-Id', state.correlationId);
};

export const correlationIdOf = (ctx: Context): string => (ctx.state as Correlated).correlationId;
