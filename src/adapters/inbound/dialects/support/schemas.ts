import type { Schema } from '../../gateway/dialect.js';

const id: Schema = { type: 'string', format: 'uuid' };
const instant: Schema = { type: 'string', format: 'date-time' };
const text: Schema = { type: 'string' };
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const whole: Schema = { type: 'integer' };

/** Every field is always there. */
const record = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

export const messageSchema = record({
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
});

export const conversationIdSchema = record({ conversationId: id });

/** Document 001: what an answer carries stands in `data`. */
export const succeededSchema = (data: Schema): Schema => record({ success: { const: true }, data });
