import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson } from '../../../src/application/transfer/canonical-json.js';

/** The same with the members of every object put in the other order. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, turned(member)]),
  );
};

describe('canonical JSON', () => {
  it('has members by their names, and no spaces', () => {
    const value = { b: [1, { d: null, c: 'ü' }], a: true, 10: 0, 9: '', undefined };
    expect(canonicalJson(value)).to.equal('{"10":0,"9":"","a":true,"b":[1,{"c":"ü","d":null}]}');
  });

  it('is JSON of the same, and the same whatever the order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(turned(value))).to.equal(text);
        expect(canonicalJson(JSON.parse(text))).to.equal(text);
      }),
    );
  });
});
