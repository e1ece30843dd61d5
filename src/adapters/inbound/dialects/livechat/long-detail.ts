import { isLeft } from 'fp-ts/lib/Either.js';
import type {
  Transcript,
  TranscriptPart,
} from '../../../../application/use-cases/get-transcript.js';
import type { HttpReply } from '../../gateway/transport.js';
import { ownCodesShown } from '../common/code-form.js';
import type { LivechatDialectDeps } from './deps.js';
import { messageWithin } from './encode.js';

/** A part's messages, as they are written in its place. */
type Write = (part: TranscriptPart) => readonly object[];

/** An answer whose innermost field is a list that is written as it is read: its size is in nobody's memory. */
const streamed = async function* (
  before: string,
  { first, rest }: Transcript,
  write: Write,
  after: string,
): AsyncGenerator<Uint8Array, void> {
  let separator = '';
  const json = (part: TranscriptPart): string => {
    const items = JSON.stringify(write(part)).slice(1, -1);
    if (items === '') return '';
    const written = separator + items;
    separator = ',';
    return written;
  };
  yield Buffer.from(before + json(first));
  for await (const part of rest ?? []) {
    // Too late for words: that the answer breaks off tells that it is not whole.
    if (isLeft(part)) throw new Error('the store failed in the middle of a transcript');
    yield Buffer.from(json(part.right));
  }
  yield Buffer.from(after);
};

/** What a user may see of it: no notes, and digits of the codes that are his. */
export const writeForUser =
  ({ codeDigits, publicUrl }: Pick<LivechatDialectDeps, 'codeDigits' | 'publicUrl'>): Write =>
  ({ entries, ownCodes }) => {
    const code = ownCodesShown(codeDigits, ownCodes);
    const messages = entries.filter(({ type }) => type === 'messagePosted');
    return messages.map((message) => messageWithin(message, publicUrl, code));
  };

/** What is told of at length. */
export interface Told {
  readonly status: 200 | 201;
  readonly message: string;
  /** As it is called among the answer's `data`. */
  readonly name: 'conversation' | 'ticket';
  /** Without its messages. */
  readonly detail: object;
}

/** Document 004, "Get Conversation Detail": with all messages of a transcript. */
export const detailReply = (
  { status, message, name, detail }: Told,
  transcript: Transcript,
  write: Write,
): HttpReply => {
  const envelope = (messages: readonly object[]): object => ({
    success: true,
    message,
    data: { [name]: { ...detail, messages } },
  });
  if (transcript.rest === null) return { status, body: envelope(write(transcript.first)) };
  const empty = JSON.stringify(envelope([]));
  const end = ']}}}';
  return {
    status,
    content: {
      type: 'application/json; charset=utf-8',
      bytes: streamed(empty.slice(0, -end.length), transcript, write, end),
    },
  };
};
