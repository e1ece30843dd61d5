import { expect } from 'chai';
import { failureForms } from '../../../../src/adapters/inbound/dialects/common/failure-notes.js';
import type { RefusalNote } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { customer } from '../../../support/actors.js';
import { inMemory } from '../../../support/in-memory.js';
import { checkSchema, closed, faultsOf, takesText } from '../../../support/schemas.js';
import { answeredSamples } from './rows/answered-samples.js';
import { boundDialects, type BoundRow, failing, over, reaching } from './rows/bound-rows.js';
import { edgeRefusals, tableOf } from './rows/row-table.js';
import { type Place, placesIn, replaced, samplesOf } from './rows/schema-samples.js';

const alice = customer();

/** What a client may put into a field of JSON, and what it can put into a path or a query. */
const ODD_JSON = [null, 0, 1, -1, 0.5, true, '', 'x', 'x'.repeat(1000), [], {}];
const ODD_TEXT = ['', 'x', 'null', '0', '2', '-1', '1.5', ['1', '2']];

const bound = boundDialects(reaching);

const isText = ({ knownBy }: BoundRow, { path: [part] }: Place): boolean =>
  knownBy === 'status' && part !== 'body';

/** The parts of a request are always there; of what is in them, any may be missing. */
const fieldsOf = ({ knownBy, notes }: BoundRow): readonly Place[] =>
  placesIn(notes.input).filter(({ path }) => knownBy === 'code' || path.length > 1);

/** As it arrives, without what is undefined. */
const inJson = (value: unknown): unknown => {
  const { said } = JSON.parse(JSON.stringify({ said: value })) as { readonly said?: unknown };
  return said;
};

const distinct = (values: readonly unknown[]): readonly unknown[] => [...new Set(values)];

const expectRefusals = (refusals: readonly RefusalNote[], what: string): void => {
  expect(refusals, what).to.not.be.empty;
  for (const { code, status } of refusals) {
    expect(code, what).to.match(/^\w+$/);
    expect(status, what).to.be.within(400, 599);
  }
};

describe('the rows of all dialects', () => {
  it('are these', () => {
    for (const { name, rows } of bound) expect(rows, name).to.not.be.empty;
    process.stdout.write(`\n${bound.map(tableOf).join('\n\n')}\n\n`);
  });

  it('stand in dialects that have an answer to whatever the gateway refuses', () => {
    for (const { name, dialect } of bound) {
      for (const [kind, refusals] of Object.entries(edgeRefusals(dialect))) {
        expectRefusals(refusals, `${name}: ${kind}`);
      }
    }
  });

  it('are each asked by a sample, and no other is', async () => {
    for (const { name, rows } of bound) {
      const names = rows.map((row) => row.name);
      expect(Object.keys(await answeredSamples[name](inMemory())), name).to.have.members(names);
    }
  });

  for (const row of bound.flatMap(({ rows }) => rows)) {
    const { dialect, id, name, notes, knownBy } = row;
    const { summary, input, output, failures } = notes;

    describe(id, () => {
      const invalid = failures.find(({ kind }) => kind === 'ValidationFailed');

      const expectTaken = async (value: unknown): Promise<void> => {
        expect(await row.takes(alice, value), JSON.stringify(value)).to.equal(true);
      };

      /** And that it is refused as the row says. */
      const expectRefused = async (value: unknown): Promise<void> => {
        const what = JSON.stringify(value);
        expect(await row.takes(alice, value), what).to.equal(false);
        const { shown } = await row.ask(alice, value);
        const noted = invalid?.refusals.map((refusal) => refusal[knownBy]);
        expect(
          shown.map((refusal) => refusal[knownBy]),
          what,
        ).to.deep.equal(noted);
      };

      it('says what it is for, and its schemas are valid', () => {
        expect(summary).to.match(/^\p{Lu}.*[^.\s]$/u);
        checkSchema(input);
        checkSchema(output);
      });

      it('takes what its schema takes: what is required alone, and all there is', async () => {
        for (const value of samplesOf(input)) {
          expect(faultsOf(input, value)).to.equal('');
          await expectTaken(value);
        }
      });

      it('refuses an input without what is required, and no other', async () => {
        const whole = samplesOf(input).at(-1);
        for (const { path, isRequired } of fieldsOf(row)) {
          const value = replaced(whole, path, undefined);
          if (isRequired) await expectRefused(value);
          else await expectTaken(value);
        }
      });

      it('takes in each field what its schema takes, and nothing else', async () => {
        const [minimal] = samplesOf(input);
        const fields = fieldsOf(row).filter(({ schema }) => schema['type'] !== 'object');
        for (const field of fields) {
          for (const odd of isText(row, field) ? ODD_TEXT : ODD_JSON) {
            const value = replaced(minimal, field.path, odd);
            const isNone = odd === null && !field.isRequired;
            const isValid = isText(row, field)
              ? takesText(field.schema, odd)
              : faultsOf(field.schema, odd) === '';
            if (isNone || isValid) await expectTaken(value);
            else await expectRefused(value);
          }
        }
      });

      if (knownBy === 'code') {
        it('refuses a payload that is no object', async () => {
          for (const odd of [undefined, null, 1, 'x', true, []]) await expectRefused(odd);
        });
      }

      it('answers each failure as it says', async () => {
        const [minimal] = samplesOf(input);
        for (const { kind, refusals } of failures) {
          expectRefusals(refusals, kind);
          const shown: unknown[] = [];
          for (const form of failureForms[kind]) {
            const answered = await over(failing(form), row).ask(alice, minimal);
            shown.push(...answered.shown.map((refusal) => refusal[knownBy]));
          }
          const noted = refusals.map((refusal) => refusal[knownBy]);
          expect(distinct(shown), kind).to.have.members(distinct(noted));
        }
      });

      it('answers as its schema has it, with no field more', async () => {
        const world = inMemory();
        const samples = (await answeredSamples[dialect](world))[name] ?? [];
        expect(samples).to.not.be.empty;
        for (const { by, input: asked } of samples) {
          expect(faultsOf(input, asked)).to.equal('');
          const said = inJson((await over(world.cases, row).ask(by, asked)).said);
          expect(faultsOf(closed(output), said), JSON.stringify(said)).to.equal('');
        }
      });
    });
  }
});
