import type { Staff } from '../../../../../domain/actor.js';
import type { ListFilter } from '../../../../../domain/listing.js';
import { wantedKeys } from '../../../../../domain/search.js';
import type { Route } from '../../../gateway/dialect.js';
import { object } from '../../common/codecs.js';
import { type Assigned, ConversationPath, QueueQuery } from '../codecs.js';
import type { LivechatDialectDeps } from '../deps.js';
import { messageWithin, wireDetailForStaff, wireListedForStaff } from '../encode.js';
import { detailReply } from '../long-detail.js';
import { agentsSchema, queueSchema, staffDetailSchema } from '../schemas.js';
import { found, row } from './row.js';

const assigneeFor = (assigned: Assigned, { id }: Staff): ListFilter['assignee'] => {
  switch (assigned) {
    case 'me':
      return { id };
    case 'unassigned':
      return 'nobody';
    case 'any':
    case '':
      return null;
  }
};

export const queueRoute = ({ useCases }: LivechatDialectDeps): Route =>
  row({
    method: 'GET',
    path: '/api/v1/unified-admin/support/conversations',
    summary: 'The conversations that somebody of staff may read, latest activity first',
    access: 'staff',
    body: 'none',
    input: object({ query: QueueQuery }),
    output: queueSchema,
    failures: { AccessDenied: true, Unavailable: true },
    run: (actor, { query: { page, limit, status, assigned, search } }) =>
      useCases.listConversations(actor, {
        filter: {
          status: status === '' ? null : status,
          type: null,
          assignee: assigneeFor(assigned, actor),
          search: search === '' ? null : wantedKeys(search),
        },
        after: null,
        page: page ?? 1,
        limit,
      }),
    reply: ({ conversations, total }, { query: { page, limit } }) =>
      found('Conversations fetched', {
        conversations: conversations.map(wireListedForStaff),
        total,
        page: page ?? 1,
        limit,
      }),
  });

export const staffDetailRoute = ({ useCases, publicUrl }: LivechatDialectDeps): Route =>
  row({
    method: 'GET',
    path: '/api/v1/unified-admin/support/conversations/:id',
    summary: 'A conversation with its messages and notes, oldest first',
    access: 'staff',
    body: 'none',
    input: object({ params: ConversationPath }),
    output: staffDetailSchema,
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    run: (actor, { params: { id } }) => useCases.getTranscript(actor, id),
    reply: (transcript, { params: { id } }) =>
      detailReply(
        {
          status: 200,
          message: 'Conversation retrieved',
          name: 'conversation',
          detail: wireDetailForStaff(id, transcript.conversation),
        },
        transcript,
        ({ entries }) => entries.map((entry) => messageWithin(entry, publicUrl)),
      ),
  });

export const agentsRoute = ({ useCases }: LivechatDialectDeps): Route =>
  row({
    method: 'GET',
    path: '/api/v1/unified-admin/support/agents',
    summary: 'Everybody of staff who has been here, and how much each has open',
    access: 'staff',
    body: 'none',
    input: object({}),
    output: agentsSchema,
    failures: { AccessDenied: true, Unavailable: true },
    run: (actor) => useCases.listAgents(actor),
    reply: ({ agents }) =>
      found('Agents fetched', {
        agents: agents.map(({ staff, online, openConversations }) => ({
          admin_id: staff.id,
          name: staff.profile.name,
          email: staff.profile.email,
          departments: staff.kind === 'agent' ? staff.departments : [],
          online,
          open_conversations: openConversations,
        })),
        total: agents.length,
      }),
  });
