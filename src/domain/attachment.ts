import type { Instant } from './ids.js';
import { MAX_LINE } from './message-text.js';

/** A file that came with a message. What is said of it comes from its bytes, but for its original name. */
export interface Attachment {
  /** What it is stored and served under: nobody can guess it, and nobody has typed any of it. */
  readonly name: string;
  /** As its sender calls it, through {@link originalName}: to be shown, and never a path. */
  readonly originalName: string;
  /** A MIME type, found in the bytes; of what old Office wrote these tell only that, and the name the rest. */
  readonly type: string;
  /** Bytes, 1 or more. */
  readonly size: number;
  /** SHA-256 of its bytes, in hex: by it the same file sent again is known. */
  readonly digest: string;
  /** When it began to come. */
  readonly at: Instant;
}

/** Bytes of one (document 003, "File Size Limits"). */
export const MAX_FILE = 10 * 1024 * 1024;

/** Of one message. */
export const MAX_FILES = 5;

/** What would end a line or turn its direction, and what is drawn as nothing. */
const UNSEEN =
  /[\p{Control}\p{Surrogate}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]|\p{Bidi_Control}/gu;
const FOLDERS = /^.*[/\\]/su;

/** Where nothing is left of a name. */
const NAMELESS = 'file';

/** From its end: what tells what kind of file it is. */
const ENDING = /\.[\p{L}\p{N}]{1,10}$/u;

/** At most so many characters, the ending among them. */
const shortened = (name: string): string => {
  const characters = Array.from(name);
  if (characters.length <= MAX_LINE) return name;
  const [ending = ''] = ENDING.exec(name) ?? [];
  return characters.slice(0, MAX_LINE - Array.from(ending).length).join('') + ending;
};

/** A file's name for people: without folders, and without what is not seen or turns what is. */
export const originalName = (typed: string): string => {
  const seen = typed.replace(UNSEEN, '').replace(FOLDERS, '').trim();
  return /^\.*$/u.test(seen) ? NAMELESS : shortened(seen);
};

/** What is shown of a message by who shows nothing but text: the names of its files where it has none. */
export const textOrNames = (message: {
  readonly text: string;
  readonly attachments?: readonly Attachment[];
}): string => {
  const { text, attachments = [] } = message;
  return text === '' ? attachments.map((one) => one.originalName).join(', ') : text;
};

/** Whether what was sent is what was sent before. */
export const areSameFiles = (some: readonly Attachment[], others: readonly Attachment[]): boolean =>
  some.length === others.length &&
  some.every((one, at) => {
    const other = others[at];
    return one.digest === other?.digest && one.originalName === other.originalName;
  });
