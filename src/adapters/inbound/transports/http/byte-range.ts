import parseRange from 'range-parser';

/** Both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

const UNIT = /^bytes=/i;

/** By RFC 9110; what is left of the unsatisfiable is wrong, or asks for more of the end than there is. */
const isPastEnd = (spec: string, size: number): boolean => {
  const [first = '', last = ''] = spec.split('-').map((place) => place.trim());
  return first === '' ? Number(last) === 0 : Number(first) >= size;
};

/**
 * The part of a body of so many bytes that a `Range` header asks for, or `unsatisfiable`. It is the whole body where the header makes no
 * sense, as where it asks for several parts: a server may leave either aside.
 */
export const byteRange = (header: string, size: number): ByteRange | 'whole' | 'unsatisfiable' => {
  // Of nothing there is no part that an answer could name.
  if (size === 0 || !UNIT.test(header)) return 'whole';
  const parsed = parseRange(size, header);
  const specs = header.replace(UNIT, '').split(',');
  if (parsed === -1) {
    return specs.every((spec) => isPastEnd(spec, size)) ? 'unsatisfiable' : 'whole';
  }
  if (parsed === -2 || specs.length > 1) return 'whole';
  const [range] = parsed;
  return range === undefined ? 'whole' : { first: range.start, last: range.end };
};
