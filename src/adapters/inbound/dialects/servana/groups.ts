import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { GetConversationFailure } from '../../../../application/use-cases/get-conversation.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import type { Conversation } from '../../../../domain/conversation.js';
import { noConversation, notInside } from '../../../../domain/failure.js';
import type { Caller } from '../../gateway/dialect.js';
import { ConversationNames } from '../common/conversation-names.js';

/** Clients call conversations by their numbers. */
export const groupNames = ({
  identifyNumber,
  getConversation,
}: Pick<UseCases, 'identifyNumber' | 'getConversation'>): ConversationNames =>
  new ConversationNames({
    identify: (digits) => identifyNumber(Number(digits)),
    getConversation,
    none: noConversation,
  });

/** What this connection has joined: document 002 has everything that is done in a room done by who is in it. */
export const joinedGroup =
  (names: ConversationNames) =>
  (caller: Caller, chatGroupId: string): TaskEither<GetConversationFailure, Conversation> =>
  async () => {
    const located = await names.located(caller, chatGroupId)();
    if (isLeft(located)) return located;
    const followed = caller.followed(located.right);
    return followed === null ? left(notInside) : right(followed);
  };
