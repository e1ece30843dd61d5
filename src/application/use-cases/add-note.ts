import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Actor } from '../../domain/actor.js';
import type { NoteAdded } from '../../domain/conversation-event.js';
import { addNote as decideNote } from '../../domain/decide/add-note.js';
import type {
  AccessDenied,
  NotFound,
  RateLimited,
  Unavailable,
  ValidationFailed,
} from '../../domain/failure.js';
import { type ConversationId, toMessageId } from '../../domain/ids.js';
import { messageText } from '../../domain/message-text.js';
import type { ConversationChanges } from '../changes/change-conversation.js';
import type { IdGenerator } from '../ports/id-generator.js';

export interface AddNoteInput {
  readonly conversationId: ConversationId;
  readonly text: string;
}

export type AddNote = (
  actor: Actor,
  input: AddNoteInput,
) => TaskEither<ValidationFailed | AccessDenied | NotFound | RateLimited | Unavailable, NoteAdded>;

export interface AddNoteDeps {
  readonly changes: ConversationChanges;
  readonly ids: IdGenerator;
}

/** Leaves a word for staff, in the conversation's order, that its owner never sees. */
export const addNote =
  ({ changes, ids }: AddNoteDeps): AddNote =>
  (actor, input) =>
  async () => {
    const text = messageText(input.text);
    if (isLeft(text)) return text;
    const command = { id: toMessageId(ids.next()), text: text.right };
    const changed = await changes.change(input.conversationId, (state) =>
      decideNote(state, command, actor),
    )();
    if (isLeft(changed)) return changed;
    const note = changed.right.events.at(-1);
    if (note?.type !== 'noteAdded') throw new Error('a note was added and none was recorded');
    return right(note);
  };
