import type { Context } from 'koa';
import type { HttpReply } from '../../gateway/transport.js';
import { mayBearCookies } from '../common/request-cookies.js';
import { setCookies } from '../common/set-cookie.js';
import { discardContent } from './request-content.js';
import { letGo, sendContent } from './send-content.js';

export interface SendingOptions {
  /** Milliseconds for what a client still sends of a request that is answered already. */
  readonly patience: number;
  /** Told when an answer broke off in the middle, by a fault of ours. */
  readonly onBreak: (error: Error) => void;
}

/** Statuses whose answers have no body, nor a length. */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

const setHeader = (ctx: Context, name: string, value: string | readonly string[]): void => {
  const values = typeof value === 'string' ? value : [...value];
  // What others have said of it stays: caches go by it.
  if (name === 'vary') ctx.vary(values);
  else ctx.set(name, values);
};

const setHead = (ctx: Context, { status, headers = {}, cookies = [] }: HttpReply): void => {
  // A page that may not use what cookies a browser has may not give it any.
  const given = mayBearCookies(ctx.headers) ? cookies : [];
  const written = setCookies(given);
  ctx.status = status;
  // It is for the one who asks, and a guest's id may be in its address; a reply may say otherwise.
  ctx.set('cache-control', 'no-store');
  for (const [name, value] of Object.entries(headers)) setHeader(ctx, name, value);
  if (written.length > 0) ctx.append('set-cookie', written);
};

/**
 * The answer's end waits for the request's: a client may read nothing before it has written all, and
 * would never hear an answer that closes the connection on it. An answer that says so closes it all the same.
 */
const finish = async ({ req, res }: Context, text: string, patience: number): Promise<void> => {
  if (req.complete || res.getHeader('connection') === 'close') {
    res.end(text);
    return;
  }
  res.flushHeaders();
  res.write(text);
  await discardContent(req, patience);
  res.end();
};

/** Writes an answer to the end, past Koa, which knows no more than bodies that are read to theirs. */
export const sendReply = async (
  ctx: Context,
  reply: HttpReply,
  { patience, onBreak }: SendingOptions,
): Promise<void> => {
  const { body, content } = reply;
  const text = body === undefined ? '' : JSON.stringify(body);
  setHead(ctx, reply);
  ctx.respond = false;
  if (content !== undefined) {
    ctx.set('content-type', content.type);
    if (content.length !== undefined) ctx.length = content.length;
    if (ctx.method === 'HEAD') letGo(content);
    else await sendContent(content, ctx.res, onBreak);
  } else if (!BODILESS.has(reply.status)) {
    if (body !== undefined) ctx.type = 'json';
    ctx.length = Buffer.byteLength(text);
  }
  await finish(ctx, text, patience);
};
