import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isStaff } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import type { MessagePosted, NoteAdded } from '../../domain/conversation-event.js';
import { notAllowed, type Unavailable } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { GetConversation, GetConversationFailure } from './get-conversation.js';

/** The newest messages and notes that a transcript holds. */
export const MAX_ENTRIES = 5_000;

/** Other events among them for which room is left: past so many the oldest entries are left out. */
const MAX_OTHERS = 5_000;

/** Events that are read at a time. */
const TOGETHER = 1_000;

export type Entry = MessagePosted | NoteAdded;

export interface Transcript {
  readonly conversation: Conversation;
  /** Oldest first. */
  readonly entries: readonly Entry[];
}

export type GetTranscript = (
  actor: Actor,
  id: ConversationId,
) => TaskEither<GetConversationFailure, Transcript>;

export interface GetTranscriptDeps {
  readonly getConversation: GetConversation;
  readonly log: ConversationLog;
}

/** The entries that the state has seen, found by reading each event at most once. */
const entriesOf = async (
  log: ConversationLog,
  { id, lastSeq, messageCount }: Conversation,
): Promise<Either<Unavailable, readonly Entry[]>> => {
  const others = Math.min(lastSeq - messageCount, MAX_OTHERS);
  const entries: Entry[] = [];
  let after = Math.max(0, lastSeq - MAX_ENTRIES - others);
  while (after < lastSeq) {
    const events = await log.read(id, after, Math.min(TOGETHER, lastSeq - after))();
    if (isLeft(events)) return events;
    const last = events.right.at(-1);
    if (last === undefined) break;
    after = last.seq;
    for (const event of events.right) {
      if (event.type === 'messagePosted' || event.type === 'noteAdded') entries.push(event);
    }
  }
  return right(entries.slice(-MAX_ENTRIES));
};

/** All that has been said in a conversation and about it, for staff who may read it. */
export const getTranscript =
  ({ getConversation, log }: GetTranscriptDeps): GetTranscript =>
  (actor, id) =>
  async () => {
    if (!isStaff(actor)) return left(notAllowed);
    const found = await getConversation(actor, id)();
    if (isLeft(found)) return found;
    const entries = await entriesOf(log, found.right);
    return isLeft(entries) ? entries : right({ conversation: found.right, entries: entries.right });
  };
