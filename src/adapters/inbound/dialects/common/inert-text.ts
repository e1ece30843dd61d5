import { decodeHTML } from 'entities';

const ZERO_WIDTH_SPACE = '\u200b';

/** Where a browser may begin to read something other than text. */
const SUSPECT = /<(?=[a-z/!?]|$)|&(?=[a-z#])/gi;

/** No character reference is longer than this. */
const LONGEST_REFERENCE = 40;

/** Asks the HTML standard's own table what a browser would read from this ampersand on. */
const isReference = (text: string, at: number): boolean => {
  const next = text.indexOf('&', at + 1);
  const end = Math.min(next === -1 ? text.length : next, at + LONGEST_REFERENCE);
  const slice = text.slice(at, end);
  return decodeHTML(slice) !== slice;
};

/**
 * Text that reads the same to a person and is nothing but text to `innerHTML`, into which the widget of
 * document 001 puts it: a zero-width space stands after each `<` that could open a tag and each `&` that
 * would be read as a character reference (design, section 2).
 */
export const inert = (text: string): string =>
  text.includes('<') || text.includes('&')
    ? text.replace(SUSPECT, (sign, at: number) =>
        sign === '<' || isReference(text, at) ? sign + ZERO_WIDTH_SPACE : sign,
      )
    : text;
