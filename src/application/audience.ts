import { canRead, isOwner } from '../domain/access.js';
import { type Actor, isStaff } from '../domain/actor.js';
import type { Conversation } from '../domain/conversation.js';
import type { ConversationEvent } from '../domain/conversation-event.js';

/** How somebody hears of a conversation: he joined it, or he is staff and hears of all he may read. */
export type Hearing = 'following' | 'watching';

/** For whom a frame is made; two viewers of a kind see the same. */
export type Viewer = 'owner' | 'staff';

/** Every path to a client asks here, for each recipient: by the conversation's state, by no room. */
export const mayHear = (
  actor: Actor,
  hearing: Hearing,
  event: ConversationEvent,
  conversation: Conversation,
): boolean => {
  if ((hearing === 'watching' || event.type === 'noteAdded') && !isStaff(actor)) return false;
  return canRead(actor, conversation);
};

export const viewerOf = (actor: Actor, conversation: Conversation): Viewer =>
  isOwner(actor, conversation) ? 'owner' : 'staff';
