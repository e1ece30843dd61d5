import type { Either } from 'fp-ts/lib/Either.js';
import type { Actor, Staff } from '../actor.js';
import type { Assignee, Sender } from '../vocabulary.js';
import type { Fact } from '../conversation-event.js';

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

/** What a refusal calls the assignee. */
export const nameOf = (assignee: Assignee): string => assignee.name ?? assignee.id;
