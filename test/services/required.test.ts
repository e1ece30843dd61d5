import { expect } from 'chai';
import { requiredServices, SERVICES } from './required.js';

describe('REQUIRE_SERVICES', () => {
  for (const [text, names] of [
    [undefined, []],
    ['', []],
    ['1', SERVICES],
    ['mongodb', ['mongodb']],
    ['mongodb,chromium', ['mongodb', 'chromium']],
    [' chromium , mongodb,', ['chromium', 'mongodb']],
  ] as const) {
    it(`requires ${names.join(' and ') || 'nothing'} when it is ${JSON.stringify(text)}`, () => {
      expect(requiredServices(text)).to.deep.equal(names);
    });
  }

  for (const text of ['mongo', 'mongodb chromium', '0', 'true']) {
    it(`refuses ${text}, which would require nothing in silence`, () => {
      expect(() => requiredServices(text)).to.throw(`not ${text}`);
    });
  }
});
