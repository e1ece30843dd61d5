import type { Schema } from '../../gateway/dialect.js';
import { instant, list, orNull, record, text, whole } from '../common/json-schema.js';
import { listedForStaff, succeeded, ticketFields, within } from './schemas.js';

const aloneFields = {
  ...ticketFields,
  description: orNull(text),
  created_at: instant,
  updated_at: instant,
} as const;

/** Of what staff do with a ticket. */
export const ticketedSchema: Schema = succeeded(
  record({ ticket: record(aloneFields), conversation: listedForStaff }),
);

/** Design, section 6: to older apps. */
export const legacyTicketSchema: Schema = succeeded(
  record({ ticket: record({ ...aloneFields, messages: list(within) }) }),
);

export const legacyTicketsSchema: Schema = succeeded(
  record({ tickets: list(record(aloneFields)), total: whole }),
);
