import type { ObjectId } from 'mongodb';
import type { Append } from '../../../../application/ports/conversation-log.js';
import type { ConversationEvent } from '../../../../domain/conversation-event.js';
import type { ConversationId } from '../../../../domain/ids.js';
import { messageName, type MessageName, nameKey } from '../../../../domain/message-name.js';
import { parseStored } from '../common/parse-stored.js';
import type { Entry } from './documents.js';
import { keyOf } from './keys.js';

/** A name is one for each conversation. */
export const nameIn = (id: ConversationId, name: MessageName): string => keyOf(id, nameKey(name));

export const parseEvent =
  (id: string) =>
  ({ e }: Entry): ConversationEvent =>
    parseStored(e, id) as ConversationEvent;

const countMessages = (events: readonly ConversationEvent[]): number =>
  events.filter(({ type }) => type === 'messagePosted').length;

/** @param token tells the append from every other that may stand at its `seq` */
export const entriesOf = ({ conversation, events }: Append, token: ObjectId): readonly Entry[] => {
  let place = conversation.messageCount - countMessages(events);
  return events.map((event) => {
    const name = messageName(event);
    const entry = {
      s: event.seq,
      t: token,
      e: JSON.stringify(event),
      ...(name === null ? {} : { n: nameIn(conversation.id, name) }),
    };
    if (event.type !== 'messagePosted') return entry;
    place += 1;
    return { ...entry, p: place };
  });
};
