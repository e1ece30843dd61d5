import { expect } from 'chai';
import { failureForms } from '../../../../../src/adapters/inbound/dialects/common/failure-notes.js';
import type { RefusalNote } from '../../../../../src/adapters/inbound/gateway/dialect.js';
import type { UseCases } from '../../../../../src/application/use-cases/use-cases.js';
import type { Actor } from '../../../../../src/domain/actor.js';
import { type Failure, invalid } from '../../../../../src/domain/failure.js';
import { checkSchema, closed, faultsOf, takesText } from '../../../../support/schemas.js';
import { type BoundRow, rowNamed, rowsOf, sampled } from './bound-rows.js';
import type { DescribedDialect } from './described-dialect.js';
import { isLike } from './in-json.js';
import { type Place, placesIn, replaced, samplesOf } from './schema-samples.js';
import { failing, Reached, reaching } from './stand-ins.js';

/** What a client may put into a field of JSON, and what it can put into a path or a query. */
const ODD_JSON = [null, 0, 1, -1, 0.5, true, '', 'x', 'x'.repeat(1000), [], {}];
const ODD_TEXT = ['', 'x', 'null', '0', '2', '-1', '1.5', ['1', '2']];
const ODD_PAYLOADS = [undefined, null, 1, 'x', true, []];

/** One row of a dialect, made anew for each thing that is asked: some remember what was asked before. */
interface CheckedRow {
  readonly described: DescribedDialect;
  readonly over: (useCases: UseCases) => BoundRow;
}

type Check = (row: CheckedRow) => void | Promise<void>;

const isText = ({ parts }: BoundRow, { path: [part = ''] }: Place): boolean =>
  parts.inText.includes(part);

/** Of what is in the parts of a request any may be missing, but none of them. */
const fieldsOf = ({ parts, notes }: BoundRow): readonly Place[] =>
  placesIn(notes.input).filter(({ path }) => !parts.always || path.length > 1);

/** As a client knows it: within its part of the request. */
const fieldAt = ({ parts }: BoundRow, { path }: Place): string =>
  (parts.always ? path.slice(1) : path).join('.');

const minimal = (row: BoundRow): unknown => samplesOf(row.notes.input)[0];

const expectTaken = async ({ over }: CheckedRow, input: unknown): Promise<void> => {
  for (const by of over(reaching).callers) {
    const isTaken = await over(reaching).takes({ by, input });
    expect(isTaken, `takes ${JSON.stringify(input)}`).to.equal(true);
  }
};

/** In the dialect's own words, whatever it says of what is wrong with that field. */
const expectRefused = async (
  { over }: CheckedRow,
  input: unknown,
  field: string,
): Promise<void> => {
  const row = over(reaching);
  const what = JSON.stringify(input);
  expect(row.notes.failures.map(({ kind }) => kind)).to.include('ValidationFailed');
  for (const by of row.callers) {
    expect(await over(reaching).takes({ by, input }), `takes ${what}`).to.equal(false);
    const { whole } = await over(reaching).ask({ by, input });
    const [one, other] = ['A', 'B'].map((words) => row.refusal(invalid(field, words)));
    const message = `${what}: ${JSON.stringify(whole)}, not like ${JSON.stringify(one)}`;
    expect(isLike(whole, one, other), message).to.equal(true);
  }
};

/** Whether it asks a use case for who asks no more than he must. */
const reaches = async (row: BoundRow, by: Actor | null): Promise<boolean> => {
  try {
    await row.ask({ by, input: minimal(row) });
    return false;
  } catch (error) {
    if (error instanceof Reached) return true;
    throw error;
  }
};

const distinct = (notes: readonly RefusalNote[]): readonly RefusalNote[] => {
  const byText = new Map(notes.map(({ code, status }) => [`${code} ${status}`, { code, status }]));
  return [...byText.values()];
};

/** What is asked of the row, and the row that is to answer. */
const samplesFor = async ({ described, over }: CheckedRow) => {
  const { rows, samples } = await sampled(described);
  const row = rowNamed(over(reaching).name, rows);
  return { row, samples: samples[row.name] ?? [] };
};

const kindsOfSamples = async (checked: CheckedRow): Promise<readonly (string | undefined)[]> =>
  (await samplesFor(checked)).samples.map(({ fails }) => fails?.kind);

/** Whatever a row says of itself, held against what it does. */
export const rowChecks = {
  'says what it is for, and its schemas are valid': ({ over }) => {
    const { summary, input, output } = over(reaching).notes;
    expect(summary).to.match(/^\p{Lu}.*[^.\s]$/u);
    checkSchema(input);
    checkSchema(output);
  },

  'takes what its schema takes: what is required alone, and all there is': async (checked) => {
    const { input } = checked.over(reaching).notes;
    for (const value of samplesOf(input)) {
      expect(faultsOf(input, value)).to.equal('');
      await expectTaken(checked, value);
    }
  },

  'refuses an input without what is required, and no other': async (checked) => {
    const row = checked.over(reaching);
    const whole = samplesOf(row.notes.input).at(-1);
    for (const place of fieldsOf(row)) {
      const value = replaced(whole, place.path, undefined);
      if (place.isRequired) await expectRefused(checked, value, fieldAt(row, place));
      else await expectTaken(checked, value);
    }
  },

  'takes in each field what its schema takes, and nothing else': async (checked) => {
    const row = checked.over(reaching);
    for (const place of fieldsOf(row).filter(({ schema }) => schema['type'] !== 'object')) {
      for (const odd of isText(row, place) ? ODD_TEXT : ODD_JSON) {
        const value = replaced(minimal(row), place.path, odd);
        const isNone = odd === null && !place.isRequired;
        const isValid = isText(row, place)
          ? takesText(place.schema, odd)
          : faultsOf(place.schema, odd) === '';
        if (isNone || isValid) await expectTaken(checked, value);
        else await expectRefused(checked, value, fieldAt(row, place));
      }
    }
  },

  'takes as a payload what its schema takes, and nothing else': async (checked) => {
    const { notes, parts } = checked.over(reaching);
    for (const odd of parts.always ? [] : ODD_PAYLOADS) {
      if (faultsOf(notes.input, odd ?? null) === '') await expectTaken(checked, odd);
      else await expectRefused(checked, odd, '');
    }
  },

  'notes failures as its dialect puts them': ({ described, over }) => {
    const { notes, shown, knownBy } = over(reaching);
    for (const { kind, refusals } of notes.failures) {
      const forms: readonly Failure[] = failureForms[kind];
      const expected = forms.map((form) => described.refusalOf(form));
      expect(refusals, kind).to.have.deep.members(distinct(expected));
      for (const { code, status } of refusals) {
        expect(code, kind).to.match(/\S/);
        expect(status, kind).to.be.within(400, 599);
      }
      expect(forms.map(shown), kind).to.deep.equal(expected.map((note) => note[knownBy]));
    }
  },

  'answers each failure in the words of its dialect': async (checked) => {
    const row = checked.over(reaching);
    const asking: (Actor | null)[] = [];
    for (const by of row.callers) if (await reaches(checked.over(reaching), by)) asking.push(by);
    for (const { kind } of row.notes.failures) {
      for (const form of failureForms[kind]) {
        for (const by of asking) {
          const asked = { by, input: minimal(row) };
          const { whole, failure } = await checked.over(failing(form)).ask(asked);
          expect(whole, kind).to.deep.equal(row.refusal(form));
          expect(failure, `${kind}, as the gateway is told`).to.deep.equal(form);
        }
      }
      if (asking.length === 0 && kind !== 'ValidationFailed') {
        expect(await kindsOfSamples(checked), 'samples that fail').to.include(kind);
      }
    }
  },

  'answers as its schema has it, with no field more': async (checked) => {
    const { row, samples } = await samplesFor(checked);
    const { input, output, failures } = row.notes;
    expect(samples.filter(({ fails }) => fails === undefined)).to.not.be.empty;
    for (const { fails, said: expected, ...asked } of samples) {
      expect(faultsOf(input, asked.input)).to.equal('');
      const { whole, said } = await row.ask(asked);
      if (fails === undefined) {
        expect(faultsOf(closed(output), said), JSON.stringify(said)).to.equal('');
        if (expected !== undefined) expect(said).to.deep.equal(expected);
      } else {
        expect(failures.map(({ kind }) => kind)).to.include(fails.kind);
        expect(whole).to.deep.equal(row.refusal(fails));
      }
    }
  },
} as const satisfies Readonly<Record<string, Check>>;

export type RowCheck = keyof typeof rowChecks;

/** @throws AssertionError when the row of that name is not what it says, in that respect */
export const checkRow = async (
  described: DescribedDialect,
  name: string,
  check: RowCheck,
): Promise<void> => {
  const over = (useCases: UseCases): BoundRow => rowNamed(name, rowsOf(described, useCases));
  await rowChecks[check]({ described, over });
};
