import { expect } from 'chai';
import fc from 'fast-check';
import {
  isLaden,
  MAX_OUTSIDE,
} from '../../../../../src/adapters/inbound/transports/common/frame-text.js';

const KIB = 1024;

/** More than is looked at, in as many bytes. */
const LARGE = 256 * KIB;

const filled = (part: string): string => part.repeat(LARGE / part.length);

const LADEN: Readonly<Record<string, string>> = {
  'of lists': `[${filled('[],')}0]`,
  'of objects': `[${filled('{},')}0]`,
  'of numbers': `[${filled('1,')}0]`,
  'of one long number': filled('1'),
  'of empty strings': `[${filled('"",')}0]`,
  'of short keys': `{${filled('"k":0,')}"k":0}`,
  'of space': `["x",${filled(' ')}0]`,
  'of space behind a long string': `["${filled('x')}",${filled(' ')}0]`,
  'of quotation marks in a string': `["${filled('\\"')}"]`,
  'of lists behind a string that ends in an escape': `["\\\\",${filled('[],')}0]`,
};

const LIGHT: Readonly<Record<string, string>> = {
  'of one string': JSON.stringify({ data: filled('x') }),
  'of a string that does not end': `["${filled('[],')}`,
  'of files': JSON.stringify({
    attachments: Array.from({ length: 5 }, () => ({ name: '"a".png', data: filled('QUJD') })),
  }),
  'of escapes in a string': JSON.stringify([filled('\\')]),
  'of marks in a string': `["${filled('[],:')}\\"${filled('{},:')}"]`,
};

describe('what a large frame holds', () => {
  for (const [what, json] of Object.entries(LADEN)) {
    it(`is too much ${what}`, () => expect(isLaden(json)).to.equal(true));
  }
  for (const [what, json] of Object.entries(LIGHT)) {
    it(`is not too much ${what}`, () => expect(isLaden(json)).to.equal(false));
  }

  it('is not looked at in a small one', () => {
    expect(isLaden('[],'.repeat(42 * KIB))).to.equal(false);
  });

  it('is as much as is counted, to the character', () => {
    const around = (outside: number): string => `"${filled('x')}"${' '.repeat(outside - 2)}`;
    expect(isLaden(around(MAX_OUTSIDE))).to.equal(false);
    expect(isLaden(around(MAX_OUTSIDE + 1))).to.equal(true);
  });

  it('is counted outside of strings as JSON has them, and at the marks in them', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('"', '\\', 'x', ',') })), (texts) => {
        const json = JSON.stringify([filled('x'), ...texts]);
        const marks = texts.join('').split('"').length - 1;
        const outside = 2 + texts.length + 2 * (texts.length + 1) + marks;
        expect(isLaden(json + ' '.repeat(MAX_OUTSIDE - outside))).to.equal(false);
        expect(isLaden(json + ' '.repeat(MAX_OUTSIDE - outside + 1))).to.equal(true);
      }),
    );
  });
});
