import { expect } from 'chai';
import { examineMongodb } from '../../../../../src/adapters/outbound/stores/mongodb/examine-database.js';
import { mongoFixture } from './support/mongo-fixture.js';
import { NEVER } from '../../../../support/never.js';

const MINUTE = 60_000;

describe('doctor, of MongoDB', () => {
  const { uri } = mongoFixture();

  for (const [where, own] of [
    ['ahead of', -MINUTE],
    ['behind', MINUTE],
  ] as const) {
    it(`warns of a clock that is ${where} this one`, async () => {
      const findings = await examineMongodb(uri(), () => Date.now() + own)(NEVER);
      const clock = findings.find(({ name }) => name === 'clock');
      expect(clock).to.include({ level: 'warning', advice: 'Set both by NTP.' });
      expect(clock?.says).to.match(new RegExp(`^MongoDB's is \\d+ ms ${where} this one$`));
    });
  }
});
