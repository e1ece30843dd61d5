import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isSome } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isClient, personKey } from '../../domain/actor.js';
import type { Channel } from '../../domain/channel.js';
import { type Conversation, isOpen, slotOf } from '../../domain/conversation.js';
import type { ConversationType } from '../../domain/vocabulary.js';
import { openConversation } from '../../domain/decide/open-conversation.js';
import {
  type AccessDenied,
  notAllowed,
  type RateLimited,
  type Unavailable,
  unavailable,
  type ValidationFailed,
} from '../../domain/failure.js';
import { toConversationId } from '../../domain/ids.js';
import { subjectLine } from '../../domain/message-text.js';
import { NEWCOMER_TIME } from '../../domain/newcomer.js';
import type { ConversationChanges, OpeningRefused } from '../changes/change-conversation.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { IdGenerator } from '../ports/id-generator.js';
import type { RateLimiter } from '../ports/rate-limiter.js';

export interface GetOrStartInput {
  /** One with a single open conversation for an owner and type. */
  readonly channel: Channel;
  readonly type: ConversationType;
  readonly subject: string | null;
  /** Who asks may have got his id just now: what is opened for him may turn out to be another guest's. */
  readonly isNewcomer: boolean;
  /** Of somebody whom anybody may be: what is opened for him counts as a connection. */
  readonly address: string | null;
}

export interface GotOrStarted {
  readonly conversation: Conversation;
  readonly started: boolean;
}

export type GetOrStartFailure = AccessDenied | ValidationFailed | RateLimited | Unavailable;

export type GetOrStartConversation = (
  actor: Actor,
  input: GetOrStartInput,
) => TaskEither<GetOrStartFailure, GotOrStarted>;

export interface GetOrStartDeps {
  readonly changes: ConversationChanges;
  readonly log: ConversationLog;
  readonly ids: IdGenerator;
  readonly limiter: RateLimiter;
}

type Attempt = Either<GetOrStartFailure | OpeningRefused, GotOrStarted>;

/** The slot may be taken and left again between a look and an opening, but not for ever. */
const MAX_ATTEMPTS = 10;

const existing = async (
  { log }: GetOrStartDeps,
  slot: string,
): Promise<Either<Unavailable, Conversation | null>> => {
  const id = await log.findOpen(slot)();
  if (isLeft(id)) return id;
  if (!isSome(id.right)) return right(null);
  const found = await log.load(id.right.value)();
  if (isLeft(found)) return found;
  return right(isSome(found.right) && isOpen(found.right.value) ? found.right.value : null);
};

const start = async (
  { changes, log, ids, limiter }: GetOrStartDeps,
  actor: Actor,
  input: GetOrStartInput,
): Promise<Attempt> => {
  if (input.address !== null) {
    const allowed = await limiter.take('connections', input.address)();
    if (isLeft(allowed)) return allowed;
  }
  const number = await log.nextNumber()();
  if (isLeft(number)) return number;
  const id = toConversationId(ids.next());
  const command = {
    ...input,
    id,
    number: number.right,
    departmentId: null,
    deviceMetadata: null,
    firstMessage: null,
    ticket: null,
  };
  const opened = await changes.open(id, (now) => {
    const newcomerUntil = input.isNewcomer ? now + NEWCOMER_TIME : null;
    return openConversation({ ...command, newcomerUntil }, actor);
  })();
  return isLeft(opened)
    ? opened
    : right({ conversation: opened.right.conversation, started: true });
};

/**
 * The actor's open conversation of a type, opened if there is none. However many ask at once, on
 * however many nodes, there is one; those who ask in one process share one opening.
 */
export const getOrStartConversation = (deps: GetOrStartDeps): GetOrStartConversation => {
  const starting = new Map<string, Promise<Attempt>>();

  const startOnce = (slot: string, actor: Actor, input: GetOrStartInput): Promise<Attempt> => {
    const attempt = start(deps, actor, input).finally(() => starting.delete(slot));
    starting.set(slot, attempt);
    return attempt;
  };

  return (actor, input) => async () => {
    if (!isClient(actor)) return left(notAllowed);
    const subject = subjectLine(input.subject);
    if (isLeft(subject)) return subject;
    const slot = slotOf(input.channel, personKey(actor), input.type);
    for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts += 1) {
      const found = await existing(deps, slot);
      if (isLeft(found)) return found;
      if (found.right !== null) return right({ conversation: found.right, started: false });
      const others = starting.get(slot);
      if (others !== undefined) {
        await others;
        continue;
      }
      const attempt = await startOnce(slot, actor, { ...input, subject: subject.right });
      if (!isLeft(attempt)) return attempt;
      if (attempt.left.kind !== 'OpeningRefused') return left(attempt.left);
    }
    return left(unavailable);
  };
};
