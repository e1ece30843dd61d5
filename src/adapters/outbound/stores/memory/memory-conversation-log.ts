import { fromNullable } from 'fp-ts/lib/Option.js';
import { fromIO } from 'fp-ts/lib/TaskEither.js';
import { checkAppend } from '../../../../application/check-append.js';
import type {
  Append,
  AppendOutcome,
  ConversationLog,
} from '../../../../application/ports/conversation-log.js';
import { openSlot, ownerKey } from '../../../../domain/conversation.js';
import { messageName } from '../../../../domain/message-name.js';
import { keyOf, type MemoryTables, type StoredConversation } from './memory-tables.js';

const isRepeated = (tables: MemoryTables, append: Append): boolean =>
  append.events.some((event) => {
    const name = messageName(event);
    if (name === null) return false;
    const { sender, clientMessageId } = name;
    return (
      tables.messagesByName.has(keyOf(append.conversation.id, sender, clientMessageId)) ||
      (append.expectedSeq === 0 && tables.idsByOpening.has(keyOf(sender, clientMessageId)))
    );
  });

const storeEvents = (tables: MemoryTables, append: Append, stored: StoredConversation): void => {
  const { id } = append.conversation;
  for (const event of append.events) {
    stored.events.push(event);
    tables.feed.push({ conversationId: id, event });
    if (event.type !== 'messagePosted') continue;
    stored.messages.push(event);
    const name = messageName(event);
    if (name === null || event.kind === 'auth_code') continue;
    const { sender, clientMessageId } = name;
    tables.messagesByName.set(keyOf(id, sender, clientMessageId), event);
    if (append.expectedSeq === 0) tables.idsByOpening.set(keyOf(sender, clientMessageId), id);
  }
};

/** Every reason to refuse is looked for before anything is stored, so a refusal leaves nothing to undo. */
const store = (tables: MemoryTables, append: Append): AppendOutcome => {
  const { conversation, expectedSeq } = append;
  const { id } = conversation;
  if (isRepeated(tables, append)) return { kind: 'repeated' };
  const known = tables.conversations.get(id);
  if ((known?.conversation.lastSeq ?? 0) !== expectedSeq) return { kind: 'taken' };
  const slot = openSlot(conversation);
  const owner = ownerKey(conversation.owner);
  const stored = known ?? { conversation, slot: null, owner, events: [], messages: [] };
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

  read: (id, afterSeq, limit) =>
    fromIO(() => tables.conversations.get(id)?.events.slice(afterSeq, afterSeq + limit) ?? []),

  findMessage: (id, sender, clientMessageId) =>
    fromIO(() => fromNullable(tables.messagesByName.get(keyOf(id, sender, clientMessageId)))),

  findOpening: (sender, clientMessageId) =>
    fromIO(() => fromNullable(tables.idsByOpening.get(keyOf(sender, clientMessageId)))),

  findOpen: (slot) => fromIO(() => fromNullable(tables.idsBySlot.get(slot))),

  nextNumber: () => fromIO(() => (tables.lastNumber += 1)),
});
