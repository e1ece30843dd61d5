import type { PublicUrl } from './attachments.js';
import type { Writing } from './refusals.js';

/** How a dialect puts what people have sent. */
export interface Wording {
  /** What links to files begin with. */
  readonly publicUrl: PublicUrl;
  /** Of texts, subjects and names. */
  readonly write: Writing;
}

/** For clients that put nothing into `innerHTML`. */
export const asTyped: Writing = (text) => text;

export const writtenOrNull = (write: Writing, text: string | null): string | null =>
  text === null ? null : write(text);
