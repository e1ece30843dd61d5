import { isLeft } from 'fp-ts/lib/Either.js';
import { type Actor, personKey } from '../domain/actor.js';
import type { RateLimiter } from './ports/rate-limiter.js';
import type { SendMessage } from './use-cases/send-message.js';
import type { StartConversation } from './use-cases/start-conversation.js';
import type { UseCases } from './use-cases/use-cases.js';

/**
 * The same, where nobody says more than he may: each attempt at a message counts, whatever comes of it. They stand
 * before the use cases, so that those take what is asked of them in the order in which it is, at once.
 */
export const limitedUseCases = (cases: UseCases, limiter: RateLimiter): UseCases => {
  const takeMessage = (actor: Actor) => limiter.take('messages', personKey(actor))();

  const sendMessage: SendMessage = (actor, input, entered) => async () => {
    const taken = await takeMessage(actor);
    return isLeft(taken) ? taken : cases.sendMessage(actor, input, entered)();
  };

  const startConversation: StartConversation = (actor, input) => async () => {
    const taken = input.message === null ? null : await takeMessage(actor);
    return taken !== null && isLeft(taken) ? taken : cases.startConversation(actor, input)();
  };

  return { ...cases, sendMessage, startConversation };
};
