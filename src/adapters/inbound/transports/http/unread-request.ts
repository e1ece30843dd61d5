import type { RouterContext } from '@koa/router';
import type { HttpHead, UnreadRequest } from '../../gateway/transport.js';
import { readJson } from './json-body.js';
import { requestContent } from './request-content.js';
import { requestCookies } from '../common/request-cookies.js';

/** A request as the gateway takes it. */
export const unreadRequest = (
  ctx: RouterContext,
  head: Pick<HttpHead, 'correlationId' | 'address'>,
): UnreadRequest => ({
  ...head,
  params: ctx.params,
  query: ctx.query,
  headers: ctx.headers,
  cookies: requestCookies(ctx.headers),
  json: () => readJson(ctx),
  content: requestContent(ctx.req),
});
