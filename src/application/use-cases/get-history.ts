import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { isPerson } from '../../domain/access.js';
import type { Actor } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import type { Unavailable } from '../../domain/failure.js';
import type { MessagePosted } from '../../domain/conversation-event.js';
import type { ConversationId } from '../../domain/ids.js';
import type { ConversationQueries, PageRequest } from '../ports/conversation-queries.js';
import { isCode, liveCodes, type LiveCodesDeps } from '../live-codes.js';
import type { ReadMarks } from '../ports/read-marks.js';
import type { GetConversation, GetConversationFailure } from './get-conversation.js';

/** A page counted from the oldest message, or the newest so many. */
export type HistoryWindow = PageRequest | { readonly newest: number };

export interface GetHistoryInput {
  readonly conversationId: ConversationId;
  readonly window: HistoryWindow;
}

export interface History {
  readonly conversation: Conversation;
  /** Oldest first. */
  readonly messages: readonly MessagePosted[];
  /** Those of them that have been read, by `seq`. */
  readonly read: ReadonlySet<number>;
  readonly total: number;
  /** The ids of those codes on the page whose digits the reader is shown. */
  readonly ownCodes: ReadonlySet<string>;
}

export type GetHistory = (
  actor: Actor,
  input: GetHistoryInput,
) => TaskEither<GetConversationFailure, History>;

export interface PageDeps {
  readonly queries: ConversationQueries;
  readonly reads: ReadMarks;
}

export interface GetHistoryDeps extends PageDeps, LiveCodesDeps {
  readonly getConversation: GetConversation;
}

const NO_CODES: ReadonlySet<string> = new Set();

const rangeOf = (window: HistoryWindow, total: number): { first: number; count: number } =>
  'newest' in window
    ? { first: Math.max(1, total - window.newest + 1), count: window.newest }
    : { first: (window.page - 1) * window.limit + 1, count: window.limit };

/** One page of what a conversation's owner may see of it, with no code that is anybody's. */
export const pageOf = async (
  { queries, reads }: PageDeps,
  conversation: Conversation,
  window: HistoryWindow,
): Promise<Either<Unavailable, History>> => {
  const total = conversation.messageCount;
  const { first, count } = rangeOf(window, total);
  if (first > total) {
    return right({ conversation, messages: [], read: new Set(), total, ownCodes: NO_CODES });
  }
  const page = await queries.messages(conversation.id, first, count)();
  if (isLeft(page)) return page;
  const messages = page.right;
  const marks = await reads.within(
    conversation.id,
    messages.at(0)?.seq ?? 0,
    messages.at(-1)?.seq ?? 0,
  )();
  if (isLeft(marks)) return marks;
  const read = new Set(marks.right.map(({ seq }) => seq));
  return right({ conversation, messages, read, total, ownCodes: NO_CODES });
};

/** Messages by `seq`, for whoever may read the conversation; notes are no part of it. */
export const getHistory =
  (deps: GetHistoryDeps): GetHistory =>
  (actor, { conversationId, window }) =>
  async () => {
    const found = await deps.getConversation(actor, conversationId)();
    if (isLeft(found)) return found;
    const page = await pageOf(deps, found.right, window);
    if (isLeft(page)) return page;
    const isOwn = (message: MessagePosted): boolean =>
      isCode(message) && isPerson(actor, message.addressee);
    const ownCodes = await liveCodes(deps, page.right.messages.filter(isOwn));
    return isLeft(ownCodes) ? ownCodes : right({ ...page.right, ownCodes: ownCodes.right });
  };
