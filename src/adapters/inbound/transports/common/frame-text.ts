import { UNCOUNTED } from './frame-budget.js';

/** Characters of a large frame that may stand outside of its strings, each mark around or in one among them. */
export const MAX_OUTSIDE = 64 * 1024;

const MARK = '"';
const ESCAPE = 0x5c;

/** Whether the mark there is a character of its string: an odd number of escapes stands before it. */
const isEscaped = (json: string, at: number, begin: number): boolean => {
  let first = at;
  while (first > begin && json.charCodeAt(first - 1) === ESCAPE) first -= 1;
  return (at - first) % 2 === 1;
};

/**
 * Whether JSON is more than its size says: what is large carries files, which are few and long strings. Of any other values so
 * many fit in as take forty times the memory of the frame, and seconds to read.
 */
export const isLaden = (json: string): boolean => {
  if (json.length <= UNCOUNTED) return false;
  let outside = 0;
  let begin = 0;
  let isInside = false;
  while (outside <= MAX_OUTSIDE) {
    const mark = json.indexOf(MARK, begin);
    if (mark === -1) return !isInside && outside + json.length - begin > MAX_OUTSIDE;
    outside += isInside ? 1 : mark - begin + 1;
    if (!isInside || !isEscaped(json, mark, begin)) isInside = !isInside;
    begin = mark + 1;
  }
  return true;
};
