import fc from 'fast-check';

/** Strings that have gone wrong in stores before; every one is well-formed and without NUL. */
export const ODD_STRINGS: readonly string[] = [
  `it's "quoted" \`twice\``,
  `'); DROP TABLE log; --`,
  '%_\\%',
  '{"a":1}',
  '$where',
  'a.b.$c',
  '__proto__',
  'constructor',
  'null',
  '0',
  ' leading and trailing ',
  'line\nbreak\r\nand\ttab',
  '\u0001\u0007\u001b[31m\u007f\u0085',
  '\u2028\u2029\ufeff\u200b\u202e',
  '👩‍👩‍👧‍👦 🇩🇪 💬',
  'e\u0301 is not \u00e9',
  'ß SS ſs İi',
  '日本語 العربية ไทย',
  '𐍈\u{10ffff}',
];

const SURROGATES = { first: 0xd800, count: 0x800 };

/** Made without what is left out: to filter would try for long where most has a NUL in it. */
const character = fc.oneof(
  fc.integer({ min: 0x01, max: 0xff }).map((code) => String.fromCodePoint(code)),
  fc
    .integer({ min: 0x01, max: 0x10ffff - SURROGATES.count })
    .map((code) => String.fromCodePoint(code < SURROGATES.first ? code : code + SURROGATES.count)),
);

/** Any well-formed string without NUL. */
export const oddString = (constraints: { minLength?: number; maxLength?: number } = {}) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...ODD_STRINGS) },
    { weight: 4, arbitrary: fc.string({ unit: character, ...constraints }) },
  );
