import type { Either } from 'fp-ts/lib/Either.js';
import type { Actor, Staff } from '../actor.js';
import type { Assignee, Sender } from '../vocabulary.js';
import type { Conversation } from '../conversation.js';
import type { Fact } from '../conversation-event.js';
import { type Conflict, conflict, heldBy } from '../failure.js';

/** What a decision is: the facts to append, none for "no change", or why not. */
export type Decision<F> = Either<F, readonly Fact[]>;

export const senderOf = (actor: Actor): Sender =>
  actor.kind === 'system'
    ? { kind: 'system', id: null, name: null, email: null, company: null }
    : {
        kind: actor.kind,
        id: actor.id,
        name: actor.profile.name,
        email: actor.profile.email,
        company: actor.profile.company,
      };

export const assigneeOf = (staff: Staff): Assignee => ({
  id: staff.id,
  name: staff.profile.name,
  firstName: staff.profile.firstName,
  email: staff.profile.email,
});

/** To whoever may do it only as the assignee. */
export const notTheAssignee = ({ assignee }: Conversation): Conflict =>
  assignee === null ? conflict('unassigned') : heldBy('notAssignee', nameOf(assignee));

/** What a refusal calls the assignee. */
export const nameOf = (assignee: Assignee): string => assignee.name ?? assignee.id;
