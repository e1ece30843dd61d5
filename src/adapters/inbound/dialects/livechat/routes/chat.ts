import { map, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type {
  SendMessageFailure,
  SentMessage,
} from '../../../../../application/use-cases/send-message.js';
import type {
  StartConversationFailure,
  StartedConversation,
} from '../../../../../application/use-cases/start-conversation.js';
import type { UseCases } from '../../../../../application/use-cases/use-cases.js';
import { type Actor, noProfile, type Profile } from '../../../../../domain/actor.js';
import type { Conversation } from '../../../../../domain/conversation.js';
import type { MessagePosted } from '../../../../../domain/conversation-event.js';
import type { Route } from '../../../gateway/dialect.js';
import type { HttpReply } from '../../../gateway/transport.js';
import type { PublicUrl } from '../../common/attachments.js';
import { forApps } from '../app-keys.js';
import { contactOf } from '../asker.js';
import { channel } from '../channel.js';
import {
  type SaidMessage,
  SendRequest,
  SendUnauthenticatedRequest,
  type SentHeaders,
} from '../codecs.js';
import type { LivechatDialectDeps } from '../deps.js';
import { deviceOf } from '../device-metadata.js';
import { messageAlone, messageWithin, wireDetail } from '../encode.js';
import { sentSchema } from '../schemas.js';
import { done, row } from './row.js';

type SendFailure = StartConversationFailure | SendMessageFailure;

/** What has become of a message: it has opened a conversation, or is one more in another. */
type Sent =
  { readonly opened: StartedConversation; readonly by: Profile } | { readonly added: SentMessage };

interface Request {
  readonly said: SaidMessage;
  readonly headers: SentHeaders;
  /** The client's, where it counts beside the actor. */
  readonly address?: string;
}

/** Document 004: without a conversation's id a message opens one. */
const sending =
  ({ sendMessage, startConversation }: UseCases) =>
  (actor: Actor, { said, headers, ...counted }: Request): TaskEither<SendFailure, Sent> => {
    const { message: text, conversation_id: conversationId, clientMessageId, ifLastSeq } = said;
    const message = { text, kind: 'text', clientMessageId } as const;
    if (conversationId !== null) {
      const input = { conversationId, ...message, ifLastSeq, claims: false, ...counted };
      return map((added: SentMessage) => ({ added }))(sendMessage(actor, input));
    }
    const deviceMetadata = deviceOf(said.device_metadata, headers);
    const opening = { channel, type: 'general', subject: null, departmentId: null } as const;
    const input = { ...opening, deviceMetadata, message, ...counted };
    const by = actor.kind === 'system' ? noProfile : actor.profile;
    return map((opened: StartedConversation) => ({ opened, by }))(startConversation(actor, input));
  };

/**
 * As it was when its first message had opened it, and with what is said of himself by who asks: whoever asks again, and
 * knows no more than the name of that message, learns nothing of what has come of it.
 */
const asOpened = (
  conversation: Conversation,
  { at }: MessagePosted,
  by: Profile,
): Conversation => ({
  ...conversation,
  contact: by,
  status: 'active',
  assignee: null,
  rating: null,
  messageCount: 1,
  updatedAt: at,
  lastMessageAt: at,
});

const answer = (sent: Sent, { conversation_id }: SaidMessage, publicUrl: PublicUrl): HttpReply => {
  if ('added' in sent) {
    const message = messageAlone(sent.added.message, publicUrl);
    return done('Message sent', { conversation_id, message, is_new: false });
  }
  const { conversation, message } = sent.opened;
  if (message === null) throw new Error('a message opened a conversation and is not there');
  const detail = {
    ...wireDetail(conversation.id, asOpened(conversation, message, sent.by)),
    messages: [messageWithin(message, publicUrl)],
  };
  return done('Message sent', { conversation: detail, is_new: true });
};

const FAILURES = {
  ValidationFailed: true,
  AccessDenied: true,
  NotFound: true,
  ConversationClosed: true,
  Conflict: true,
  RateLimited: true,
  Unavailable: true,
} as const;

export const sendRoute = ({ useCases, publicUrl }: LivechatDialectDeps): Route => {
  const send = sending(useCases);
  return row({
    method: 'POST',
    path: '/api/v1/support/chat/send',
    summary: 'Send a message to a conversation, or one that opens another',
    access: 'token',
    body: 'json',
    input: SendRequest,
    output: sentSchema,
    failures: FAILURES,
    run: (actor, { body: said, headers }) => send(actor, { said, headers }),
    reply: (sent, { body }) => answer(sent, body, publicUrl),
  });
};

/** Whoever asks is known by the address that he gives: his conversations are of that address, and of nobody's account. */
export const sendUnauthenticatedRoute = ({
  useCases,
  appKeys,
  publicUrl,
}: LivechatDialectDeps): Route => {
  const send = sending(useCases);
  const route = row({
    method: 'POST',
    path: '/api/v1/support/chat/send-unauthenticated',
    summary: 'The same for somebody without an account, by his email address',
    access: 'anyone',
    body: 'json',
    input: SendUnauthenticatedRequest,
    output: sentSchema,
    failures: FAILURES,
    run: (_caller, { body: said, headers }, { address }) => {
      const contact = contactOf(said.email, { phone: said.phone_number.line });
      return send(contact, { said, headers, address });
    },
    reply: (sent, { body }) => answer(sent, body, publicUrl),
  });
  return forApps(appKeys, route);
};
