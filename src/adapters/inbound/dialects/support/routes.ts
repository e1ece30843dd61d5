import type { Route } from '../../gateway/dialect.js';
import { attachmentsRoute } from './routes/attachments.js';
import { conversationRoute, guestConversationRoute } from './routes/conversations.js';
import { detailsRoute, historyRoute } from './routes/histories.js';
import { closeRoute, listRoute } from './routes/staff.js';
import { generateCodeRoute, verifyCodeRoute } from './routes/onboarding.js';
import type { SupportDialectDeps } from './deps.js';

export const BASES = ['/api/support', '/api/admin/support'] as const;

/** REST endpoints of documents 000 and 001, and the close and the files of design, section 6. */
export const routes = (deps: SupportDialectDeps): readonly Route[] => [
  conversationRoute(deps),
  guestConversationRoute(deps),
  historyRoute(deps),
  detailsRoute(deps),
  listRoute(deps),
  closeRoute(deps),
  generateCodeRoute(deps),
  verifyCodeRoute(deps),
  attachmentsRoute(deps),
];
