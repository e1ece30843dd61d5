import type { Conversation } from './conversation.js';

/** Characters of a word that tell it from others; what comes behind them tells nothing. A ticket's number has no more. */
const MAX_KEY = 24;

/** The same where any character may begin a word, since each of them is one's beginning. */
const MAX_UNSPACED_KEY = 6;

/** What one conversation is found by, at most: long lines are found by what comes first in them. */
const MAX_KEYS = 600;

/** Words of a search that count, the longest, and among them those of one letter: many common ones narrow it by little. */
const MAX_WORDS = 8;
const MAX_LETTERS = 3;

/** Of conversations that match, those that are looked at. */
export const MAX_FOUND = 300;

/** Scripts that are written without blanks: any of their characters may begin a word. */
const UNSPACED = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => `\\p{Script=${script}}`)
  .join('');

const BLANKS = /\s+/u;
/** A mark belongs to the character before it, and is no word by itself. */
const EDGES = /^[-\p{M}]+|-$/gu;
const NO_WORD = /[^\p{L}\p{N}\p{M}]+/gu;
const ACCENTS = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu;
const BEGINNINGS = new RegExp(
  `(?<=^|-|[${UNSPACED}]\\p{M}*)[^-\\p{M}]|(?!\\p{M})[${UNSPACED}]`,
  'gu',
);

/** How one writes it matters little: case (`ß` is `SS`), accents, widths, and what stands between the letters. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(ACCENTS, '$1')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('ς', 'σ');

/** What stands between blanks, its words joined by single hyphens; nothing of what shows no letter or digit. */
const compoundsOf = (text: string): readonly string[] =>
  folded(text)
    .split(BLANKS)
    .map((compound) => compound.replace(NO_WORD, '-').replace(EDGES, ''))
    .filter((compound) => compound !== '');

const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u');

const maxKeyOf = (word: string): number => (IS_UNSPACED.test(word) ? MAX_UNSPACED_KEY : MAX_KEY);

const addBeginnings = (keys: Set<string>, word: string): void => {
  const most = maxKeyOf(word);
  let key = '';
  let length = 0;
  for (const character of word) {
    key += character;
    length += 1;
    if (character !== '-') keys.add(key);
    if (length === most) return;
  }
};

/**
 * What a conversation is found by (design, section 6): the beginnings of the words in its subject, its contact's name and
 * address, and its ticket's subject and number. A word goes on to the next blank, so that `smi-2026-0012` begins one.
 */
export const searchKeys = ({
  subject,
  contact,
  ticket,
}: Pick<Conversation, 'subject' | 'contact' | 'ticket'>): ReadonlySet<string> => {
  const keys = new Set<string>();
  for (const text of [ticket?.number, contact.email, contact.name, ticket?.subject, subject]) {
    for (const compound of compoundsOf(text ?? '')) {
      for (const { index } of compound.matchAll(BEGINNINGS)) {
        if (keys.size > MAX_KEYS - MAX_KEY) return keys;
        addBeginnings(keys, compound.slice(index));
      }
    }
  }
  return keys;
};

const keyOf = (word: string): string =>
  Array.from(word).slice(0, maxKeyOf(word)).join('').replace(EDGES, '');

/** The keys that all have to be there, the longest first; none where nothing can be found by what was typed. */
export const wantedKeys = (typed: string): readonly string[] => {
  const keys = new Set(compoundsOf(typed).map(keyOf));
  const longestFirst = [...keys].sort((one, other) => other.length - one.length);
  const words = longestFirst.filter(({ length }) => length > 1);
  const letters = longestFirst.filter(({ length }) => length === 1);
  return [...words, ...letters.slice(0, MAX_LETTERS)].slice(0, MAX_WORDS);
};

/** `null` matches anything, and no keys match nothing. */
export const isFound = (
  conversation: Pick<Conversation, 'subject' | 'contact' | 'ticket'>,
  wanted: readonly string[] | null,
): boolean => {
  if (wanted === null) return true;
  if (wanted.length === 0) return false;
  const keys = searchKeys(conversation);
  return wanted.every((key) => keys.has(key));
};
