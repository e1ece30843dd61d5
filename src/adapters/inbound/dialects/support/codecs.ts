import * as t from 'io-ts';
import {
  clientMessageId,
  conversationId,
  oneOf,
  paging,
  seq,
  text,
  withDefault,
} from '../common/codecs.js';

const messageType = oneOf('text', 'file', 'system', 'auth_code');

/** Document 000, `message:send`, with the optional fields that every dialect takes. */
export const SendPayload = t.type({
  conversationId,
  message: text,
  messageType: withDefault(messageType, 'text'),
  clientMessageId,
  client_message_id: clientMessageId,
  ifLastSeq: seq,
});

/** Document 000, `conversation:join` and `conversation:leave`; and the `:id` of a REST path. */
export const ConversationPayload = t.type({ conversationId });

export const GetOrStartQuery = t.type({
  type: withDefault(oneOf('general', 'onboarding', 'call_request'), 'general'),
});

export const HistoryQuery = paging;
