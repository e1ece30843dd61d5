import { TICKET_PRIORITIES, TICKET_STATUSES } from '../../../../domain/ticket.js';
import { STATUSES } from '../../../../domain/vocabulary.js';
import type { Schema } from '../../gateway/dialect.js';
import { attachmentSchema } from '../common/attachment-schema.js';
import {
  flag,
  id,
  instant,
  list,
  nothing,
  orNull,
  record,
  text,
  whole,
} from '../common/json-schema.js';

/** An acknowledgement that has nothing to say. */
export const doneSchema = record({ success: { const: true } });

/** Document 004: what an answer carries stands in `data`. */
export const succeeded = (data: Schema): Schema =>
  record({ success: { const: true }, message: text, data });

const messageFields = {
  id,
  message: text,
  is_from_user: flag,
  sender_name: orNull(text),
  sender_email: orNull(text),
  attachments: orNull(list(attachmentSchema)),
  seq: whole,
} as const;

export const within = record({ ...messageFields, created_at: instant });
const alone = record({ ...messageFields, createdAt: instant });

/** There on notes alone. */
const is_note = { const: true } as const;
const noteFields = { ...messageFields, attachments: nothing, is_note } as const;
const note = record({ ...noteFields, createdAt: instant });
const noteWithin = record({ ...noteFields, created_at: instant });

const stars = orNull({ type: 'integer', minimum: 1, maximum: 5 });

const times = {
  last_message_at: orNull(instant),
  created_at: instant,
  updated_at: instant,
} as const;

/** Document 004, "Get My Conversations". */
export const ticketFields = {
  id,
  ticket_number: text,
  subject: text,
  status: { type: 'string', enum: TICKET_STATUSES },
  priority: { type: 'string', enum: TICKET_PRIORITIES },
  support_type: text,
} as const;

const ticket = record(ticketFields);

const detailFields = {
  id,
  status: { type: 'string', enum: STATUSES },
  email: orNull(text),
  phone_number: orNull(text),
  assigned_admin_name: orNull(text),
  satisfaction_rating: stars,
  feedback: orNull(text),
  ...times,
  messages: list(within),
  total_messages: whole,
  ticket: orNull(ticket),
} as const;

const listedFields = {
  id,
  status: { type: 'string', enum: STATUSES },
  assigned_admin_name: orNull(text),
  message_count: whole,
  last_message: orNull(
    record({
      message: text,
      is_from_user: flag,
      sender_name: orNull(text),
      createdAt: instant,
    }),
  ),
  has_unread: flag,
  ticket: orNull(ticket),
  ...times,
  satisfaction_rating: stars,
} as const;

/** Design, section 6, "Staff shapes". */
const staffFields = {
  user: record({
    id: orNull(text),
    name: orNull(text),
    email: orNull(text),
    phone_number: orNull(text),
  }),
  assigned_admin_id: orNull(text),
  department_id: orNull(text),
  waiting_since: orNull(instant),
} as const;

const addedFields = { conversation_id: id, message: alone } as const;

export const addedSchema = succeeded(record({ ...addedFields, is_new: { const: false } }));

/** Document 004, "Send Message", both responses. */
export const sentSchema: Schema = {
  anyOf: [
    succeeded(record({ conversation: record(detailFields), is_new: { const: true } })),
    addedSchema,
  ],
};

export const ownListSchema = succeeded(
  record({ conversations: list(record(listedFields)), total: whole }),
);

export const detailSchema = succeeded(record({ conversation: record(detailFields) }));

export const ratedSchema = succeeded(record({ conversation: record(listedFields) }));

export const listedForStaff = record({ ...listedFields, ...staffFields });

export const queueSchema = succeeded(
  record({ conversations: list(listedForStaff), total: whole, page: whole, limit: whole }),
);

export const staffDetailSchema = succeeded(
  record({
    conversation: record({
      ...detailFields,
      ...staffFields,
      messages: list({ anyOf: [within, noteWithin] }),
      device_metadata: orNull({ type: 'object', additionalProperties: text }),
    }),
  }),
);

export const changedSchema = succeeded(record({ conversation: listedForStaff }));

export const repliedSchema = succeeded(record(addedFields));

export const noteAddedSchema = succeeded(record({ conversation_id: id, message: note }));

export const agentsSchema = succeeded(
  record({
    agents: list(
      record({
        admin_id: text,
        name: orNull(text),
        email: orNull(text),
        departments: list(text),
        online: flag,
        open_conversations: whole,
      }),
    ),
    total: whole,
  }),
);
