import { expect } from 'chai';
import { uuidGenerator } from '../../../../src/adapters/outbound/system/uuid-generator.js';
import { describeIdGeneratorContract } from '../../../contract/id-generator.contract.js';

describeIdGeneratorContract({ name: 'uuid', setup: () => uuidGenerator });

describe('uuidGenerator', () => {
  it('begins with the millisecond in which it is asked', () => {
    const before = Date.now();
    const time = Number.parseInt(uuidGenerator.next().slice(0, 13).replace('-', ''), 16);
    expect(time).to.be.within(before, Date.now());
  });

  it('makes ids whose random part alone is never the same', () => {
    const random = Array.from({ length: 200_000 }, () => uuidGenerator.next().slice(15));
    expect(new Set(random).size).to.equal(200_000);
  });
});
