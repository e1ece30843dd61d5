import { expect } from 'chai';
import { parseStored } from '../../../../../src/adapters/outbound/stores/common/parse-stored.js';

describe('what a store has in JSON', () => {
  it('is what it was', () => {
    expect(parseStored('{"a":["\\u0000"]}', 'one')).to.deep.equal({ a: ['\u0000'] });
  });

  it('is named when it is none, and not quoted', () => {
    for (const spoilt of ['', 'my secret', '{"text":my secret']) {
      expect(() => parseStored(spoilt, 'conversation 1')).to.throw(
        Error,
        /^what is stored of conversation 1 is no JSON$/,
      );
    }
  });
});
