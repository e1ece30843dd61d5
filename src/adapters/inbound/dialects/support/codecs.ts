import { CONVERSATION_TYPES } from '../../../../domain/vocabulary.js';
import {
  clientMessageIdFields,
  conversationId,
  messageId,
  object,
  oneClientMessageId,
  oneOf,
  pagingFields,
  seq,
  text,
  withDefault,
} from '../common/codecs.js';
import { since } from '../common/since.js';
import { cursor } from '../common/cursors.js';

const messageType = oneOf('text', 'file', 'system', 'auth_code');

/** Document 000, `message:send`, with the optional fields that every dialect takes. */
export const SendPayload = oneClientMessageId(
  object({
    conversationId,
    message: text,
    messageType: withDefault(messageType, 'text'),
    ...clientMessageIdFields,
    ifLastSeq: seq,
  }),
);

/** Document 000, `conversation:join`. */
export const JoinPayload = object({ conversationId, since });

/** Document 000, `conversation:leave` and typing; and the `:id` of a REST path. */
export const ConversationPayload = object({ conversationId });

/** Document 000, `message:read`; to say where the message is helps where it is old. */
export const ReadPayload = object({ messageId, conversationId: withDefault(conversationId, null) });

const anyType = oneOf(...CONVERSATION_TYPES);
const conversationType = withDefault(anyType, 'general');

export const GetOrStartQuery = object({ type: conversationType });

/** Document 001, "Get or Create Conversation (Anonymous/Guest Users)"; who he is has been read already. */
export const GuestConversationBody = object({
  type: conversationType,
  subject: withDefault(text, null),
});

export const HistoryQuery = object(pagingFields);

/** Document 000, "Admin Endpoints"; the cursor is ours. */
export const ListQuery = object({
  ...pagingFields,
  cursor: withDefault(cursor, null),
  status: withDefault(oneOf('open', 'closed'), null),
  type: withDefault(anyType, null),
});

/** Design, section 6. */
export const CloseBody = object({ note: withDefault(text, null) });

/** Document 001, "Generate Onboarding Auth Code". */
export const GenerateCodeBody = object({
  userId: withDefault(text, null),
  guestId: withDefault(text, null),
  conversationId: withDefault(conversationId, null),
  deviceInfo: withDefault(text, null),
});

/** Document 001, "Verify Onboarding Auth Code"; any string is a code, if a wrong one. */
export const VerifyCodeBody = object({
  code: text,
  userId: withDefault(text, null),
  guestId: withDefault(text, null),
});
