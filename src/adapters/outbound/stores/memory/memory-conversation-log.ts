import { fromNullable } from 'fp-ts/lib/Option.js';
import { fromIO } from 'fp-ts/lib/TaskEither.js';
import type {
  Append,
  AppendOutcome,
  ConversationLog,
} from '../../../../application/ports/conversation-log.js';
import { openSlot, ownerKey } from '../../../../domain/conversation.js';
import type { MessagePosted } from '../../../../domain/conversation-event.js';
import { senderKey } from '../../../../domain/evolve.js';
import { keyOf, type MemoryTables } from './memory-tables.js';

const named = ({ events }: Append): readonly (MessagePosted & { clientMessageId: string })[] =>
  events.flatMap((event) =>
    event.type === 'messagePosted' && event.clientMessageId !== undefined
      ? [{ ...event, clientMessageId: event.clientMessageId }]
      : [],
  );

const isRepeated = (tables: MemoryTables, append: Append): boolean =>
  named(append).some((message) => {
    const sender = senderKey(message.sender);
    return (
      tables.messagesByName.has(keyOf(append.conversation.id, sender, message.clientMessageId)) ||
      (append.expectedSeq === 0 && tables.idsByOpening.has(keyOf(sender, message.clientMessageId)))
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
    if (event.type === 'messagePosted') stored.messages.push(event);
  }
  for (const message of named(append)) {
    const sender = senderKey(message.sender);
    const { clientMessageId } = message;
    tables.messagesByName.set(keyOf(conversation.id, sender, clientMessageId), message);
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
