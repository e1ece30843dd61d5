import { fromNullable } from 'fp-ts/lib/Option.js';
import { fromIO } from 'fp-ts/lib/TaskEither.js';
import type {
  Append,
  AppendOutcome,
  ConversationLog,
} from '../../../../application/ports/conversation-log.js';
import { openSlot, ownerKey } from '../../../../domain/conversation.js';
import { messageName } from '../../../../domain/message-name.js';
import { keyOf, type MemoryTables } from './memory-tables.js';

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

const refusal = (tables: MemoryTables, append: Append): AppendOutcome | null => {
  const { conversation, expectedSeq } = append;
  const slot = openSlot(conversation);
  if (expectedSeq === 0 && slot !== null && tables.idsBySlot.has(slot)) {
    return { kind: 'slotTaken' };
  }
  if (isRepeated(tables, append)) return { kind: 'repeated' };
  const stored = tables.conversations.get(conversation.id);
  return (stored?.conversation.lastSeq ?? 0) === expectedSeq ? null : { kind: 'taken' };
};

const updateSlot = (tables: MemoryTables, before: string | null, append: Append): void => {
  const after = openSlot(append.conversation);
  if (before !== null && before !== after) tables.idsBySlot.delete(before);
  if (after !== null) tables.idsBySlot.set(after, append.conversation.id);
};

const store = (tables: MemoryTables, append: Append): void => {
  const { conversation, events } = append;
  const known = tables.conversations.get(conversation.id);
  const stored = known ?? { conversation, events: [], messages: [] };
  updateSlot(tables, known === undefined ? null : openSlot(known.conversation), append);
  if (known === undefined) {
    tables.conversations.set(conversation.id, stored);
    const owner = ownerKey(conversation.owner);
    const ids = tables.idsByOwner.get(owner) ?? new Set();
    tables.idsByOwner.set(owner, ids.add(conversation.id));
  }
  stored.conversation = conversation;
  for (const event of events) {
    stored.events.push(event);
    if (event.type !== 'messagePosted') continue;
    stored.messages.push(event);
    const name = messageName(event);
    if (name === null || event.kind === 'auth_code') continue;
    const { sender, clientMessageId } = name;
    tables.messagesByName.set(keyOf(conversation.id, sender, clientMessageId), event);
    if (append.expectedSeq === 0) {
      tables.idsByOpening.set(keyOf(sender, clientMessageId), conversation.id);
    }
  }
};

export const memoryConversationLog = (tables: MemoryTables): ConversationLog => ({
  append: (batch) =>
    fromIO(() =>
      batch.map((append): AppendOutcome => {
        const refused = refusal(tables, append);
        if (refused !== null) return refused;
        store(tables, append);
        return { kind: 'appended' };
      }),
    ),

  load: (id) => fromIO(() => fromNullable(tables.conversations.get(id)?.conversation)),

  read: (id, afterSeq, limit) =>
    fromIO(() => tables.conversations.get(id)?.events.slice(afterSeq, afterSeq + limit) ?? []),

  findMessage: (id, sender, clientMessageId) =>
    fromIO(() => fromNullable(tables.messagesByName.get(keyOf(id, sender, clientMessageId)))),

  findOpening: (sender, clientMessageId) =>
    fromIO(() => fromNullable(tables.idsByOpening.get(keyOf(sender, clientMessageId)))),

  findOpen: (slot) => fromIO(() => fromNullable(tables.idsBySlot.get(slot))),

  nextNumber: () => fromIO(() => (tables.lastNumber += 1)),
});
