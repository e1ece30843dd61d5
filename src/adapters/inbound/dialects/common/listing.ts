import { map, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Page, PageRequest } from '../../../../application/ports/conversation-queries.js';
import type { ListedConversations } from '../../../../application/use-cases/list-conversations.js';
import type { UseCases } from '../../../../application/use-cases/use-cases.js';
import { type Actor, isStaff } from '../../../../domain/actor.js';
import type { Conversation } from '../../../../domain/conversation.js';
import type { AccessDenied, Unavailable } from '../../../../domain/failure.js';

const ANY = { status: null, type: null, assignee: null, search: null } as const;

/** What a client has opened, whatever it was opened by; of staff all that they may read. */
export const listing =
  ({
    listConversations,
    listOwnConversations,
  }: Pick<UseCases, 'listConversations' | 'listOwnConversations'>) =>
  (actor: Actor, page: PageRequest): TaskEither<AccessDenied | Unavailable, Page<Conversation>> => {
    if (!isStaff(actor)) return listOwnConversations(actor, page);
    const listed = listConversations(actor, { filter: ANY, after: null, ...page });
    return map(({ conversations, total }: ListedConversations) => ({
      items: conversations,
      total,
    }))(listed);
  };
