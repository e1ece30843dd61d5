import { TICKET_PRIORITIES, TICKET_STATUSES } from '../../../../domain/ticket.js';
import type { Schema } from '../../gateway/dialect.js';
import { attachmentSchema } from '../common/attachment-schema.js';
import { id, instant, list, orNull, record, text, whole } from '../common/json-schema.js';
import { paginationSchema } from '../common/pagination.js';

const senderFields = { _id: orNull(text), name: orNull(text), email: orNull(text) } as const;

const messageFields = {
  _id: id,
  ticketId: text,
  message: text,
  attachments: list(attachmentSchema),
  createdAt: instant,
  seq: whole,
} as const;

/** Document 003, "Message Object Structure": a client's company goes with him. */
const messageSchema: Schema = {
  anyOf: [
    record({
      ...messageFields,
      sender: record({ ...senderFields, company: orNull(text) }),
      senderModel: { const: 'Client' },
    }),
    record({
      ...messageFields,
      sender: record(senderFields),
      senderModel: { const: 'SuperAdmin' },
    }),
  ],
};

/** An acknowledgement carries what the event that matches it carries. */
export const ticketIdSchema = record({ ticketId: text });

export const sentSchema = record({ data: messageSchema });

export const loadedSchema = record({
  ticketId: text,
  messages: list(messageSchema),
  pagination: paginationSchema,
});

/** Of what no event answers. */
export const doneSchema = record({ success: { const: true } });

const ticketSchema = record({
  _id: id,
  ticketNumber: orNull(text),
  subject: orNull(text),
  status: { type: 'string', enum: TICKET_STATUSES },
  priority: { type: 'string', enum: TICKET_PRIORITIES },
  client: record({ ...senderFields, company: orNull(text) }),
  assignedTo: orNull(record({ _id: text, name: orNull(text) })),
  createdAt: instant,
  updatedAt: instant,
});

const succeeded = (data: Schema): Schema => record({ success: { const: true }, data });

export const openedSchema = succeeded(record({ ticket: ticketSchema }));

export const listSchema = succeeded(
  record({ tickets: list(ticketSchema), pagination: paginationSchema }),
);
