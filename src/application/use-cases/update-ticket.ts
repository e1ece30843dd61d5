import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isStaff } from '../../domain/actor.js';
import {
  updateTicket as decideUpdate,
  type UpdateTicket as Update,
  type UpdateTicketFailure,
} from '../../domain/decide/update-ticket.js';
import {
  invalid,
  notAllowed,
  type Unavailable,
  type ValidationFailed,
} from '../../domain/failure.js';
import type { ConversationChanges } from '../changes/change-conversation.js';
import { findTicket, type Ticketed, ticketed } from '../find-ticket.js';
import type { ConversationLog } from '../ports/conversation-log.js';

export interface UpdateTicketInput extends Update {
  /** The ticket's number or its id. */
  readonly key: string;
}

/** Answers the conversation, with its ticket as it is now. */
export type UpdateTicket = (
  actor: Actor,
  input: UpdateTicketInput,
) => TaskEither<ValidationFailed | UpdateTicketFailure | Unavailable, Ticketed>;

export interface UpdateTicketDeps {
  readonly changes: ConversationChanges;
  readonly log: ConversationLog;
}

/** Gives a ticket another status, another priority, or both. */
export const updateTicket =
  ({ changes, log }: UpdateTicketDeps): UpdateTicket =>
  (actor, { key, status, priority }) =>
  async () => {
    if (!isStaff(actor)) return left(notAllowed);
    if (status === null && priority === null) {
      return left(invalid('status', 'Must be there, or priority'));
    }
    const found = await findTicket(log, actor, key);
    if (isLeft(found)) return found;
    const changed = await changes.change(found.right.id, (state) =>
      decideUpdate(state, { status, priority }, actor),
    )();
    return isLeft(changed) ? changed : right(ticketed(changed.right.conversation));
  };
