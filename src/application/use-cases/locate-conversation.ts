import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isNone } from 'fp-ts/lib/Option.js';
import { canRead } from '../../domain/access.js';
import { noTicket, notYours } from '../../domain/failure.js';
import { isUuid, toConversationId } from '../../domain/ids.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { Actor } from '../../domain/actor.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Conversation } from '../../domain/conversation.js';
import type { GetConversation, GetConversationFailure } from './get-conversation.js';

export type LocateConversation = (
  actor: Actor,
  /** The id of a conversation, or the id or the number of its ticket. */
  key: string,
) => TaskEither<GetConversationFailure, Conversation>;

export interface LocateConversationDeps {
  readonly getConversation: GetConversation;
  readonly log: ConversationLog;
}

/** The conversation that goes by a key, for those who may read it; whoever may not is told that it is there. */
export const locateConversation =
  ({ getConversation, log }: LocateConversationDeps): LocateConversation =>
  (actor, key) =>
  async () => {
    if (isUuid(key)) {
      const found = await getConversation(actor, toConversationId(key))();
      if (!isLeft(found) || found.left.kind !== 'NotFound') return found;
    }
    const ticketed = await log.loadByTicket(isUuid(key) ? key.toLowerCase() : key)();
    if (isLeft(ticketed)) return ticketed;
    if (isNone(ticketed.right)) return left(noTicket);
    return canRead(actor, ticketed.right.value) ? right(ticketed.right.value) : left(notYours);
  };
