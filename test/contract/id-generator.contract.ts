import { expect } from 'chai';
import type { IdGenerator } from '../../src/application/ports/id-generator.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** That ids are UUIDs of version 7, and none comes twice. `setup` gives a generator. */
export const describeIdGeneratorContract = (options: ContractOptions<IdGenerator>): void => {
  describe(`IdGenerator: ${options.name}`, () => {
    const ids = eachTime(options);

    const many = (): readonly string[] => Array.from({ length: 20_000 }, () => ids().next());

    it('makes UUIDs of version 7, in lower case', () => {
      expect(many().filter((id) => !UUID_V7.test(id))).to.deep.equal([]);
    });

    it('never makes the same twice', () => {
      expect(new Set(many()).size).to.equal(20_000);
    });
  });
};
