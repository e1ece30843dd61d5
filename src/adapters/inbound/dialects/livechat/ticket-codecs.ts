import {
  DEFAULT_SUPPORT_TYPE,
  DEFAULT_TICKET_PRIORITY,
  isSupportType,
  SUPPORT_TYPE,
  TICKET_PRIORITIES,
  TICKET_STATUSES,
} from '../../../../domain/ticket.js';
import {
  clientMessageIdFields,
  expecting,
  namedRequest,
  namingHeaderFields,
  object,
  oneClientMessageId,
  oneOf,
  text,
  withDefault,
} from '../common/codecs.js';
import {
  ConversationPath,
  email,
  line,
  namingFields,
  sendHeaderFields,
  sendHeaders,
  stars,
} from './codecs.js';
import { deviceMetadata } from './device-metadata.js';

/** Design, section 6. */
const supportType = expecting(
  'Must be 2 to 64 capital letters and underscores, the first a letter',
  { type: 'string', pattern: SUPPORT_TYPE.source, examples: ['TRANSACTION_ISSUE'] },
  (value) => (typeof value === 'string' && isSupportType(value) ? value : undefined),
);

const priority = oneOf(...TICKET_PRIORITIES);

/** Design, section 6, the staff's `/ticket`. */
export const TicketRequest = object({
  params: ConversationPath,
  body: object({
    subject: text,
    description: withDefault(text, null),
    support_type: supportType,
    priority,
  }),
});

const TicketPath = object({ ticketNumber: text });

/** Design, section 6, the staff's `PATCH /tickets/:ticketNumber`. */
export const TicketUpdateRequest = object({
  params: TicketPath,
  body: object({
    status: withDefault(oneOf(...TICKET_STATUSES), null),
    priority: withDefault(priority, null),
  }),
});

const openingFields = {
  subject: text,
  description: text,
  support_type: withDefault(supportType, DEFAULT_SUPPORT_TYPE),
  ...clientMessageIdFields,
} as const;

/** Of older apps (document 004, "Legacy Ticket Endpoints"; design, section 6). */
export const CreateTicketRequest = namedRequest(
  object({
    headers: sendHeaders,
    body: oneClientMessageId(
      object({ ...openingFields, priority: withDefault(priority, DEFAULT_TICKET_PRIORITY) }),
    ),
  }),
);

/** Likewise, of somebody without an account. */
export const RequestSupportRequest = namedRequest(
  object({
    headers: object({ ...sendHeaderFields, 'x-app-key': withDefault(text, null) }),
    body: oneClientMessageId(
      object({
        ...openingFields,
        email,
        phone_number: withDefault(line, { line: null }),
        device_metadata: deviceMetadata,
      }),
    ),
  }),
);

export type TicketOpening = (typeof CreateTicketRequest)['_A']['body'];

/** What tells who asks where he has no account. */
const contactFields = { email: withDefault(email, null) } as const;

const appKeyHeader = { 'x-app-key': withDefault(text, null) } as const;

/** Likewise. */
export const TicketQueryRequest = object({
  headers: object(appKeyHeader),
  query: object({ ticket_number: text, ...contactFields }),
});

export const AddMessageRequest = namedRequest(
  object({
    headers: object({ ...namingHeaderFields, ...appKeyHeader }),
    body: oneClientMessageId(
      object({ ticket_number: text, message: text, ...contactFields, ...namingFields }),
    ),
  }),
);

export const RateTicketRequest = object({
  params: TicketPath,
  headers: object(appKeyHeader),
  body: object({ rating: stars, feedback: withDefault(text, null), ...contactFields }),
});
