import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, personKey } from '../../domain/actor.js';
import type { NoteAdded } from '../../domain/conversation-event.js';
import { addNote as decideNote } from '../../domain/decide/add-note.js';
import {
  type AccessDenied,
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
import type { IdGenerator } from '../ports/id-generator.js';

export interface AddNoteInput {
  readonly conversationId: ConversationId;
  readonly text: string;
  readonly clientMessageId?: string | null;
}

export type AddNote = (
  actor: Actor,
  input: AddNoteInput,
) => TaskEither<
  ValidationFailed | AccessDenied | NotFound | Conflict | RateLimited | Unavailable,
  NoteAdded
>;

export interface AddNoteDeps {
  readonly changes: ConversationChanges;
  readonly ids: IdGenerator;
}

/** Leaves a word for staff, in the conversation's order, that its owner never sees. A retry of the same name stores nothing. */
export const addNote =
  ({ changes, ids }: AddNoteDeps): AddNote =>
  (actor, input) =>
  async () => {
    const text = messageText(input.text);
    if (isLeft(text)) return text;
    const { clientMessageId = null } = input;
    const command = { id: toMessageId(ids.next()), text: text.right, clientMessageId };
    const name = clientMessageId === null ? null : { sender: personKey(actor), clientMessageId };
    const changed = await changes.change(
      input.conversationId,
      (state) => decideNote(state, command, actor),
      { name },
    )();
    if (isLeft(changed)) return changed;
    const { repeated } = changed.right;
    if (repeated !== null) {
      return repeated.type === 'noteAdded' && repeated.text === text.right
        ? right(repeated)
        : left(conflict('clientMessageId'));
    }
    const note = changed.right.events.at(-1);
    if (note?.type !== 'noteAdded') throw new Error('a note was added and none was recorded');
    return right(note);
  };
