import type { Route } from '../../gateway/dialect.js';
import { noteRoute, replyRoute } from './routes/answers.js';
import { attachmentsRoute, staffAttachmentsRoute } from './routes/attachments.js';
import { claimRoute, closeRoute, handoverRoute } from './routes/assignment.js';
import { sendRoute, sendUnauthenticatedRoute } from './routes/chat.js';
import { detailRoute, ownRoute, rateRoute } from './routes/conversations.js';
import { createTicketRoute, requestSupportRoute } from './routes/opening-tickets.js';
import {
  addMessageRoute,
  ownTicketsRoute,
  rateTicketRoute,
  ticketByNumberRoute,
} from './routes/own-tickets.js';
import { agentsRoute, queueRoute, staffDetailRoute } from './routes/queue.js';
import { statsRoute } from './routes/statistics.js';
import { ticketRoute, ticketUpdateRoute } from './routes/tickets.js';
import type { LivechatDialectDeps } from './deps.js';

export const BASES = ['/api/v1/support', '/api/v1/unified-admin/support'] as const;

/** REST endpoints of document 004, and those for staff of design, section 6. */
export const routes = (deps: LivechatDialectDeps): readonly Route[] => [
  sendRoute(deps),
  sendUnauthenticatedRoute(deps),
  ownRoute(deps),
  detailRoute(deps),
  rateRoute(deps),
  queueRoute(deps),
  staffDetailRoute(deps),
  claimRoute(deps),
  replyRoute(deps),
  noteRoute(deps),
  handoverRoute(deps),
  closeRoute(deps),
  agentsRoute(deps),
  ticketRoute(deps),
  ticketUpdateRoute(deps),
  statsRoute(deps),
  requestSupportRoute(deps),
  createTicketRoute(deps),
  ownTicketsRoute(deps),
  ticketByNumberRoute(deps),
  addMessageRoute(deps),
  rateTicketRoute(deps),
  attachmentsRoute(deps),
  staffAttachmentsRoute(deps),
];
