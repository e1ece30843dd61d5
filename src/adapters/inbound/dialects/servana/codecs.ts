import type { NamedRoom } from '../../../../domain/access.js';
import type { Schema } from '../../gateway/dialect.js';
import {
  clientMessageIdFields,
  Codec,
  expecting,
  object,
  oneClientMessageId,
  oneOf,
  pagingFields,
  seq,
  text,
  withDefault,
} from '../common/codecs.js';
import { success } from 'io-ts';

const MAX = Number.MAX_SAFE_INTEGER;

/** Numbers come as such, or as their digits: forms and storages of browsers make no difference. */
const numberOrText = (minimum: number, pattern: RegExp, examples: readonly unknown[]): Schema => ({
  anyOf: [
    { type: 'integer', minimum, maximum: MAX },
    { type: 'string', pattern: pattern.source },
  ],
  examples,
});

const GROUP = /^[1-9][0-9]{0,14}$/;

/** As text; `undefined` for what is neither a number from `minimum` nor text of that pattern. */
const named = (value: unknown, minimum: number, pattern: RegExp): string | undefined => {
  if (typeof value === 'string') return pattern.test(value) ? value : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum
    ? String(value)
    : undefined;
};

/** A conversation's number, in digits. */
const chatGroupId = expecting(
  'Must be the number of a chat group',
  numberOrText(1, GROUP, [1, '1']),
  (value) => named(value, 1, GROUP),
);

const ID = /^[^\p{Cc}\p{Cs}]{1,300}$/u;

/** Of a person; ids are compared as text. */
const personId = expecting(
  'Must be a whole number from 0, or a text of 1 to 300 characters',
  numberOrText(0, ID, [123, 'somebody']),
  (value) => named(value, 0, ID),
);

const NAME = /^(?=.*\S)[^\p{Cc}\p{Cs}]{1,300}$/u;

/** Of a department, whose agents have it in their tokens. */
const departmentId = expecting(
  'Must be a whole number from 0, or a text of 1 to 300 characters that is not blank',
  numberOrText(0, NAME, [5, 'billing']),
  (value) => named(value, 0, NAME),
);

/** What a client says of himself: nothing is done by it, but it may not be wrong. */
const identityFields = {
  userId: withDefault(personId, null),
  userType: withDefault(oneOf('agent', 'client', 'admin'), null),
} as const;

/** Document 002, `userOnline`, `userHeartbeat` and `userOffline`. */
export const IdentityPayload = object(identityFields);

/** Document 002, "Room Types". */
export type Room =
  { readonly kind: 'group'; readonly name: string } | (NamedRoom & { readonly name: string });

const CHAT = /^(?:0|[1-9][0-9]{0,14})$/;

const ROOM = /^(?:[1-9][0-9]{0,14}|(?:dept|user)_[^\p{Cc}\p{Cs}]{1,300})$/u;

const roomNamed = (name: string): Room => {
  const [, kind, id] = /^(dept|user)_(.*)$/s.exec(name) ?? [];
  return kind === undefined || id === undefined
    ? { kind: 'group', name }
    : { kind: kind === 'dept' ? 'dept' : 'user', id, name };
};

const room = expecting(
  'Must be the number of a chat group, dept_ or user_ and an id',
  numberOrText(1, ROOM, [1, '1', 'dept_5', 'user_123']),
  (value) => {
    const name = named(value, 1, ROOM);
    return name === undefined ? undefined : roomNamed(name);
  },
);

/** The last message of a chat group that who joins it knows (design, section 6). */
const since = withDefault(
  expecting('Must be a chat_id', numberOrText(0, CHAT, [1, '1']), (value) => {
    const digits = named(value, 0, CHAT);
    return digits === undefined ? undefined : Number(digits);
  }),
  null,
);

/** Document 002, `joinChatGroup`. */
export const JoinPayload = object({ groupId: room, ...identityFields, since });

/** Document 002, `leaveRoom`. */
export const LeavePayload = object({ chatGroupId: room });

/** Of the path of a request. */
export const GroupPayload = object({ chatGroupId });

/** Document 002, `typing` and `stopTyping`. */
export const TypingPayload = object({ chatGroupId, ...identityFields });

/** Document 002, `sendMessage`, with the optional fields that every dialect takes. */
export const SendPayload = oneClientMessageId(
  object({
    message: text,
    chatGroupId,
    clientId: personId,
    ...clientMessageIdFields,
    ifLastSeq: seq,
  }),
);

/** Design, section 6, `createChatGroup`. */
export const CreatePayload = object({
  departmentId: withDefault(departmentId, null),
  subject: withDefault(text, null),
});

export const CreateRequest = object({ body: CreatePayload });

/** Design, section 6, `forceDisconnect`. */
export const PersonPayload = object({ userId: personId });

/** Document 002 sends nothing with it, and what is sent is passed over. */
export const AnyPayload = new Codec<object>('anything', () => success({}), {
  examples: [{}],
});

/** Of a list of chat groups, or of messages. */
export const PageQuery = object(pagingFields);
