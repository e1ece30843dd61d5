import { expect } from 'chai';
import { inert } from '../../../../../src/adapters/inbound/dialects/common/inert-text.js';

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
});
