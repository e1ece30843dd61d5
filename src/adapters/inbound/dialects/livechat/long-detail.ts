import { isLeft } from 'fp-ts/lib/Either.js';
import type {
  Transcript,
  TranscriptPart,
} from '../../../../application/use-cases/get-transcript.js';
import type { HttpReply } from '../../gateway/transport.js';

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

/**
 * Document 004, "Get Conversation Detail", with all messages of a transcript.
 * @param detail the conversation without its messages
 */
export const detailReply = (
  message: string,
  transcript: Transcript,
  detail: object,
  write: Write,
): HttpReply => {
  if (transcript.rest === null) {
    const conversation = { ...detail, messages: write(transcript.first) };
    return { status: 200, body: { success: true, message, data: { conversation } } };
  }
  const empty = JSON.stringify({
    success: true,
    message,
    data: { conversation: { ...detail, messages: [] } },
  });
  const end = ']}}}';
  return {
    status: 200,
    content: {
      type: 'application/json; charset=utf-8',
      bytes: streamed(empty.slice(0, -end.length), transcript, write, end),
    },
  };
};
