/** A process of its own: runs every contract on right stores and on wrong ones, and tells what came of each. */
import { inspect } from 'node:util';
import Mocha from 'mocha';
import { eachAppend, type Faults, noFault } from './fault.js';
import { type Proof, PROOFS } from './proofs.js';
import type { Failed, Verdict } from './verdict.js';

class Silent extends Mocha.reporters.Base {}

/** Right stores, made in the ways in which the wrong ones are. */
const RIGHT: Faults = {
  'without a mistake': noFault,
  'without a mistake, which takes one append after the other': (own) => ({
    log: { append: eachAppend(own, (append, rightly) => rightly(append)) },
  }),
};

/** Up to the first case that fails. */
const run = (mocha: Mocha): Promise<Pick<Verdict, 'passed' | 'failed'>> => {
  const failed: Failed[] = [];
  let passed = 0;
  return new Promise((resolve) => {
    const runner = mocha.run(() => {
      mocha.dispose();
      resolve({ passed, failed });
    });
    runner.on('pass', () => (passed += 1));
    runner.on('fail', (test, error: unknown) => {
      failed.push({ what: test.type, title: test.title, why: inspect(error) });
    });
  });
};

const judge = async (
  { contract, declare, cases, patience }: Proof,
  faults: Faults,
  isRight: boolean,
): Promise<void> => {
  for (const [store, fault] of Object.entries(faults)) {
    const mocha = new Mocha({ bail: true, reporter: Silent, timeout: isRight ? 20_000 : patience });
    if (!isRight) mocha.grep(cases);
    mocha.suite.emit('pre-require', globalThis, '', mocha);
    declare(fault);
    const verdict: Verdict = { contract, store, isRight, ...(await run(mocha)) };
    process.send?.(verdict);
  }
};

const tried = new Set<string>();
for (const proof of PROOFS) {
  if (!tried.has(proof.contract)) await judge(proof, RIGHT, true);
  tried.add(proof.contract);
  await judge(proof, proof.faults, false);
}
// A case that waited in vain waits on.
process.once('disconnect', () => process.exit());
process.disconnect();
