import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../domain/actor.js';
import { type Attachment, MAX_FILES } from '../../domain/attachment.js';
import type { Conversation } from '../../domain/conversation.js';
import { postMessage, type PostMessageFailure } from '../../domain/decide/post-message.js';
import { invalid, type NotFound, type RateLimited } from '../../domain/failure.js';
import { type ConversationId, toMessageId } from '../../domain/ids.js';
import {
  type IncomingFile,
  storeFile,
  type StoreFileDeps,
  type StoreFileFailure,
} from '../files/store-file.js';
import type { GetConversation } from './get-conversation.js';

export interface AttachFilesInput {
  readonly conversationId: ConversationId;
  /** In the order in which they come. What reading them throws is thrown on. */
  readonly files: AsyncIterable<IncomingFile>;
  /** Of the message that is to carry them: one that has a name may be stored already, and is then found by it. */
  readonly clientMessageId: string | null;
  /** As of `sendMessage`. */
  readonly claims: boolean;
}

export type AttachFilesFailure = StoreFileFailure | PostMessageFailure | NotFound | RateLimited;

/** Stores files for a message of the actor's, which `sendMessage` then sends; of several all or none. */
export type AttachFiles = (
  actor: Actor,
  input: AttachFilesInput,
) => TaskEither<AttachFilesFailure, readonly Attachment[]>;

export interface AttachFilesDeps extends StoreFileDeps {
  readonly getConversation: GetConversation;
}

export const tooManyFiles = invalid(
  'attachments',
  `At most ${MAX_FILES} files can come with a message`,
);

/** What stands in the way of the message that is to come, as far as it is known before it has come. */
const refusal = (
  conversation: Conversation,
  actor: Actor,
  { clientMessageId, claims }: AttachFilesInput,
  id: string,
): PostMessageFailure | null => {
  if (clientMessageId !== null) return null;
  const command = { id: toMessageId(id), kind: 'file', text: '', attachments: [] } as const;
  const decided = postMessage(
    conversation,
    { ...command, clientMessageId, ifLastSeq: null, claims },
    actor,
  );
  return isLeft(decided) ? decided.left : null;
};

export const attachFiles =
  (deps: AttachFilesDeps): AttachFiles =>
  (actor, input) =>
  async () => {
    const found = await deps.getConversation(actor, input.conversationId)();
    if (isLeft(found)) return found;
    const refused = refusal(found.right, actor, input, deps.ids.next());
    if (refused !== null) return left(refused);

    const stored: Attachment[] = [];
    const storeAll = async (): Promise<Either<AttachFilesFailure, readonly Attachment[]>> => {
      for await (const file of input.files) {
        if (stored.length === MAX_FILES) return left(tooManyFiles);
        const one = await storeFile(deps, found.right, file);
        if (isLeft(one)) return one;
        stored.push(one.right);
      }
      return right(stored);
    };
    const removeAll = async (): Promise<void> => {
      if (stored.length > 0) await deps.blobs.remove(stored.map(({ name }) => name))();
    };
    try {
      const outcome = await storeAll();
      if (isLeft(outcome)) await removeAll();
      return outcome;
    } catch (error) {
      await removeAll();
      throw error;
    }
  };
