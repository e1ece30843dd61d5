import { isLeft, left } from 'fp-ts/lib/Either.js';
import { isNone } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type AuthRequired, authRequired, type Unavailable } from '../../domain/failure.js';
import { isNewcomers } from '../../domain/newcomer.js';
import type { Clock } from '../ports/clock.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import { type GetHistoryInput, type History, type PageDeps, pageOf } from './get-history.js';

export type GetNewcomersHistory = (
  input: GetHistoryInput,
) => TaskEither<AuthRequired | Unavailable, History>;

export interface GetNewcomersHistoryDeps extends PageDeps {
  readonly log: ConversationLog;
  readonly clock: Clock;
}

/**
 * For whoever knows its id, a newcomer's conversation while it is one, with nothing of what it may stand for;
 * for any other he must say who he is.
 */
export const getNewcomersHistory =
  ({ log, clock, ...deps }: GetNewcomersHistoryDeps): GetNewcomersHistory =>
  ({ conversationId, window }) =>
  async () => {
    const found = await log.load(conversationId)();
    if (isLeft(found)) return found;
    if (isNone(found.right) || !isNewcomers(found.right.value, clock.now())) {
      return left(authRequired);
    }
    return pageOf(deps, found.right.value, window);
  };
