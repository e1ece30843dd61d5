import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isSome } from 'fp-ts/lib/Option.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isClient, personKey } from '../../domain/actor.js';
import type { Channel } from '../../domain/channel.js';
import type { Conversation } from '../../domain/conversation.js';
import type { ConversationType, TextKind } from '../../domain/vocabulary.js';
import type {
  ConversationEvent,
  MessagePosted,
  TicketOpened,
} from '../../domain/conversation-event.js';
import { type FirstMessage, openConversation } from '../../domain/decide/open-conversation.js';
import {
  type AccessDenied,
  type Conflict,
  conflict,
  notAllowed,
  type RateLimited,
  type Unavailable,
  unavailable,
  type ValidationFailed,
} from '../../domain/failure.js';
import { toConversationId, toMessageId } from '../../domain/ids.js';
import { messageText, subjectLine } from '../../domain/message-text.js';
import { ticketContent, type TicketContent } from '../../domain/ticket.js';
import type { ConversationChanges } from '../changes/change-conversation.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { IdGenerator } from '../ports/id-generator.js';
import { type TicketName, type TicketNumbersDeps, withTicketName } from '../ticket-numbers.js';

export interface FirstMessageInput {
  readonly text: string;
  /** What its sender calls the text, if not `message`. */
  readonly field?: string;
  readonly kind: TextKind;
  readonly clientMessageId: string | null;
}

export interface StartConversationInput {
  /** One that opens as many conversations as its clients like. */
  readonly channel: Channel;
  readonly type: ConversationType;
  readonly subject: string | null;
  readonly departmentId: string | null;
  readonly deviceMetadata: Readonly<Record<string, string>> | null;
  readonly message: FirstMessageInput | null;
  /** It is opened with this ticket. */
  readonly ticket?: TicketContent | null;
  /** Counted beside the actor, where he can call himself what he likes. */
  readonly address?: string | null;
}

export interface StartedConversation {
  readonly conversation: Conversation;
  readonly message: MessagePosted | null;
  /** False when this was a retry, and the conversation is the one opened before. */
  readonly fresh: boolean;
}

export type StartConversationFailure =
  AccessDenied | ValidationFailed | Conflict | RateLimited | Unavailable;

export type StartConversation = (
  actor: Actor,
  input: StartConversationInput,
) => TaskEither<StartConversationFailure, StartedConversation>;

export interface StartConversationDeps extends TicketNumbersDeps {
  readonly changes: ConversationChanges;
}

type Attempt = Either<StartConversationFailure, StartedConversation>;

const firstMessage = (
  ids: IdGenerator,
  message: FirstMessageInput | null,
): Either<ValidationFailed, FirstMessage | null> => {
  if (message === null) return right(null);
  const { kind, clientMessageId, field } = message;
  const text = messageText(message.text, field);
  if (isLeft(text)) return text;
  return right({ kind, clientMessageId, id: toMessageId(ids.next()), text: text.right });
};

const contentOf = (typed: TicketContent | null): Either<ValidationFailed, TicketContent | null> =>
  typed === null ? right(null) : ticketContent(typed);

const isTicket = (event: ConversationEvent): event is TicketOpened => event.type === 'ticketOpened';

/** Whether both say the same of a ticket, or both open none. */
const isSameContent = (one: TicketContent | null, other: TicketContent | null): boolean =>
  one === null || other === null
    ? one === other
    : one.subject === other.subject &&
      one.description === other.description &&
      one.supportType === other.supportType &&
      one.priority === other.priority;

/** The conversation that the same first message opened before; `null` when there is none. */
const openedBefore = async (
  log: ConversationLog,
  actor: Actor,
  first: FirstMessage | null,
  ticket: TicketContent | null,
): Promise<Either<StartConversationFailure, StartedConversation | null>> => {
  if (typeof first?.clientMessageId !== 'string') return right(null);
  const id = await log.findOpening(personKey(actor), first.clientMessageId)();
  if (isLeft(id)) return id;
  if (!isSome(id.right)) return right(null);
  const stored = await log.findMessage(id.right.value, personKey(actor), first.clientMessageId)();
  if (isLeft(stored)) return stored;
  const conversation = await log.load(id.right.value)();
  if (isLeft(conversation)) return conversation;
  if (!isSome(stored.right) || !isSome(conversation.right)) return left(unavailable);
  const message = stored.right.value;
  if (
    message.type !== 'messagePosted' ||
    message.text !== first.text ||
    message.kind !== first.kind
  )
    return left(conflict('clientMessageId'));
  const events = await log.read(id.right.value, 0, message.seq)();
  if (isLeft(events)) return events;
  return isSameContent(ticket, events.right.find(isTicket) ?? null)
    ? right({ conversation: conversation.right.value, message, fresh: false })
    : left(conflict('clientMessageId'));
};

/** Opens a conversation, with its first message if one is given; a retry finds the one opened before. */
export const startConversation =
  (deps: StartConversationDeps): StartConversation =>
  (actor, input) =>
  async (): Promise<Attempt> => {
    const { changes, log, ids } = deps;
    if (!isClient(actor)) return left(notAllowed);
    const subject = subjectLine(input.subject);
    if (isLeft(subject)) return subject;
    const ticket = contentOf(input.ticket ?? null);
    if (isLeft(ticket)) return ticket;
    const first = firstMessage(ids, input.message);
    if (isLeft(first)) return first;
    const before = await openedBefore(log, actor, first.right, ticket.right);
    if (isLeft(before)) return before;
    if (before.right !== null) return right(before.right);

    const number = await log.nextNumber()();
    if (isLeft(number)) return number;
    const open = (name: TicketName | null) => {
      const id = toConversationId(ids.next());
      const command = {
        ...input,
        id,
        number: number.right,
        subject: subject.right,
        firstMessage: first.right,
        ticket: name === null || ticket.right === null ? null : { ...ticket.right, ...name },
        newcomerUntil: null,
      };
      return changes.open(id, () => openConversation(command, actor))();
    };
    const opened = await (ticket.right === null
      ? open(null)
      : withTicketName(
          deps,
          open,
          (failure) => failure.kind === 'OpeningRefused' && failure.because === 'ticketTaken',
        ));
    if (!isLeft(opened)) {
      const { conversation, events } = opened.right;
      const message = events.find((event) => event.type === 'messagePosted') ?? null;
      return right({ conversation, message, fresh: true });
    }
    if (opened.left.kind !== 'OpeningRefused') return left(opened.left);
    const raced = await openedBefore(log, actor, first.right, ticket.right);
    return isLeft(raced) ? raced : raced.right === null ? left(unavailable) : right(raced.right);
  };
