import { map, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import { map as mapOption, type Option, toNullable } from 'fp-ts/lib/Option.js';
import type { Conversation } from '../../domain/conversation.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import type { ConversationLog } from '../ports/conversation-log.js';

/** Which conversation has that number, for good; `null` where none has. It says nothing of who may know of it. */
export type IdentifyNumber = (number: number) => TaskEither<Unavailable, ConversationId | null>;

export interface IdentifyNumberDeps {
  readonly log: Pick<ConversationLog, 'loadByNumber'>;
}

const idIn = (found: Option<Conversation>): ConversationId | null =>
  toNullable(mapOption(({ id }: Conversation) => id)(found));

export const identifyNumber =
  ({ log }: IdentifyNumberDeps): IdentifyNumber =>
  (number) =>
    map(idIn)(log.loadByNumber(number));
