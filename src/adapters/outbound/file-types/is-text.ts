/** Of UTF-16: without it nobody knows such text from other bytes. */
const BYTE_ORDER_MARKS = [
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/** Control characters that are no white space. */
const ODD_CONTROL = /[^\P{Cc}\s]/u;

/** Colours the lines of logs. */
const ESCAPE = '\u001b';

const encodingOf = (bytes: Uint8Array): string =>
  BYTE_ORDER_MARKS.find(({ mark }) => mark.every((byte, place) => bytes[place] === byte))
    ?.encoding ?? 'utf-8';

/**
 * Whether these bytes are text, in UTF-8, or in UTF-16 with a byte order mark.
 * @param isWhole false where more follow, so that the last character may be cut
 */
export const isText = (bytes: Uint8Array, isWhole: boolean): boolean => {
  const decoder = new TextDecoder(encodingOf(bytes), { fatal: true });
  try {
    const text = decoder.decode(bytes, { stream: !isWhole });
    return !ODD_CONTROL.test(text.replaceAll(ESCAPE, ''));
  } catch {
    return false;
  }
};
