import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { isPerson } from '../../domain/access.js';
import { type Actor, isStaff } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import type { MessagePosted, NoteAdded } from '../../domain/conversation-event.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import { isCode, liveCodes, type LiveCodesDeps } from '../live-codes.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { ConversationQueries } from '../ports/conversation-queries.js';
import type { GetConversation, GetConversationFailure } from './get-conversation.js';

/** The newest messages that a transcript holds; for staff the notes since the first of them come on top. */
export const MAX_MESSAGES = 5_000;

/** What is read at a time: as much as keeps nobody else waiting. */
export const PART = 100;

export type Entry = MessagePosted | NoteAdded;

export interface TranscriptPart {
  /** Oldest first. */
  readonly entries: readonly Entry[];
  /** The ids of those codes among them whose digits the reader is shown. */
  readonly ownCodes: ReadonlySet<string>;
}

export interface Transcript {
  readonly conversation: Conversation;
  readonly first: TranscriptPart;
  /** Read as it is asked for; `null` where the first part is all. */
  readonly rest: AsyncIterable<Either<Unavailable, TranscriptPart>> | null;
}

export type GetTranscript = (
  actor: Actor,
  id: ConversationId,
) => TaskEither<GetConversationFailure, Transcript>;

export interface GetTranscriptDeps extends LiveCodesDeps {
  readonly getConversation: GetConversation;
  readonly log: ConversationLog;
  readonly queries: ConversationQueries;
}

/** Entries, and where those after them begin; `null` at the end. */
interface Found {
  readonly entries: readonly Entry[];
  readonly next: number | null;
}

type Reading = (from: number) => Promise<Either<Unavailable, Found>>;

/** By their place among the messages. */
const messagesFrom =
  (queries: ConversationQueries, { id, messageCount }: Conversation): Reading =>
  async (place) => {
    const count = Math.min(PART, messageCount - place + 1);
    const entries = count < 1 ? right([]) : await queries.messages(id, place, count)();
    if (isLeft(entries)) return entries;
    const next = place + count;
    return right({ entries: entries.right, next: next > messageCount ? null : next });
  };

/** By `seq`, notes too; of what has come since the state was read, nothing. */
const entriesAfter =
  (log: ConversationLog, { id, lastSeq }: Conversation): Reading =>
  async (seq) => {
    const events = await log.read(id, seq, Math.min(PART, lastSeq - seq))();
    if (isLeft(events)) return events;
    const entries = events.right.filter(
      (event) => event.type === 'messagePosted' || event.type === 'noteAdded',
    );
    const last = events.right.at(-1)?.seq ?? lastSeq;
    return right({ entries, next: last >= lastSeq ? null : last });
  };

/** The `seq` before a message's, by its place; 0 before the first, since notes may have come before it. */
const seqBefore = async (
  queries: ConversationQueries,
  id: ConversationId,
  place: number,
): Promise<Either<Unavailable, number>> => {
  if (place === 1) return right(0);
  const messages = await queries.messages(id, place, 1)();
  return isLeft(messages) ? messages : right((messages.right[0]?.seq ?? 1) - 1);
};

/** All that somebody may see of what was said in a conversation, a part at a time. */
export const getTranscript =
  (deps: GetTranscriptDeps): GetTranscript =>
  (actor, id) =>
  async () => {
    const { getConversation, log, queries } = deps;
    const found = await getConversation(actor, id)();
    if (isLeft(found)) return found;
    const conversation = found.right;
    const read = isStaff(actor)
      ? entriesAfter(log, conversation)
      : messagesFrom(queries, conversation);

    const partOf = async (
      entries: readonly Entry[],
    ): Promise<Either<Unavailable, TranscriptPart>> => {
      const own = entries.filter((entry) => isCode(entry) && isPerson(actor, entry.addressee));
      const ownCodes = await liveCodes(deps, own);
      return isLeft(ownCodes) ? ownCodes : right({ entries, ownCodes: ownCodes.right });
    };

    async function* restFrom(
      first: number,
    ): AsyncGenerator<Either<Unavailable, TranscriptPart>, void> {
      for (let next: number | null = first; next !== null;) {
        const some = await read(next);
        yield isLeft(some) ? some : await partOf(some.right.entries);
        if (isLeft(some)) return;
        next = some.right.next;
      }
    }

    const place = Math.max(1, conversation.messageCount - MAX_MESSAGES + 1);
    const start = isStaff(actor) ? await seqBefore(queries, conversation.id, place) : right(place);
    if (isLeft(start)) return start;
    const begun = await read(start.right);
    if (isLeft(begun)) return begun;
    const first = await partOf(begun.right.entries);
    if (isLeft(first)) return first;
    const { next } = begun.right;
    return right({ conversation, first: first.right, rest: next === null ? null : restFrom(next) });
  };
