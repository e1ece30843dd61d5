import { expect } from 'chai';
import type { Dialect } from '../../../../../src/adapters/inbound/gateway/dialect.js';
import { EDGE_FAILURES } from '../../../../support/edge-failures.js';
import { rowsOf, sampled } from './bound-rows.js';
import type { DescribedDialect } from './described-dialect.js';
import { checkRow, type RowCheck, rowChecks } from './row-checks.js';
import { edgeRefusals, tableOf } from './row-table.js';
import { reaching } from './stand-ins.js';
import { groundOf } from '../../../../support/guest-ids.js';

/** Of all its rows together. */
export const dialectChecks = {
  'has rows, each of another name': (described) => {
    const names = rowsOf(described, reaching).map(({ name }) => name);
    expect(names).to.not.be.empty;
    expect(new Set(names)).to.have.lengthOf(names.length);
  },

  'has the gateway refuse in the words of its rows': (described) => {
    const { refuse, rest }: Dialect = described.make(groundOf(reaching));
    for (const failure of Object.values(EDGE_FAILURES)) {
      for (const event of ['x', null]) {
        expect(refuse(failure, event)).to.deep.equal(described.refuseFrame(failure, event));
      }
      expect(rest.refuse(failure)).to.deep.equal(described.refuseRequest(failure));
    }
    for (const { kind, code, status } of edgeRefusals(described)) {
      expect(code, kind).to.be.a('string').that.matches(/\S/);
      expect(status, kind).to.be.within(400, 599);
    }
  },

  'has a sample asked of each row, and of no other': async (described) => {
    const { rows, samples } = await sampled(described);
    expect(Object.keys(samples)).to.have.members([...new Set(rows.map(({ name }) => name))]);
  },
} as const satisfies Readonly<
  Record<string, (described: DescribedDialect) => void | Promise<void>>
>;

/** Prints the rows of a dialect, and holds each to what it says of itself. */
export const describeRows = (described: DescribedDialect): void => {
  describe(`the rows of ${described.name}`, () => {
    it('are these', () => {
      process.stdout.write(`\n${tableOf(described)}\n\n`);
    });

    for (const [what, check] of Object.entries(dialectChecks)) {
      it(`stand in a dialect that ${what}`, () => check(described));
    }

    for (const { name } of rowsOf(described, reaching)) {
      describe(`${described.name}: ${name}`, () => {
        for (const check of Object.keys(rowChecks) as RowCheck[]) {
          it(check, () => checkRow(described, name, check));
        }
      });
    }
  });
};
