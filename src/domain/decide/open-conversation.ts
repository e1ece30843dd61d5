import { left, right } from 'fp-ts/lib/Either.js';
import { type Actor, isClient } from '../actor.js';
import type { Channel } from '../channel.js';
import type { ConversationType, TextKind } from '../vocabulary.js';
import type { Fact } from '../conversation-event.js';
import { type AccessDenied, notAllowed } from '../failure.js';
import type { ConversationId, Instant, MessageId } from '../ids.js';
import { type Decision, senderOf } from './decision.js';
import { type OpenTicket, ticketOpened } from './open-ticket.js';
import { maySendKind } from './post-message.js';

/** The message that opens a conversation, its text already through `messageText`. */
export interface FirstMessage {
  readonly id: MessageId;
  readonly kind: TextKind;
  readonly text: string;
  readonly clientMessageId: string | null;
}

export interface OpenConversation {
  readonly id: ConversationId;
  readonly number: number;
  readonly channel: Channel;
  readonly type: ConversationType;
  /** Already through `subjectLine`. */
  readonly subject: string | null;
  readonly departmentId: string | null;
  readonly deviceMetadata: Readonly<Record<string, string>> | null;
  readonly firstMessage: FirstMessage | null;
  /** The one that it is opened with: the only way in which a client opens one. */
  readonly ticket: OpenTicket | null;
  /** `null` unless a newcomer opens it. */
  readonly newcomerUntil: Instant | null;
}

/** A conversation begins with the one whose it is: a customer, a guest or an email contact. */
export const openConversation = (
  command: OpenConversation,
  actor: Actor,
): Decision<AccessDenied> => {
  if (!isClient(actor)) return left(notAllowed);
  const first = command.firstMessage;
  if (first !== null && !maySendKind(actor, first.kind)) return left(notAllowed);

  const facts: Fact[] = [
    {
      type: 'opened',
      conversationId: command.id,
      number: command.number,
      channel: command.channel,
      conversationType: command.type,
      subject: command.subject,
      owner: { kind: actor.kind, id: actor.id },
      contact: actor.profile,
      departmentId: command.departmentId,
      priority: 'normal',
      deviceMetadata: command.deviceMetadata,
      ...(command.newcomerUntil === null ? {} : { newcomerUntil: command.newcomerUntil }),
    },
  ];
  if (command.ticket !== null) facts.push(ticketOpened(command.ticket, actor));
  if (first !== null) {
    facts.push({
      type: 'messagePosted',
      id: first.id,
      sender: senderOf(actor),
      kind: first.kind,
      text: first.text,
      ...(first.clientMessageId === null ? {} : { clientMessageId: first.clientMessageId }),
    });
  }
  return right(facts);
};
