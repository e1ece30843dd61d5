import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { Context } from 'koa';
import bodyParser from 'koa-bodyparser';
import type { HttpProblem } from '../../gateway/transport.js';
import { requestContent } from './request-content.js';

const parse = bodyParser({
  enableTypes: ['json'],
  detectJSON: () => true,
  jsonLimit: '100kb',
  strict: false,
});

const isEmpty = async (content: AsyncIterable<Uint8Array>): Promise<boolean> => {
  for await (const _ of content) return false;
  return true;
};

/**
 * A compressed body is not unpacked: the parser lets go of what inflates past its limit, and what breaks
 * after that would end the process.
 */
const isCompressed = (ctx: Context): boolean => !/^(identity)?$/i.test(ctx.get('content-encoding'));

/** Whatever a body cannot be read for is its sender's fault. */
const problemOf = (error: unknown): HttpProblem =>
  error instanceof Error && 'status' in error && error.status === 413 ? 'tooLarge' : 'malformed';

/** What a body holds in JSON; nothing at all counts as an empty object. */
export const readJson = async (ctx: Context): Promise<Either<HttpProblem, unknown>> => {
  const { request, req } = ctx;
  if (!request.is('json', '+json') || isCompressed(ctx)) {
    return (await isEmpty(requestContent(req))) ? right({}) : left('unsupported');
  }
  try {
    await parse(ctx, () => Promise.resolve());
    return right(request.rawBody === '' ? {} : request.body);
  } catch (error) {
    return left(problemOf(error));
  }
};
