import type { Either } from 'fp-ts/lib/Either.js';
import type { Actor, Staff } from '../actor.js';
import type { Conversation } from '../conversation.js';
import type { Assignee, Sender } from '../vocabulary.js';
import type { ConversationEvent } from '../conversation-event.js';
import type { Instant } from '../ids.js';

/** What a decision is: the events to append at `state.lastSeq + 1`, none for "no change", or why not. */
export type Decision<F> = Either<F, readonly ConversationEvent[]>;

/** The time of what comes next: the clock's, but never before what is recorded already. */
export const notBefore = (state: Conversation, now: Instant): Instant =>
  Math.max(now, state.updatedAt);

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
