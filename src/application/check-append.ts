import { MAX_FILES } from '../domain/attachment.js';
import type { ConversationEvent } from '../domain/conversation-event.js';
import { messageName } from '../domain/message-name.js';
import { MAX_TEXT } from '../domain/message-text.js';
import { type Append, MAX_APPEND } from './ports/conversation-log.js';

type Events = readonly ConversationEvent[];

/** What nearly every append is: it cannot be too large, and to measure it would cost as much as to store it. */
const isOneMessage = ([first, second]: Events): boolean =>
  second === undefined &&
  first?.type === 'messagePosted' &&
  (first.kind === 'auth_code' ||
    (first.text.length <= 2 * MAX_TEXT && (first.attachments?.length ?? 0) <= MAX_FILES));

const isTooLarge = (events: Events): boolean =>
  Buffer.byteLength(JSON.stringify(events)) > MAX_APPEND.bytes;

const bearsNameTwice = (events: Events): boolean => {
  const names = events.flatMap((event) => messageName(event) ?? []);
  const keys = names.map(({ sender, clientMessageId }) =>
    JSON.stringify([sender, clientMessageId]),
  );
  return new Set(keys).size < keys.length;
};

/**
 * What every log asks of an append before it looks at anything else.
 * @throws Error for one that no log takes: a bug of whoever made it
 */
export const checkAppend = ({ events, conversation: { id } }: Append): void => {
  if (isOneMessage(events)) return;
  if (events.length > MAX_APPEND.events)
    throw new Error(`${events.length} events at once for ${id}`);
  if (isTooLarge(events)) throw new Error(`more than ${MAX_APPEND.bytes} bytes at once for ${id}`);
  if (bearsNameTwice(events)) throw new Error(`two messages of one name at once for ${id}`);
};
