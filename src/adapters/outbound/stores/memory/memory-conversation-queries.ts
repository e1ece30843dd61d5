import { fromIO } from 'fp-ts/lib/TaskEither.js';
import type { ConversationQueries } from '../../../../application/ports/conversation-queries.js';
import type { Conversation } from '../../../../domain/conversation.js';
import { byLatestActivity, isListed, openAssigned } from '../../../../domain/listing.js';
import type { MemoryTables } from './memory-tables.js';

const statesIn = ({ conversations }: MemoryTables): readonly Conversation[] =>
  [...conversations.values()].map(({ conversation }) => conversation);

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

  listed: (viewer, filter, { after, skip, limit }, now) =>
    fromIO(() => {
      const list = statesIn(tables)
        .filter((one) => isListed(one, viewer, filter, now))
        .sort(byLatestActivity);
      const rest = after === null ? list : list.filter((one) => byLatestActivity(after, one) < 0);
      return { items: rest.slice(skip, skip + limit), total: list.length };
    }),

  openAssigned: (ids) => fromIO(() => openAssigned(statesIn(tables), ids)),

  messages: (id, first, count) =>
    fromIO(() => tables.conversations.get(id)?.messages.slice(first - 1, first - 1 + count) ?? []),
});
