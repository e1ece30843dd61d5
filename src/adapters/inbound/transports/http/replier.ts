import type { Context } from 'koa';
import type { Logger } from '../../../../application/ports/logger.js';
import type { HttpFace, HttpProblem, HttpReply } from '../../gateway/transport.js';
import { correlationIdOf } from './logged-request.js';
import { problemReply } from './problem-replies.js';
import { sendReply } from './send-reply.js';

export interface ReplierDeps {
  readonly faces: readonly HttpFace[];
  readonly logger: Logger;
  /** Milliseconds for what a client still sends of a request that is answered already. */
  readonly patience: number;
}

export interface Replier {
  send(ctx: Context, reply: HttpReply): Promise<void>;
  /** In the envelope of the dialect under whose base the path is. */
  refuse(ctx: Context, problem: HttpProblem): Promise<void>;
}

/** Answers requests to the end; what breaks off on the way is logged. */
export const replier = ({ faces, logger, patience }: ReplierDeps): Replier => {
  const send = (ctx: Context, reply: HttpReply): Promise<void> =>
    sendReply(ctx, reply, {
      patience,
      onBreak: (error) => {
        logger.error('an answer broke off', { correlationId: correlationIdOf(ctx), error });
      },
    });
  return { send, refuse: (ctx, problem) => send(ctx, problemReply(faces, ctx.path, problem)) };
};
