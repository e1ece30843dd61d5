import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, personKey } from '../../domain/actor.js';
import { areSameFiles, type Attachment } from '../../domain/attachment.js';
import type { Conversation } from '../../domain/conversation.js';
import type { MessagePosted, NamedEntry } from '../../domain/conversation-event.js';
import type { TextKind } from '../../domain/vocabulary.js';
import {
  type PostMessage,
  postMessage,
  type PostMessageFailure,
} from '../../domain/decide/post-message.js';
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
import { carries } from '../files/carried.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { IdGenerator } from '../ports/id-generator.js';

export interface SendMessageInput {
  readonly conversationId: ConversationId;
  /** May be empty where files come with it. */
  readonly text: string;
  readonly kind: TextKind;
  /** What `attachFiles` has stored for it. */
  readonly attachments?: readonly Attachment[];
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
  readonly blobs: BlobStore;
}

type Content = Pick<PostMessage, 'kind' | 'text' | 'attachments'>;

const isSame = (stored: NamedEntry, { kind, text, attachments }: Content): boolean =>
  stored.type === 'messagePosted' &&
  stored.text === text &&
  stored.kind === kind &&
  areSameFiles(stored.attachments ?? [], attachments);

const sent = (changed: Changed, content: Content): Either<Conflict, SentMessage> => {
  const { conversation, events, repeated } = changed;
  if (repeated !== null) {
    return repeated.type === 'messagePosted' && isSame(repeated, content)
      ? right({ conversation, message: repeated, fresh: false })
      : left(conflict('clientMessageId'));
  }
  const message = events.at(-1);
  if (message?.type !== 'messagePosted') throw new Error('a message was sent and none was posted');
  return right({ conversation, message, fresh: true });
};

/**
 * What has become of the files that came with it. Where it is not known whether the message is stored they stay: who
 * sweeps finds out. Nothing is lost where they cannot be told, since he does so then, too.
 */
const settleFiles = async (
  blobs: BlobStore,
  attachments: readonly Attachment[],
  outcome: Either<SendMessageFailure, SentMessage>,
): Promise<void> => {
  const names = attachments.map(({ name }) => name);
  if (isLeft(outcome)) {
    if (outcome.left.kind !== 'Unavailable') await blobs.remove(names)();
    return;
  }
  const { message } = outcome.right;
  // A retry may bring the very files of the first try, or new ones with the same in them.
  const carried = names.filter((name) => carries(message, name));
  const others = names.filter((name) => !carries(message, name));
  if (carried.length > 0) await blobs.keep(carried)();
  if (others.length > 0) await blobs.remove(others)();
};

/** Adds a message to a conversation. A retry with the same `clientMessageId` stores nothing new. */
export const sendMessage = ({ changes, ids, blobs }: SendMessageDeps): SendMessage => {
  const send = async (
    actor: Actor,
    input: SendMessageInput,
    entered: (() => void) | undefined,
  ): Promise<Either<SendMessageFailure, SentMessage>> => {
    const { clientMessageId, attachments = [] } = input;
    const text = messageText(input.text, 'message', attachments.length > 0);
    if (isLeft(text)) return text;
    const command = {
      id: toMessageId(ids.next()),
      kind: attachments.length > 0 && input.kind === 'text' ? 'file' : input.kind,
      text: text.right,
      attachments,
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
    return isLeft(changed) ? changed : sent(changed.right, command);
  };

  return (actor, input, entered) => async () => {
    const outcome = await send(actor, input, entered);
    const { attachments = [] } = input;
    if (attachments.length > 0) await settleFiles(blobs, attachments, outcome);
    return outcome;
  };
};
