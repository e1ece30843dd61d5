import { expect } from 'chai';
import type { CodeDigits } from '../../src/application/ports/code-digits.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { ODD_STRINGS } from '../support/odd-strings.js';

export interface CodeDigitsUnderTest {
  readonly digits: CodeDigits;
  /** The same, with another key. */
  readonly others: CodeDigits;
}

/** That digits come of ids by key. `setup` gives digits, and those of another key. */
export const describeCodeDigitsContract = (options: ContractOptions<CodeDigitsUnderTest>): void => {
  describe(`CodeDigits: ${options.name}`, () => {
    const subject = eachTime(options);
    const ids = Array.from({ length: 20_000 }, (_, n) => `id ${n}`);

    it('gives six digits, the same for the same id', () => {
      const { digits } = subject();
      for (const id of [...ids.slice(0, 1_000), ...ODD_STRINGS]) {
        expect(digits.digitsOf(id)).to.match(/^\d{6}$/);
        expect(digits.digitsOf(id)).to.equal(digits.digitsOf(id));
      }
    });

    it('gives all numbers alike', () => {
      const numbers = ids.map((id) => Number(subject().digits.digitsOf(id)));
      for (let tenth = 0; tenth < 10; tenth += 1) {
        const inIt = numbers.filter((number) => Math.floor(number / 100_000) === tenth).length;
        expect(inIt, `${tenth}`).to.be.within(1_800, 2_200);
        const ending = numbers.filter((number) => number % 10 === tenth).length;
        expect(ending, `…${tenth}`).to.be.within(1_800, 2_200);
      }
      expect(new Set(numbers).size).to.be.greaterThan(19_600);
    });

    it('finds the same digits by the same key, and others by another', () => {
      const { digits } = subject();
      const keys = [...ids.slice(0, 1_000), ...ODD_STRINGS, ''].map((one) => digits.keyOf(one));
      expect(new Set(keys).size).to.equal(keys.length);
      expect(digits.keyOf('123456')).to.equal(digits.keyOf('123456'));
      expect(digits.keyOf('123456')).not.to.equal(digits.keyOf(' 123456'));
    });

    it('shows of neither anything without the key', () => {
      const { digits, others } = subject();
      const same = ids.filter((id) => digits.digitsOf(id) === others.digitsOf(id));
      expect(same.length).to.be.lessThan(3);
      expect(digits.keyOf('123456')).not.to.equal(others.keyOf('123456'));
      expect(digits.keyOf('123456')).not.to.contain('123456');
      expect(digits.keyOf('123456')).not.to.equal(digits.digitsOf('123456'));
    });
  });
};
