import { fromNullable } from 'fp-ts/lib/Option.js';
import { fromIO } from 'fp-ts/lib/TaskEither.js';
import { checkAppend } from '../../../../application/check-append.js';
import type {
  Append,
  AppendOutcome,
  ConversationLog,
} from '../../../../application/ports/conversation-log.js';
import { openSlot, ownerKey } from '../../../../domain/conversation.js';
import { ticketKeys } from '../../../../domain/ticket.js';
import { isNameable, messageName, nameKey } from '../../../../domain/message-name.js';
import type { MemoryTables, StoredConversation } from './memory-tables.js';

const isRepeated = (
  { idsByOpening }: MemoryTables,
  { events, expectedSeq }: Append,
  known: StoredConversation | undefined,
): boolean =>
  events.some((event) => {
    const name = messageName(event);
    if (name === null) return false;
    const key = nameKey(name);
    return known?.named.has(key) === true || (expectedSeq === 0 && idsByOpening.has(key));
  });

const storeEvents = (tables: MemoryTables, append: Append, stored: StoredConversation): void => {
  const { id } = append.conversation;
  for (const event of append.events) {
    stored.events.push(event);
    tables.feed.push({ conversationId: id, event });
    if (event.type === 'messagePosted') stored.messages.push(event);
    if (!isNameable(event)) continue;
    const name = messageName(event);
    if (name === null) continue;
    const key = nameKey(name);
    stored.named.set(key, event);
    if (append.expectedSeq === 0) tables.idsByOpening.set(key, id);
  }
};

const ticketsIn = ({ events }: Append): readonly string[] =>
  events.flatMap((event) => (event.type === 'ticketOpened' ? ticketKeys(event) : []));

/** Every reason to refuse is looked for before anything is stored, so a refusal leaves nothing to undo. */
const store = (tables: MemoryTables, append: Append): AppendOutcome => {
  const { conversation, expectedSeq } = append;
  const { id } = conversation;
  const known = tables.conversations.get(id);
  if (isRepeated(tables, append, known)) return { kind: 'repeated' };
  if ((known?.conversation.lastSeq ?? 0) !== expectedSeq) return { kind: 'taken' };
  if (ticketsIn(append).some((key) => tables.idsByTicket.has(key))) return { kind: 'ticketTaken' };
  const slot = openSlot(conversation);
  const owner = ownerKey(conversation.owner);
  const stored = known ?? {
    conversation,
    slot: null,
    owner,
    events: [],
    messages: [],
    named: new Map(),
  };
  if (slot !== stored.slot) {
    if (slot !== null && tables.idsBySlot.has(slot)) return { kind: 'slotTaken' };
    if (stored.slot !== null) tables.idsBySlot.delete(stored.slot);
    if (slot !== null) tables.idsBySlot.set(slot, id);
  }
  if (owner !== known?.owner) {
    tables.idsByOwner.get(stored.owner)?.delete(id);
    tables.idsByOwner.set(owner, (tables.idsByOwner.get(owner) ?? new Set()).add(id));
  }
  if (known === undefined) {
    tables.conversations.set(id, stored);
    tables.byNumber.set(conversation.number, stored);
  }
  stored.conversation = conversation;
  stored.slot = slot;
  stored.owner = owner;
  for (const key of ticketsIn(append)) tables.idsByTicket.set(key, id);
  tables.tallies.add(append);
  storeEvents(tables, append, stored);
  return { kind: 'appended' };
};

export const memoryConversationLog = (tables: MemoryTables): ConversationLog => ({
  append: (batch) =>
    fromIO(() => {
      batch.forEach(checkAppend);
      return batch.map((append) => store(tables, append));
    }),

  load: (id) => fromIO(() => fromNullable(tables.conversations.get(id)?.conversation)),

  loadByNumber: (number) => fromIO(() => fromNullable(tables.byNumber.get(number)?.conversation)),

  loadByTicket: (key) =>
    fromIO(() => {
      const id = tables.idsByTicket.get(key);
      return fromNullable(id && tables.conversations.get(id)?.conversation);
    }),

  read: (id, afterSeq, limit) =>
    fromIO(() => tables.conversations.get(id)?.events.slice(afterSeq, afterSeq + limit) ?? []),

  findMessage: (id, sender, clientMessageId) =>
    fromIO(() =>
      fromNullable(tables.conversations.get(id)?.named.get(nameKey({ sender, clientMessageId }))),
    ),

  findOpening: (sender, clientMessageId) =>
    fromIO(() => fromNullable(tables.idsByOpening.get(nameKey({ sender, clientMessageId })))),

  findOpen: (slot) => fromIO(() => fromNullable(tables.idsBySlot.get(slot))),

  nextNumber: () => fromIO(() => (tables.lastNumber += 1)),

  skipNumbers: (upTo) =>
    fromIO(() => {
      tables.lastNumber = Math.max(tables.lastNumber, upTo);
    }),

  nextTicketSerial: (year) =>
    fromIO(() => {
      const serial = (tables.ticketSerials.get(year) ?? 0) + 1;
      tables.ticketSerials.set(year, serial);
      return serial;
    }),

  skipTicketSerials: (year, upTo) =>
    fromIO(() => {
      tables.ticketSerials.set(year, Math.max(tables.ticketSerials.get(year) ?? 0, upTo));
    }),
});
