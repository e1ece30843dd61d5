import { isLeft } from 'fp-ts/lib/Either.js';
import { RATING_RANGE } from '../../../../domain/decide/rate.js';
import { emailAddress } from '../../../../domain/email-address.js';
import { optionalLine } from '../../../../domain/message-text.js';
import { STATUSES } from '../../../../domain/vocabulary.js';
import {
  anyConversationId,
  clientMessageIdFields,
  type Codec,
  expecting,
  namedRequest,
  namingHeaderFields,
  object,
  oneClientMessageId,
  pagingFields,
  seq,
  text,
  withDefault,
} from '../common/codecs.js';
import { since } from '../common/since.js';
import { deviceHeaderFields, deviceMetadata } from './device-metadata.js';

/** Document 004, `leave_conversation` and typing. */
export const ConversationPayload = object({ conversation_id: anyConversationId });

/** Document 004, `join_conversation`. */
export const JoinPayload = object({ conversation_id: anyConversationId, since });

/** The `:id` of a path. */
export const ConversationPath = object({ id: anyConversationId });

export const namingFields = { ...clientMessageIdFields, ifLastSeq: seq } as const;

const sendFields = {
  message: text,
  conversation_id: withDefault(anyConversationId, null),
  device_metadata: deviceMetadata,
  ...namingFields,
} as const;

export const sendHeaderFields = { ...namingHeaderFields, ...deviceHeaderFields } as const;

export const sendHeaders = object(sendHeaderFields);

/** Document 004, "Send Message", with the optional fields that every dialect takes. */
export const SendRequest = namedRequest(
  object({ headers: sendHeaders, body: oneClientMessageId(object(sendFields)) }),
);

export type SaidMessage = (typeof SendRequest)['_A']['body'];

export type SentHeaders = (typeof SendRequest)['_A']['headers'];

export const email = expecting(
  'Must be an email address',
  {
    type: 'string',
    maxLength: 254,
    pattern: '^[^@\\s]+@[^@\\s]+$',
    examples: ['john@example.com'],
  },
  (value) => {
    const address = typeof value === 'string' ? emailAddress(value) : null;
    return address === null || isLeft(address) ? undefined : address.right;
  },
);

export const line = expecting(
  'Must be a string of at most 200 characters',
  { type: 'string', maxLength: 200 },
  (value) => {
    const cleaned = typeof value === 'string' ? optionalLine(value, '') : null;
    return cleaned === null || isLeft(cleaned) ? undefined : { line: cleaned.right };
  },
);

/** Document 004, "Send Message (Unauthenticated)". */
export const SendUnauthenticatedRequest = namedRequest(
  object({
    headers: object({ ...sendHeaderFields, 'x-app-key': withDefault(text, null) }),
    body: oneClientMessageId(
      object({ ...sendFields, email, phone_number: withDefault(line, { line: null }) }),
    ),
  }),
);

export const stars = expecting(
  RATING_RANGE,
  { type: 'integer', minimum: 1, maximum: 5 },
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 5
      ? value
      : undefined,
);

/** Document 004, "Rate Conversation". */
export const RateBody = object({ rating: stars, feedback: withDefault(text, null) });

/** Document 004, "Get My Conversations": all of them, unless a page is asked for. */
export const OwnQuery = object({
  page: pagingFields.page,
  limit: withDefault(pagingFields.limit, null),
});

/** An empty one is none, as forms send it. */
const chosen = <const A extends string>(...values: readonly A[]): Codec<A | ''> => {
  const all: readonly (A | '')[] = ['', ...values];
  return withDefault(
    expecting(`Must be one of ${values.join(', ')}`, { type: 'string', enum: all }, (value) =>
      all.find((allowed) => allowed === value),
    ),
    '',
  );
};

/** Of what is typed to be searched for, in characters; a blank one is none, as forms send it. */
const MAX_SEARCH = 200;

const search = withDefault(
  expecting(
    `Must be a string of at most ${MAX_SEARCH} characters`,
    { type: 'string', maxLength: MAX_SEARCH },
    (value) =>
      typeof value === 'string' && Array.from(value.slice(0, 3 * MAX_SEARCH)).length <= MAX_SEARCH
        ? value.trim()
        : undefined,
  ),
  '',
);

/** Design, section 6, the staff's `GET /conversations`. */
export const QueueQuery = object({
  ...pagingFields,
  status: chosen(...STATUSES),
  assigned: chosen('me', 'unassigned', 'any'),
  search,
});

export type Assigned = (typeof QueueQuery)['_A']['assigned'];

const MAX_DAYS = 90;

const days = expecting(
  `Must be a whole number from 1 to ${MAX_DAYS}`,
  { type: 'integer', minimum: 1, maximum: MAX_DAYS },
  (value) => {
    const number = typeof value === 'string' && /^\d{1,2}$/.test(value) ? Number(value) : 0;
    return number >= 1 && number <= MAX_DAYS ? number : undefined;
  },
);

/** Design, section 6, the staff's `GET /stats`. */
export const StatsQuery = object({ days: withDefault(days, 7) });

/** Design, section 6, `/reply`. */
export const ReplyRequest = namedRequest(
  object({
    params: ConversationPath,
    headers: object(namingHeaderFields),
    body: oneClientMessageId(object({ message: text, ...namingFields })),
  }),
);

/** Design, section 6, `/note`. */
export const NoteRequest = namedRequest(
  object({
    params: ConversationPath,
    headers: object(namingHeaderFields),
    body: oneClientMessageId(object({ message: text, ...clientMessageIdFields })),
  }),
);

export const HandoverBody = object({ admin_id: text, reason: withDefault(text, null) });

export const CloseBody = object({ note: withDefault(text, null) });
