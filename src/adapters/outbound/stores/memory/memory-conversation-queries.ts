import { fromIO } from 'fp-ts/lib/TaskEither.js';
import type {
  ConversationQueries,
  Page,
  PageRequest,
} from '../../../../application/ports/conversation-queries.js';
import type { PersonKey } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import { byLatestActivity, isListed, openAssigned } from '../../../../domain/listing.js';
import type { MemoryTables } from './memory-tables.js';

const statesIn = ({ conversations }: MemoryTables): readonly Conversation[] =>
  [...conversations.values()].map(({ conversation }) => conversation);

/** A page of an owner's conversations, of those that are wanted. */
const ownedBy = (
  { idsByOwner, conversations }: MemoryTables,
  owner: PersonKey,
  { page, limit }: PageRequest,
  isWanted: (one: Conversation) => boolean,
): Page<Conversation> => {
  const ids = [...(idsByOwner.get(owner) ?? [])];
  const all = ids.flatMap((id) => conversations.get(id)?.conversation ?? []).filter(isWanted);
  const start = (page - 1) * limit;
  return { items: all.sort(byLatestActivity).slice(start, start + limit), total: all.length };
};

export const memoryConversationQueries = (tables: MemoryTables): ConversationQueries => ({
  owned: (owner, page) => fromIO(() => ownedBy(tables, owner, page, () => true)),

  ownedTickets: (owner, page) =>
    fromIO(() => ownedBy(tables, owner, page, ({ ticket }) => ticket !== null)),

  listed: (viewer, filter, { after, skip, limit }, now) =>
    fromIO(() => {
      const list = statesIn(tables)
        .filter((one) => isListed(one, viewer, filter, now))
        .sort(byLatestActivity);
      const rest = after === null ? list : list.filter((one) => byLatestActivity(after, one) < 0);
      return { items: rest.slice(skip, skip + limit), total: list.length };
    }),

  openAssigned: (ids) => fromIO(() => openAssigned(statesIn(tables), ids)),

  tallies: (viewer, since, now) =>
    fromIO(() => tables.tallies.tallies(statesIn(tables), viewer, since, now)),

  messages: (id, first, count) =>
    fromIO(() => tables.conversations.get(id)?.messages.slice(first - 1, first - 1 + count) ?? []),
});
