/** With one of them it is in that encoding or in none; of UTF-16 nobody would know it otherwise. */
const BYTE_ORDER_MARKS = [
  { mark: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/** Control characters that are no white space. */
const ODD_CONTROL = /[^\P{Cc}\s]/u;

/** Colours the lines of logs. */
const ESCAPE = '\u001b';

/** Bytes that Windows-1252 has a character for, of control characters those of lines and tables alone. */
const WINDOWS_1252 = /^[\t\r\n\x20-\x7e\x80\x82-\x8c\x8e\x91-\x9c\x9e-\xff]*$/;

const isTextIn = (encoding: string, bytes: Uint8Array, isWhole: boolean): boolean => {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    const text = decoder.decode(bytes, { stream: !isWhole });
    return !ODD_CONTROL.test(text.replaceAll(ESCAPE, ''));
  } catch {
    return false;
  }
};

/** Other code pages have their letters at the same bytes, so it need not be this one. */
const isWindowsText = (bytes: Uint8Array): boolean =>
  WINDOWS_1252.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'));

/**
 * Whether these bytes are text: in UTF-8, in UTF-16 with a byte order mark, or in Windows-1252 and its like, as
 * spreadsheets write CSV.
 * @param isWhole false where more follow, so that the last character may be cut
 */
export const isText = (bytes: Uint8Array, isWhole: boolean): boolean => {
  const marked = BYTE_ORDER_MARKS.find(({ mark }) =>
    mark.every((byte, place) => bytes[place] === byte),
  );
  if (marked !== undefined) return isTextIn(marked.encoding, bytes, isWhole);
  return isTextIn('utf-8', bytes, isWhole) || isWindowsText(bytes);
};
