import Router, { type RouterContext } from '@koa/router';
import type Koa from 'koa';
import type { HttpEndpoint } from '../../gateway/transport.js';
import { correlationIdOf, noteRoute } from './logged-request.js';
import type { AddressOf } from '../common/client-address.js';
import type { Pace } from './pace.js';
import { cutOff } from './problem-replies.js';
import type { Replier } from './replier.js';
import { unreadRequest } from './unread-request.js';

/** Answers what the router has passed on, since it has no route for it. */
const answerUnrouted =
  ({ send, refuse }: Replier) =>
  (ctx: RouterContext): Promise<void> => {
    const allowed = new Set((ctx.matched ?? []).flatMap(({ methods }) => methods));
    if (allowed.size === 0) return refuse(ctx, 'notFound');
    ctx.set('Allow', [...allowed].join(', '));
    return ctx.method === 'OPTIONS' ? send(ctx, { status: 200 }) : refuse(ctx, 'methodNotAllowed');
  };

/** An endpoint, and whose it is; `null` for what is no dialect's. */
export interface OwnedEndpoint extends HttpEndpoint {
  readonly dialect: string | null;
}

export interface Routing {
  readonly replies: Replier;
  readonly addressOf: AddressOf;
  readonly pace: Pace;
}

/** Puts endpoints into the app, by path and method, and an answer to all else at its end. */
export const useRoutes = (
  app: Koa,
  endpoints: readonly OwnedEndpoint[],
  { replies, addressOf, pace }: Routing,
): void => {
  const routes = new Router();
  for (const { method, path, isUnsafe, dialect, handle } of endpoints) {
    const route = routes.register(path, [method], async (ctx) => {
      noteRoute(ctx, { dialect, path });
      const head = { correlationId: correlationIdOf(ctx), address: addressOf(ctx.req) };
      const client = { isSlow: false };
      const onSlow = (): void => {
        client.isSlow = true;
      };
      const reply = await handle(unreadRequest(ctx, head, { pace, onSlow }));
      await replies.send(ctx, client.isSlow ? cutOff : reply);
    });
    // The router has added HEAD to GET.
    if (isUnsafe === true) route.methods = [method];
  }
  app.use(routes.routes());
  app.use(answerUnrouted(replies));
};
