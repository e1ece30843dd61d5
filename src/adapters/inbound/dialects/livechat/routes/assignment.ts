import type { Conversation } from '../../../../../domain/conversation.js';
import type { Route } from '../../../gateway/dialect.js';
import type { HttpReply } from '../../../gateway/transport.js';
import { object } from '../../common/codecs.js';
import { CloseBody, ConversationPath, HandoverBody } from '../codecs.js';
import type { LivechatDialectDeps } from '../deps.js';
import { wireListedForStaff } from '../encode.js';
import { changedSchema } from '../schemas.js';
import { done, row } from './row.js';

const BASE = '/api/v1/unified-admin/support/conversations/:id';

const changed =
  (message: string) =>
  (conversation: Conversation): HttpReply =>
    done(message, { conversation: wireListedForStaff(conversation) });

const common = { method: 'POST', access: 'staff', output: changedSchema } as const;

export const claimRoute = ({ useCases }: LivechatDialectDeps): Route =>
  row({
    ...common,
    path: `${BASE}/claim`,
    summary: 'Take a conversation that is nobody’s; again by the same changes nothing',
    body: 'none',
    input: object({ params: ConversationPath }),
    failures: {
      AccessDenied: true,
      NotFound: true,
      ConversationClosed: true,
      Conflict: true,
      Unavailable: true,
    },
    run: (actor, { params: { id } }) => useCases.claimConversation(actor, id),
    reply: changed('Conversation claimed'),
  });

export const handoverRoute = ({ useCases }: LivechatDialectDeps): Route =>
  row({
    ...common,
    path: `${BASE}/handover`,
    summary: 'Pass a conversation to another of staff; to who has it changes nothing',
    body: 'json',
    input: object({ params: ConversationPath, body: HandoverBody }),
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      NotFound: true,
      ConversationClosed: true,
      Conflict: true,
      Unavailable: true,
    },
    run: (actor, { params: { id: conversationId }, body: { admin_id: agentId, reason } }) =>
      useCases.handOverConversation(actor, { conversationId, agentId, reason }),
    reply: changed('Conversation handed over'),
  });

export const closeRoute = ({ useCases }: LivechatDialectDeps): Route =>
  row({
    ...common,
    path: `${BASE}/close`,
    summary: 'Close a conversation; one that is closed stays so',
    body: 'json',
    input: object({ params: ConversationPath, body: CloseBody }),
    failures: {
      ValidationFailed: true,
      AccessDenied: true,
      NotFound: true,
      Conflict: true,
      Unavailable: true,
    },
    run: (actor, { params: { id: conversationId }, body: { note } }) =>
      useCases.closeConversation(actor, { conversationId, note }),
    reply: changed('Conversation closed'),
  });
