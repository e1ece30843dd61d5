import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
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

/** One conversation, as the store has it now, for those who may read it; an alias is what it stands for. */
export const getConversation = ({ log }: GetConversationDeps): GetConversation => {
  const load = async (
    id: ConversationId,
  ): Promise<Either<NotFound | Unavailable, Conversation>> => {
    const found = await log.load(id)();
    if (isLeft(found)) return found;
    return isNone(found.right) ? left(noConversation) : right(found.right.value);
  };
  return (actor, id) => async () => {
    const named = await load(id);
    if (isLeft(named)) return named;
    const { aliasOf } = named.right;
    const found = aliasOf === null ? named : await load(aliasOf);
    if (isLeft(found)) return found;
    // It stands for none that is one itself; were it so, going on might never end.
    if (found.right.aliasOf !== null) return left(noConversation);
    return canRead(actor, found.right) ? found : left(notYours);
  };
};
