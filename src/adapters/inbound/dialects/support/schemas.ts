import type { Schema } from '../../gateway/dialect.js';
import { attachmentSchema } from '../common/attachment-schema.js';
import { id, instant, list, orNull, record, text, whole } from '../common/json-schema.js';
import { paginationSchema } from '../common/pagination.js';

export const messageSchema = record(
  {
    id,
    conversationId: id,
    senderId: orNull(text),
    senderType: { type: 'string', enum: ['user', 'admin', 'guest', 'system'] },
    guestId: orNull(text),
    message: text,
    messageType: { type: 'string', enum: ['text', 'file', 'system', 'auth_code'] },
    isRead: { type: 'boolean' },
    createdAt: instant,
    seq: whole,
  },
  { attachments: list(attachmentSchema) },
);

const conversationFields = {
  id,
  userId: orNull(text),
  guestId: orNull(text),
  adminId: orNull(text),
  type: { type: 'string', enum: ['general', 'onboarding', 'call_request'] },
  subject: orNull(text),
  status: { type: 'string', enum: ['open', 'closed'] },
  priority: { type: 'string', enum: ['low', 'normal', 'high', 'urgent'] },
  lastMessageAt: orNull(instant),
  createdAt: instant,
  updatedAt: instant,
} as const;

const person = record({ id: orNull(text), email: orNull(text), firstName: orNull(text) });

export const conversationSchema = record(conversationFields);

export const guestConversationSchema = record({
  conversation: record(conversationFields),
  guestId: text,
});

export const detailsSchema = record({
  ...conversationFields,
  user: orNull(person),
  admin: orNull(person),
  messages: list(messageSchema),
});

export const historySchema = record({
  messages: list(messageSchema),
  pagination: paginationSchema,
});

/** `next` is null at the end of the list. */
export const listSchema = record({
  conversations: list(record(conversationFields)),
  pagination: record({
    total: whole,
    page: whole,
    limit: whole,
    totalPages: whole,
    next: orNull(text),
  }),
});

export const conversationIdSchema = record({ conversationId: id });

export const readSchema = record({
  messageId: id,
  conversationId: id,
  isRead: { type: 'boolean' },
  readBy: orNull(text),
  readAt: orNull(instant),
});

/** Document 001: what an answer carries stands in `data`. */
export const succeededSchema = (data: Schema): Schema => record({ success: { const: true }, data });

/** Document 001, "Generate Onboarding Auth Code". */
export const generatedCodeSchema = record({
  success: { const: true },
  message: text,
  data: record({
    code: { type: 'string', pattern: '^[0-9]{6}$' },
    expiresAt: instant,
    conversationId: orNull(id),
  }),
});

/** Document 001, "Verify Onboarding Auth Code": a code that is none is an answer like any other. */
export const verifiedCodeSchema: Schema = {
  anyOf: [
    record({
      success: { const: true },
      message: text,
      data: {
        type: 'object',
        properties: { authCodeId: id, userId: text },
        required: ['authCodeId'],
      },
    }),
    record({ success: { const: false }, message: text }),
  ],
};
