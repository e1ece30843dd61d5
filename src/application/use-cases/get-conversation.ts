import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isNone } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { canRead } from '../../domain/access.js';
import type { Actor } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import {
  type AccessDenied,
  noConversation,
  type NotFound,
  notYours,
  type Unavailable,
} from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import type { ConversationLog } from '../ports/conversation-log.js';

export type GetConversationFailure = NotFound | AccessDenied | Unavailable;

export type GetConversation = (
  actor: Actor,
  id: ConversationId,
) => TaskEither<GetConversationFailure, Conversation>;

export interface GetConversationDeps {
  readonly log: ConversationLog;
}

/** One conversation, as the store has it now, for those who may read it. */
export const getConversation =
  ({ log }: GetConversationDeps): GetConversation =>
  (actor, id) =>
  async () => {
    const found = await log.load(id)();
    if (isLeft(found)) return found;
    if (isNone(found.right)) return left(noConversation);
    const conversation = found.right.value;
    return canRead(actor, conversation) ? right(conversation) : left(notYours);
  };
