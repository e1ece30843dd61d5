import type { Conversation } from './conversation.js';

/** Characters of a word that tell it from others; what comes behind them tells nothing. */
const MAX_KEY = 20;

/** Of conversations that match, those that are looked at: what a search costs at most, however many there are. */
export const MAX_FOUND = 300;

/** Scripts that are written without blanks: any of their characters may begin a word. */
const UNSPACED = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => `\\p{Script=${script}}`)
  .join('');

const BLANKS = /\s+/u;
const NO_WORD = /[^\p{L}\p{N}\p{M}]+/gu;
/** What begins no word, and what ends none. */
const ENDS = /^[-\p{M}]+|-$/gu;
const ACCENTS = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu;
const BEGINNINGS = new RegExp(
  `(?<=^|-|[${UNSPACED}]\\p{M}*)[^-\\p{M}]|(?!\\p{M})[${UNSPACED}]`,
  'gu',
);

/** How one writes it matters little: case, accents, widths, and what stands between the letters. */
const folded = (text: string): string =>
  text.normalize('NFKD').replace(ACCENTS, '$1').normalize('NFC').toLowerCase().replaceAll('ς', 'σ');

/** What stands between blanks, its words joined by single hyphens; nothing of what shows no letter or digit. */
const compoundsOf = (text: string): readonly string[] =>
  folded(text)
    .split(BLANKS)
    .map((compound) => compound.replace(NO_WORD, '-').replace(ENDS, ''))
    .filter((compound) => compound !== '');

const addBeginnings = (keys: Set<string>, word: string): void => {
  let key = '';
  let length = 0;
  for (const character of word) {
    key += character;
    length += 1;
    if (character !== '-') keys.add(key);
    if (length === MAX_KEY) return;
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
  for (const text of [subject, contact.name, contact.email, ticket?.subject, ticket?.number]) {
    for (const compound of compoundsOf(text ?? '')) {
      for (const { index } of compound.matchAll(BEGINNINGS)) {
        addBeginnings(keys, compound.slice(index));
      }
    }
  }
  return keys;
};

/** The keys that all have to be there, the longest first; none where nothing can be found by what was typed. */
export const wantedKeys = (typed: string): readonly string[] => {
  const keys = compoundsOf(typed).map((compound) =>
    Array.from(compound).slice(0, MAX_KEY).join(''),
  );
  return [...new Set(keys)].sort((one, other) => other.length - one.length);
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
