import { expect } from 'chai';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { inert } from '../../../../../src/adapters/inbound/dialects/common/inert-text.js';

type Node = DefaultTreeAdapterTypes.ChildNode;

/** What a browser makes of the text where the widget of document 001 puts it. */
const shown = (text: string): { nodes: readonly Node[]; text: string } => {
  const html = `<div class="message-content">${text}</div>`;
  const [div, ...rest] = parseFragment(html).childNodes;
  const nodes = [...(div !== undefined && 'childNodes' in div ? div.childNodes : []), ...rest];
  return { nodes, text: nodes.map((node) => ('value' in node ? node.value : '')).join('') };
};

const withoutMarks = (text: string): string => text.replaceAll('\u200b', '');

describe('inert', () => {
  for (const text of [
    'plain words',
    '1 < 2 & 3 > 2',
    'https://example.com/?a=1&b=2',
    'a <3 b',
    'AT&T',
    'fish & chips',
    '&unknown;',
    '&#; &#x; &;',
  ]) {
    it(`leaves ${JSON.stringify(text)} as it is`, () => {
      expect(inert(text)).to.equal(text);
    });
  }

  for (const [text, expected] of [
    ['<b>', '<\u200bb>'],
    ['</b>', '<\u200b/b>'],
    ['<!-- x', '<\u200b!-- x'],
    ['<?xml', '<\u200b?xml'],
    ['ends with <', 'ends with <\u200b'],
    ['&lt;', '&\u200blt;'],
    ['&lt', '&\u200blt'],
    ['&#60;', '&\u200b#60;'],
    ['&#x3C', '&\u200b#x3C'],
    ['&copy=1', '&\u200bcopy=1'],
    ['&notit;', '&\u200bnotit;'],
    ['&&lt;', '&&\u200blt;'],
  ] as const) {
    it(`takes the meaning from ${text}`, () => {
      expect(inert(text)).to.equal(expected);
    });
  }

  it('lets no text build an element or become other text', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '&',
      '#',
      ';',
      '/',
      '!',
      '?',
      '=',
      '"',
      "'",
      ' ',
      '\n',
      'x',
      '60',
      '3C',
      'lt',
      'amp',
      'copy',
      'not',
      'in',
      'script',
      'img src=x onerror=alert(1)',
      'b',
      'CounterClockwiseContourIntegral',
    );
    const texts = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        // What a parser always changes: NUL and carriage returns, which stored text does not have.
        fc.pre(!/[\0\r]/.test(text));
        const { nodes, text: read } = shown(inert(text));
        expect(nodes.every(({ nodeName }) => nodeName === '#text')).to.equal(true);
        expect(withoutMarks(read)).to.equal(withoutMarks(text));
      }),
      { numRuns: 2_000 },
    );
  });
});
