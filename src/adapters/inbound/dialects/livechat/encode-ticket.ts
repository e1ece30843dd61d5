import type { Ticket } from '../../../../domain/ticket.js';
import { timestamp } from '../common/timestamps.js';

/** Document 004, "Get My Conversations": what an app shows of a ticket. */
export const wireTicket = ({
  id,
  number,
  subject,
  status,
  priority,
  supportType,
}: Omit<Ticket, 'description' | 'createdAt' | 'updatedAt'>): object => ({
  id,
  ticket_number: number,
  subject,
  status,
  priority,
  support_type: supportType,
});

/** Design, section 6: a ticket by itself, as older apps and staff have it; for the former its messages follow. */
export const wireTicketAlone = (ticket: Ticket): object => ({
  ...wireTicket(ticket),
  description: ticket.description,
  created_at: timestamp(ticket.createdAt),
  updated_at: timestamp(ticket.updatedAt),
});
