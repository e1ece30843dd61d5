import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, type Person, personKey } from '../domain/actor.js';
import type { RateLimited } from '../domain/failure.js';
import type { RateLimiter } from './ports/rate-limiter.js';
import type { AddNote } from './use-cases/add-note.js';
import type { AttachFiles } from './use-cases/attach-files.js';
import type { OnlineInput } from './use-cases/go-online.js';
import type { SendMessage } from './use-cases/send-message.js';
import type { StartConversation, StartConversationInput } from './use-cases/start-conversation.js';
import type { UseCases } from './use-cases/use-cases.js';

/** Takes one for the actor, and for the address too where he can call himself what he likes. */
const takingMessages =
  (limiter: RateLimiter) =>
  (actor: Actor, address: string | null = null): TaskEither<RateLimited, void> => {
    const own = limiter.take('messages', personKey(actor));
    if (address === null) {
      if (actor.kind === 'email') throw new Error('a contact is counted by his address, too');
      return own;
    }
    const key = `address:${address}`;
    return async () => {
      // First: who calls himself something else each time is refused under one name, and takes up no other's place.
      const there = await limiter.take('messages', key)();
      if (isLeft(there)) return there;
      const taken = await own();
      if (isLeft(taken)) await limiter.giveBack('messages', key)();
      return taken;
    };
  };

/**
 * The same, where nobody says more than he may: each attempt at a message counts, whatever comes of it, and so does a
 * note. Of conversations that are opened without one there may be as many, and as many with a ticket, each counted by themselves. They stand before the use cases, so that those take what is asked of them in the order in which it is, at once.
 */
export const limitedUseCases = (cases: UseCases, limiter: RateLimiter): UseCases => {
  const takeMessage = takingMessages(limiter);

  const sendMessage: SendMessage = (actor, input, entered) => async () => {
    // Its files have been counted, when they began to come.
    if (input.attachments !== undefined && input.attachments.length > 0) {
      return cases.sendMessage(actor, input, entered)();
    }
    const taken = await takeMessage(actor, input.address)();
    // A promise that is given back unawaited costs each message two more turns of the queue.
    return isLeft(taken) ? taken : await cases.sendMessage(actor, input, entered)();
  };

  const takeOpening = async (
    actor: Actor,
    { message, ticket = null, address }: StartConversationInput,
  ): Promise<Either<RateLimited, unknown>> => {
    if (message !== null) return takeMessage(actor, address)();
    const what = ticket === null ? 'conversation' : 'ticket';
    return limiter.take('messages', `${what}:${personKey(actor)}`)();
  };

  const startConversation: StartConversation = (actor, input) => async () => {
    const taken = await takeOpening(actor, input);
    return isLeft(taken) ? taken : cases.startConversation(actor, input)();
  };

  const attachFiles: AttachFiles = (actor, input) => async () => {
    const taken = await takeMessage(actor)();
    return isLeft(taken) ? taken : cases.attachFiles(actor, input)();
  };

  const addNote: AddNote = (actor, input) => async () => {
    const taken = await takeMessage(actor)();
    return isLeft(taken) ? taken : cases.addNote(actor, input)();
  };

  /** What somebody says of himself, whichever it is, has one budget. */
  const limitedStatus =
    <F, A>(says: (person: Person, input: OnlineInput) => TaskEither<F, A>) =>
    (person: Person, input: OnlineInput): TaskEither<F | RateLimited, A> =>
    async () => {
      const taken = await limiter.take('statuses', personKey(person))();
      return isLeft(taken) ? taken : says(person, input)();
    };

  return {
    ...cases,
    sendMessage,
    startConversation,
    attachFiles,
    addNote,
    goOnline: limitedStatus(cases.goOnline),
    stayOnline: limitedStatus(cases.stayOnline),
    goOffline: limitedStatus(cases.goOffline),
  };
};
