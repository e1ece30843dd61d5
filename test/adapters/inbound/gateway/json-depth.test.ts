import { expect } from 'chai';
import { isTooDeep } from '../../../../src/adapters/inbound/gateway/json-depth.js';

/** Design, section 6. */
const MAX_DEPTH = 32;

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

describe('isTooDeep', () => {
  it('counts levels of arrays and objects', () => {
    expect(isTooDeep(nested(MAX_DEPTH))).to.equal(false);
    expect(isTooDeep(nested(MAX_DEPTH + 1))).to.equal(true);
    expect(isTooDeep({ a: nested(MAX_DEPTH) })).to.equal(true);
  });

  it('survives what would exhaust the stack', () => {
    expect(isTooDeep(nested(20_000))).to.equal(true);
  });

  it('has no objection to plain values', () => {
    for (const value of [undefined, null, 1, 'text', true, [], {}]) {
      expect(isTooDeep(value)).to.equal(false);
    }
  });
});
