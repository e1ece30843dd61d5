import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, personKey } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import type { MessagePosted } from '../../domain/conversation-event.js';
import type { TextKind } from '../../domain/vocabulary.js';
import { postMessage, type PostMessageFailure } from '../../domain/decide/post-message.js';
import {
  type Conflict,
  conflict,
  type NotFound,
  type RateLimited,
  type Unavailable,
  type ValidationFailed,
} from '../../domain/failure.js';
import { type ConversationId, toMessageId } from '../../domain/ids.js';
import { messageText } from '../../domain/message-text.js';
import type { ConversationChanges } from '../changes/change-conversation.js';
import type { Changed } from '../changes/lane-command.js';
import type { IdGenerator } from '../ports/id-generator.js';

export interface SendMessageInput {
  readonly conversationId: ConversationId;
  readonly text: string;
  readonly kind: TextKind;
  readonly clientMessageId: string | null;
  readonly ifLastSeq: number | null;
  /** Whether a reply claims what nobody owns: in dialects that have no claim of their own. */
  readonly claims: boolean;
  /** Counted beside the actor, where he can call himself what he likes. */
  readonly address?: string | null;
}

export interface SentMessage {
  readonly conversation: Conversation;
  readonly message: MessagePosted;
  /** False when this was a retry, and the message is the one stored before. */
  readonly fresh: boolean;
}

export type SendMessageFailure =
  ValidationFailed | PostMessageFailure | NotFound | RateLimited | Unavailable;

/** `entered` is called once, when the message has its place in the conversation's order, if it gets one. */
export type SendMessage = (
  actor: Actor,
  input: SendMessageInput,
  entered?: () => void,
) => TaskEither<SendMessageFailure, SentMessage>;

export interface SendMessageDeps {
  readonly changes: ConversationChanges;
  readonly ids: IdGenerator;
}

const sent = (changed: Changed, kind: TextKind, text: string): Either<Conflict, SentMessage> => {
  const { conversation, events, repeated } = changed;
  if (repeated !== null) {
    return repeated.type === 'messagePosted' && repeated.text === text && repeated.kind === kind
      ? right({ conversation, message: repeated, fresh: false })
      : left(conflict('clientMessageId'));
  }
  const message = events.at(-1);
  if (message?.type !== 'messagePosted') throw new Error('a message was sent and none was posted');
  return right({ conversation, message, fresh: true });
};

/** Adds a message to a conversation. A retry with the same `clientMessageId` stores nothing new. */
export const sendMessage =
  ({ changes, ids }: SendMessageDeps): SendMessage =>
  (actor, input, entered) =>
  async () => {
    const text = messageText(input.text);
    if (isLeft(text)) return text;
    const { clientMessageId, kind } = input;
    const command = {
      id: toMessageId(ids.next()),
      kind,
      text: text.right,
      clientMessageId,
      ifLastSeq: input.ifLastSeq,
      claims: input.claims,
    };
    const name = clientMessageId === null ? null : { sender: personKey(actor), clientMessageId };
    const changed = await changes.change(
      input.conversationId,
      (state) => postMessage(state, command, actor),
      { name, entered },
    )();
    return isLeft(changed) ? changed : sent(changed.right, kind, text.right);
  };
