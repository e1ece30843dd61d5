import type { TicketContent } from '../../../src/domain/ticket.js';

/** What the tickets say that are raced for. */
export const CONTENT: TicketContent = {
  subject: 'A failed transfer',
  description: null,
  supportType: 'TRANSACTION_ISSUE',
  priority: 'medium',
};
