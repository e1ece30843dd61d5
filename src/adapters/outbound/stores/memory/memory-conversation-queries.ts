import { fromIO } from 'fp-ts/lib/TaskEither.js';
import type { ConversationQueries } from '../../../../application/ports/conversation-queries.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { MemoryTables } from './memory-tables.js';

const byLatestActivity = (a: Conversation, b: Conversation): number =>
  b.updatedAt - a.updatedAt || b.number - a.number;

export const memoryConversationQueries = (tables: MemoryTables): ConversationQueries => ({
  owned: (owner, { page, limit }) =>
    fromIO(() => {
      const ids = [...(tables.idsByOwner.get(owner) ?? [])];
      const all = ids.flatMap((id) => tables.conversations.get(id)?.conversation ?? []);
      const start = (page - 1) * limit;
      return {
        items: all.sort(byLatestActivity).slice(start, start + limit),
        total: all.length,
      };
    }),

  messages: (id, first, count) =>
    fromIO(() => tables.conversations.get(id)?.messages.slice(first - 1, first - 1 + count) ?? []),
});
