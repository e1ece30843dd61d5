import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRight } from 'fp-ts/lib/Either.js';
import { type Json, parse } from 'fp-ts/lib/Json.js';
import * as t from 'io-ts';
import type { Blob } from '../../../application/ports/blob-store.js';
import { toConversationId } from '../../../domain/ids.js';
import { isMissing } from './disk-faults.js';
import { NOTE } from './disk-folders.js';

const Note = t.type({
  name: t.string,
  conversationId: t.string,
  afterSeq: t.number,
  originalName: t.string,
  type: t.string,
  at: t.number,
  size: t.number,
  digest: t.string,
});

/** All but whether it is kept: of that its place tells. */
export type StoredNote = Omit<Blob, 'isKept'>;

export const noteText = (note: StoredNote): string => `${JSON.stringify(note)}\n`;

const decoded = (json: Json): StoredNote | null => {
  const note = Note.decode(json);
  if (!isRight(note)) return null;
  return { ...note.right, conversationId: toConversationId(note.right.conversationId) };
};

/** The note in a folder; null where there is none, or, which `onSpoilt` hears, none that this store has written. */
export const readNote = async (
  folder: string,
  name: string,
  onSpoilt: (name: string) => void,
): Promise<StoredNote | null> => {
  let text: string;
  try {
    text = await readFile(join(folder, NOTE), 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const json = parse(text);
  const note = isRight(json) ? decoded(json.right) : null;
  if (note?.name === name) return note;
  onSpoilt(name);
  return null;
};
