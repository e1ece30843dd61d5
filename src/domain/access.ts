import { type Actor, isClient, isStaff } from './actor.js';
import type { Conversation } from './conversation.js';
import type { Owner } from './vocabulary.js';

/** Whether somebody is the client of this kind and id. */
export const isPerson = (actor: Actor, { kind, id }: Owner): boolean =>
  isClient(actor) && actor.kind === kind && actor.id === id;

export const isOwner = (actor: Actor, conversation: Conversation): boolean =>
  isPerson(actor, conversation.owner);

export const isAssignee = (actor: Actor, conversation: Conversation): boolean =>
  isStaff(actor) && conversation.assignee?.id === actor.id;

/** Reading, joining, typing: the owner, admins, and agents of its department, of none, or assigned. */
export const canRead = (actor: Actor, conversation: Conversation): boolean => {
  switch (actor.kind) {
    case 'customer':
    case 'guest':
    case 'email':
      return isOwner(actor, conversation);
    case 'agent':
      return (
        conversation.departmentId === null ||
        actor.departments.includes(conversation.departmentId) ||
        isAssignee(actor, conversation)
      );
    case 'admin':
    case 'system':
      return true;
  }
};

/** Handing over: the assignee or an admin. */
export const canAssign = (actor: Actor, conversation: Conversation): boolean =>
  actor.kind === 'admin' || isAssignee(actor, conversation);

/** Closing: the assignee or an admin; where answers are shared, any agent with access. */
export const canClose = (actor: Actor, conversation: Conversation): boolean =>
  canAssign(actor, conversation) ||
  (actor.kind === 'agent' &&
    conversation.channel.ownership === 'shared' &&
    canRead(actor, conversation));

/** Where everybody who belongs there hears what is told: who is of a department, or who goes by a user's id. */
export interface NamedRoom {
  readonly kind: 'dept' | 'user';
  readonly id: string;
}

/** Document 002, "Room Access Control": whoever may enter one of these has been in it since he came. */
export const mayEnter = (actor: Actor, { kind, id }: NamedRoom): boolean => {
  if (actor.kind === 'system' || actor.kind === 'admin') return true;
  if (kind === 'user') return actor.id === id;
  return actor.kind === 'agent' && actor.departments.includes(id);
};
