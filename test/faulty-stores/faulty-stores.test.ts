import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { PROOFS } from './proofs.js';
import type { Verdict } from './verdict.js';

const RUNNER = fileURLToPath(new URL('run-contracts.js', import.meta.url));

/** What came of everything, from a process of its own: mocha runs once in each. */
const verdictsOfAll = async (): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = [];
  const child = fork(RUNNER, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.on('message', (verdict) => verdicts.push(verdict as Verdict));
  expect(await once(child, 'exit')).to.deep.equal([0, null]);
  return verdicts;
};

describe('the contracts of stores', function () {
  this.timeout(120_000);
  let verdicts: readonly Verdict[] = [];

  before(async () => {
    verdicts = await verdictsOfAll();
  });

  const contracts = [...new Set(PROOFS.map(({ contract }) => contract))];

  for (const contract of contracts) {
    it(`find nothing wrong with a right store: ${contract}`, () => {
      const right = verdicts.filter((one) => one.isRight && one.contract === contract);
      expect(right).to.have.length.greaterThan(0);
      for (const { passed, failed } of right) {
        expect(failed).to.deep.equal([]);
        expect(passed).to.be.greaterThan(0);
      }
    });
  }

  for (const { contract, faults } of PROOFS) {
    for (const store of Object.keys(faults)) {
      it(`notice where ${store} (${contract})`, () => {
        const own = verdicts.filter((one) => !one.isRight && one.contract === contract);
        const verdict = own.filter((one) => one.store === store);
        expect(verdict.flatMap(({ failed }) => failed.map(({ what }) => what))).to.deep.equal([
          'test',
        ]);
      });
    }
  }
});
