import { canRead, isOwner, isPerson } from '../domain/access.js';
import { type Actor, isStaff, personKey } from '../domain/actor.js';
import type { Conversation } from '../domain/conversation.js';
import type { ConversationEvent } from '../domain/conversation-event.js';
import type { ReadSignal, TypingSignal } from './ports/event-bus.js';
import type { OnlinePerson, RoomChange } from './ports/presence.js';

/** As whom somebody sees a thing; all viewers of a kind see the same. */
export type Viewer = 'owner' | 'addressee' | 'staff';

/**
 * Where a connection stands to a conversation: it has joined; it has not, and is the owner's, the
 * addressee's, or of staff who hear of all they may read; it has joined, and was told of this elsewhere
 * while it did; it has joined, and missed this before it did; or it gets the echo of its own doing.
 */
export type Place = 'joined' | 'elsewhere' | 'noticed' | 'missed' | 'echo';

/** For whom a frame is made: those who stand alike get the same frame. */
export interface Standing {
  readonly viewer: Viewer;
  readonly place: Place;
  /** The name by which this connection joined the conversation; its id where it gave no other. */
  readonly name: string;
}

const readerOf = (actor: Actor, conversation: Conversation): Viewer | null => {
  if (actor.kind === 'system' || !canRead(actor, conversation)) return null;
  return isOwner(actor, conversation) ? 'owner' : 'staff';
};

/**
 * As whom somebody may see an event; `null` if he may not. Every path to a client asks here, for each
 * recipient: by the conversation's state, by no room.
 * @param isOver whether it is a code that is live no longer: then nobody is its addressee
 */
export const viewerOfEvent = (
  actor: Actor,
  event: ConversationEvent,
  conversation: Conversation,
  isOver = false,
): Viewer | null => {
  switch (event.type) {
    case 'noteAdded':
      return isStaff(actor) ? readerOf(actor, conversation) : null;
    case 'messagePosted':
      if (event.kind === 'auth_code' && !isOver && isPerson(actor, event.addressee)) {
        return 'addressee';
      }
      return readerOf(actor, conversation);
    case 'opened':
    case 'claimed':
    case 'handedOver':
    case 'closed':
    case 'rated':
    case 'ticketOpened':
    case 'ticketUpdated':
    case 'adopted':
    case 'aliased':
      return readerOf(actor, conversation);
  }
};

/** What is heard of a conversation besides its events. */
export type ConversationSignal = TypingSignal | ReadSignal | RoomChange;

/** As whom somebody may hear a signal; `null` if it is not for him. */
export const viewerOfSignal = (
  actor: Actor,
  signal: ConversationSignal,
  conversation: Conversation,
): Viewer | null => {
  switch (signal.kind) {
    case 'typing':
      return personKey(signal.by) === personKey(actor) ? null : readerOf(actor, conversation);
    case 'room':
      return signal.person === personKey(actor) ? null : readerOf(actor, conversation);
    case 'read':
      // The reader too: what he has read on one device is read on all.
      return readerOf(actor, conversation);
  }
};

/** Of whom somebody may know that they are there: clients of staff alone (design, section 6, `servana`). */
export const onlineFor = (
  forStaff: boolean,
  people: readonly OnlinePerson[],
): readonly OnlinePerson[] =>
  forStaff ? people : people.filter(({ person }) => person.startsWith('staff:'));
