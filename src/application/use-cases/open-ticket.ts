import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../domain/actor.js';
import {
  mayOpenTicket,
  openTicket as decideTicket,
  type OpenTicketFailure,
} from '../../domain/decide/open-ticket.js';
import {
  type NotFound,
  type Unavailable,
  unavailable,
  type ValidationFailed,
} from '../../domain/failure.js';
import type { ConversationId } from '../../domain/ids.js';
import { ticketContent, type TicketContent } from '../../domain/ticket.js';
import type { ConversationChanges } from '../changes/change-conversation.js';
import { type Ticketed, ticketed } from '../find-ticket.js';
import { type TicketNumbersDeps, withTicketName } from '../ticket-numbers.js';
import type { GetConversation } from './get-conversation.js';

export interface OpenTicketInput extends TicketContent {
  readonly conversationId: ConversationId;
}

/** Answers the conversation, with its ticket. */
export type OpenTicket = (
  actor: Actor,
  input: OpenTicketInput,
) => TaskEither<ValidationFailed | OpenTicketFailure | NotFound | Unavailable, Ticketed>;

export interface OpenTicketDeps extends TicketNumbersDeps {
  readonly changes: ConversationChanges;
  readonly getConversation: GetConversation;
}

const TAKEN = { kind: 'TicketTaken' } as const;

/** Makes a formal record of a conversation; it has one at most. */
export const openTicket =
  (deps: OpenTicketDeps): OpenTicket =>
  (actor, { conversationId, ...typed }) =>
  async () => {
    const content = ticketContent(typed);
    if (isLeft(content)) return content;
    // What is refused anyhow draws no number.
    const found = await deps.getConversation(actor, conversationId)();
    if (isLeft(found)) return found;
    const may = mayOpenTicket(found.right, actor);
    if (isLeft(may)) return may;
    const opened = await withTicketName(
      deps,
      (name) =>
        deps.changes.change(
          conversationId,
          (state) => decideTicket(state, { ...content.right, ...name }, actor),
          { ticketTaken: TAKEN },
        )(),
      (failure) => failure.kind === 'TicketTaken',
    );
    if (!isLeft(opened)) return right(ticketed(opened.right.conversation));
    return left(opened.left.kind === 'TicketTaken' ? unavailable : opened.left);
  };
