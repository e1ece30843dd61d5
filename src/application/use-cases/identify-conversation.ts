import { isLeft, right } from 'fp-ts/lib/Either.js';
import { isSome } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Unavailable } from '../../domain/failure.js';
import { type ConversationId, isUuid, toConversationId } from '../../domain/ids.js';
import type { ConversationLog } from '../ports/conversation-log.js';

/**
 * Which conversation goes by the id or the number of its ticket, or by its own id: for good, and whether there is one of that
 * id or not. `null` for what is none of these. It says nothing of who may know of it.
 */
export type IdentifyConversation = (name: string) => TaskEither<Unavailable, ConversationId | null>;

export interface IdentifyConversationDeps {
  readonly log: ConversationLog;
}

export const identifyConversation =
  ({ log }: IdentifyConversationDeps): IdentifyConversation =>
  (name) =>
  async () => {
    const id = isUuid(name) ? toConversationId(name) : null;
    const ticketed = await log.loadByTicket(id ?? name)();
    if (isLeft(ticketed)) return ticketed;
    return right(isSome(ticketed.right) ? ticketed.right.value.id : id);
  };
