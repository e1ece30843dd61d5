import type { RouterContext } from '@koa/router';
import { ClientGone, type HttpHead, type UnreadRequest } from '../../gateway/transport.js';
import { readJson } from './json-body.js';
import { requestCookies } from '../common/request-cookies.js';
import { atPace, type Pace } from './pace.js';
import { requestContent } from './request-content.js';

export interface Reading {
  /** Of a body that is taken as a stream. */
  readonly pace: Pace;
  /** The client does not keep it, and is given up. */
  readonly onSlow: () => void;
}

/** A request as the gateway takes it. */
export const unreadRequest = (
  ctx: RouterContext,
  head: Pick<HttpHead, 'correlationId' | 'address'>,
  { pace, onSlow }: Reading,
): UnreadRequest => ({
  ...head,
  isHead: ctx.method === 'HEAD',
  params: ctx.params,
  query: ctx.query,
  headers: ctx.headers,
  cookies: requestCookies(ctx.headers),
  json: () => readJson(ctx),
  content: atPace(requestContent(ctx.req), pace, () => {
    onSlow();
    return new ClientGone(new Error('too slow'));
  }),
});
