import type { OnlinePerson } from '../../../../application/ports/presence.js';
import type { RoomCounts } from '../../../../application/use-cases/count-rooms.js';
import { type Person, type PersonKey, writesAsClient } from '../../../../domain/actor.js';
import { textOrNames } from '../../../../domain/attachment.js';
import { type Conversation, isOpen } from '../../../../domain/conversation.js';
import type { MessagePosted } from '../../../../domain/conversation-event.js';
import type { Instant } from '../../../../domain/ids.js';
import type { Sender } from '../../../../domain/vocabulary.js';
import { wireAttachments } from '../common/attachments.js';
import { type CodeForm, hiddenCode } from '../common/code-form.js';
import type { Writing } from '../common/refusals.js';
import { timestamp } from '../common/timestamps.js';
import { type Wording, writtenOrNull } from '../common/wording.js';
import { chatId } from './chat-id.js';

const CANONICAL = /^(?:0|[1-9]\d*)$/;

/** Design, section 6: a number where the token's id is one, as it would be written. */
export const wireId = (id: string): number | string =>
  CANONICAL.test(id) && Number.isSafeInteger(Number(id)) ? Number(id) : id;

type UserType = 'agent' | 'client';

/** Staff of either role are this protocol's agents. */
export const userTypeOf = (who: Pick<Person, 'kind'>): UserType =>
  writesAsClient(who) ? 'client' : 'agent';

interface WireUser {
  readonly userId: number | string;
  readonly userType: UserType;
}

/** Whom a key names. */
const wireUser = (person: PersonKey): WireUser => {
  const at = person.indexOf(':');
  return {
    userId: wireId(person.slice(at + 1)),
    userType: person.startsWith('staff:') ? 'agent' : 'client',
  };
};

/** Document 002, `userStatusUpdated`. */
export const wireStatus = ({ id }: Person, status: 'online' | 'offline', now: Instant): object => ({
  userId: wireId(id),
  status,
  timestamp: timestamp(now),
});

const writtenLists = new WeakMap<readonly OnlinePerson[], readonly object[]>();

/** Document 002, `onlineUsersList`. Each list is of everybody, and asked for many times: it is written once. */
export const wireOnline = (people: readonly OnlinePerson[]): readonly object[] => {
  const written = writtenLists.get(people);
  if (written !== undefined) return written;
  const wire = people.map(({ person, lastSeen }) => ({
    ...wireUser(person),
    lastSeen: timestamp(lastSeen),
  }));
  writtenLists.set(people, wire);
  return wire;
};

/** Document 002, `userJoined` and `userLeft`. */
export const wireMember = (person: PersonKey, { number }: Conversation): object => {
  const { userId, userType } = wireUser(person);
  return { userType, userId, chatGroupId: number };
};

/** Document 002, `joinedRoom`. */
export const wireRoom = (
  chatGroupId: number | string,
  status: 'active' | 'ended',
  memberCount: number,
): object => ({ chatGroupId, roomInfo: { status, memberCount } });

/** Document 002, `roomStatsUpdate`. */
export const wireStats = ({ open, occupied, people }: RoomCounts, now: Instant): object => ({
  totalRooms: open,
  activeRooms: occupied,
  totalUsers: people,
  timestamp: timestamp(now),
});

/** Who has more names than one is called by the last of them behind the others. */
const wireProfile = (name: string | null, write: Writing): object => {
  const called = name?.trim() ?? null;
  const at = called?.lastIndexOf(' ') ?? -1;
  const [first, last] =
    called === null || at === -1
      ? [called, null]
      : [called.slice(0, at).trimEnd(), called.slice(at + 1)];
  return { prof_firstname: writtenOrNull(write, first), prof_lastname: writtenOrNull(write, last) };
};

const senderType = ({ kind }: Sender): UserType | 'system' =>
  kind === 'system' ? 'system' : userTypeOf({ kind });

/**
 * Document 002, `receiveMessage`.
 * @param number of its conversation
 * @param wording for its text and its sender's name, and the links to its files
 * @param code for whoever gets it; nobody is shown digits where it is left out
 */
export const wireMessage = (
  number: number,
  event: MessagePosted,
  { publicUrl, write }: Wording,
  code: CodeForm = hiddenCode,
): object => {
  const { sender, kind, at, seq } = event;
  const attachments = wireAttachments(event, publicUrl);
  return {
    chat_id: chatId(number, seq),
    chat_message: event.kind === 'auth_code' ? code(event) : write(textOrNames(event)),
    chat_created_at: timestamp(at),
    sender_type: senderType(sender),
    chatGroupId: number,
    sender: {
      // An address that somebody gave is no id of his.
      userId: sender.id === null || sender.kind === 'email' ? null : wireId(sender.id),
      profile: wireProfile(sender.name, write),
    },
    messageType: kind,
    seq,
    ...(attachments.length === 0 ? {} : { attachments }),
  };
};

/** Design, section 6, `chatGroupCreated`. */
export const wireChatGroup = (conversation: Conversation, write: Writing): object => ({
  chatGroupId: conversation.number,
  departmentId: writtenOrNull(write, conversation.departmentId),
  subject: writtenOrNull(write, conversation.subject),
  status: isOpen(conversation) ? 'active' : 'ended',
});

/** For staff, who need the id of its client to write there. */
export const wireGroupOfClient = (conversation: Conversation, write: Writing): object => ({
  ...wireChatGroup(conversation, write),
  clientId: wireId(conversation.owner.id),
});
