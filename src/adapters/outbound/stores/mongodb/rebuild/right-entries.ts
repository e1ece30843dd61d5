import type { ConversationEvent } from '../../../../../domain/conversation-event.js';
import { messageName } from '../../../../../domain/message-name.js';
import { parseStored } from '../../common/parse-stored.js';
import type { Bucket, Entry, Head } from '../documents.js';
import { nameIn } from '../entries.js';
import type { ConversationId } from '../../../../../domain/ids.js';

/** The log of a conversation, wherever its events lie. */
export interface StoredLog {
  readonly entries: readonly Entry[];
  readonly events: readonly ConversationEvent[];
}

/** What an entry says beside its event follows from the log. */
const rightEntry = (
  id: ConversationId,
  { s, t, e }: Entry,
  event: ConversationEvent,
  place: number,
): Entry => {
  const name = messageName(event);
  return {
    s,
    t,
    e,
    ...(name === null ? {} : { n: nameIn(id, name) }),
    ...(event.type === 'messagePosted' ? { p: place } : {}),
  };
};

/** Each event once: one that is leaving its conversation's document is in a bucket, too. */
export const storedLog = (
  id: string,
  { tail }: Pick<Head, 'tail'>,
  buckets: readonly Bucket[],
): StoredLog => {
  const bySeq = new Map<number, Entry>();
  for (const entry of [...buckets.flatMap(({ entries }) => entries), ...tail]) {
    bySeq.set(entry.s, entry);
  }
  const stored = [...bySeq.values()].sort((one, other) => one.s - other.s);
  const events = stored.map(({ e }) => parseStored(e, id) as ConversationEvent);
  let place = 0;
  const entries = stored.map((entry, index) => {
    const event = events[index];
    if (event === undefined) throw new Error('there is an event for each entry');
    if (event.type === 'messagePosted') place += 1;
    return rightEntry(id as ConversationId, entry, event, place);
  });
  return { entries, events };
};
