import type { Route } from '../../../gateway/dialect.js';
import { DEFAULT_LIMIT, object } from '../../common/codecs.js';
import { ConversationPath, OwnQuery, RateBody } from '../codecs.js';
import type { LivechatDialectDeps } from '../deps.js';
import { wireDetail, wireListed } from '../encode.js';
import { detailReply, writeForUser } from '../long-detail.js';
import { detailSchema, ownListSchema, ratedSchema } from '../schemas.js';
import { done, found, row } from './row.js';

/** The most of somebody's conversations that an answer holds, where he asks for no page. */
const MAX_OWN = 1_000;

/** Document 004, "Get My Conversations". */
export const ownRoute = ({ useCases }: LivechatDialectDeps): Route =>
  row({
    method: 'GET',
    path: '/api/v1/support/conversations',
    summary: 'The conversations of whoever asks, latest activity first',
    access: 'token',
    body: 'none',
    input: object({ query: OwnQuery }),
    output: ownListSchema,
    failures: { AccessDenied: true, Unavailable: true },
    run: (actor, { query: { page, limit } }) =>
      useCases.listOwnConversations(actor, {
        page: page ?? 1,
        limit: limit ?? (page === null ? MAX_OWN : DEFAULT_LIMIT),
      }),
    reply: ({ items, total }) =>
      found('Conversations fetched', { conversations: items.map(wireListed), total }),
  });

/** Document 004, "Get Conversation Detail". */
export const detailRoute = (deps: LivechatDialectDeps): Route =>
  row({
    method: 'GET',
    path: '/api/v1/support/conversations/:id',
    summary: 'A conversation with its messages, oldest first',
    access: 'token',
    body: 'none',
    input: object({ params: ConversationPath }),
    output: detailSchema,
    failures: { AccessDenied: true, NotFound: true, Unavailable: true },
    run: (actor, { params: { id: conversationId } }) =>
      deps.useCases.getTranscript(actor, conversationId),
    reply: (transcript, { params: { id } }) =>
      detailReply(
        {
          status: 200,
          message: 'Conversation retrieved',
          name: 'conversation',
          detail: wireDetail(id, transcript.conversation),
        },
        transcript,
        writeForUser(deps),
      ),
  });

/** Document 004, "Rate Conversation". */
export const rateRoute = ({ useCases }: LivechatDialectDeps): Route =>
  row({
    method: 'POST',
    path: '/api/v1/support/conversations/:id/rate',
    summary: 'Rate a conversation of one’s own once it is closed',
    access: 'token',
    body: 'json',
    input: object({ params: ConversationPath, body: RateBody }),
    output: ratedSchema,
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      NotFound: true,
      NotClosed: true,
      AlreadyRated: true,
      Unavailable: true,
    },
    run: (actor, { params: { id: conversationId }, body: { rating: stars, feedback } }) =>
      useCases.rateConversation(actor, { conversationId, stars, feedback }),
    reply: (conversation) => done('Conversation rated', { conversation: wireListed(conversation) }),
  });
