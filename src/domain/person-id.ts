import { showsNothing } from './message-text.js';

const MAX_ID = 200;

/** What keeps a person's id from being one, in words; `null` for one that is good. */
export const idFault = (id: string): string | null => {
  if (showsNothing(id)) return 'must not be empty';
  if (id.length > MAX_ID) return `must be at most ${MAX_ID} characters`;
  // No frame names such an id: its person could neither be answered nor sent away.
  if (/\p{Cc}/u.test(id)) return 'must have no control characters';
  // Stores keep UTF-8, in which two ids with lone surrogates may become the same one.
  return id.isWellFormed() ? null : 'must be well-formed Unicode';
};
