import { isOwner } from './access.js';
import { type Actor, writesAsClient, isStaff } from './actor.js';
import type { Conversation } from './conversation.js';
import type { MessagePosted } from './conversation-event.js';

/** Whether it counts as read when he reads it: the owner reads what staff and the system wrote, staff what the owner did. */
export const isReader = (
  actor: Actor,
  message: MessagePosted,
  conversation: Conversation,
): boolean => (writesAsClient(message.sender) ? isStaff(actor) : isOwner(actor, conversation));
