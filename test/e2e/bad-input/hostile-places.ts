import type { RowNotes, Schema } from '../../../src/adapters/inbound/gateway/dialect.js';
import {
  type Place,
  placesIn,
  replaced,
  samplesOf,
} from '../../adapters/inbound/dialects/rows/schema-samples.js';
import type { Hostile } from './hostile-payloads.js';
import { faultsOf, propertiesOf } from '../../support/schemas.js';

/** What is right for one person where a schema alone would take what is nobody's. */
export type Known = Readonly<Record<string, unknown>>;

/** Somewhere in what a row takes. */
export type Path = Place['path'];

/** In place of a hostile payload, until the rest is in JSON. */
const MARK = '\u0001here\u0001';

/** All that must be there, and right: with a person's own things in the fields of those names. */
export const rightInput = ({ input }: RowNotes, known: Known): unknown => {
  const [minimal] = samplesOf(input);
  return placesIn(input)
    .filter(({ isRequired, path }) => isRequired && (path.at(-1) ?? '') in known)
    .reduce((whole, { path }) => replaced(whole, path, known[path.at(-1) ?? '']), minimal);
};

/** A field that no row knows. */
export const UNKNOWN = 'unknown';

/** The whole, each field in it that is no object of fields, and one that nobody asked for. */
export const placesOf = ({ input }: RowNotes): readonly Path[] => [
  [],
  'body' in propertiesOf(input) ? ['body', UNKNOWN] : [UNKNOWN],
  ...placesIn(input)
    .filter(({ schema }) => Object.keys(propertiesOf(schema)).length === 0)
    .map(({ path }) => path),
];

/** Levels of objects and arrays that a payload may have. */
const MAX_LEVELS = 32;

/** Whether a schema takes none of a right input with this in that place. */
export const isWrongAt = (
  schema: Schema,
  right: unknown,
  path: Path,
  { value, levels }: Hostile,
): boolean => {
  // Nothing is nothing wrong where a field may be left out.
  const isNothing = path.length > 0 && value === null;
  const isTooDeep = path.length + levels > MAX_LEVELS;
  return isTooDeep || (!isNothing && faultsOf(schema, replaced(right, path, value)) !== '');
};

/** A right input with this instead of one field, or of the whole; in JSON. */
export const withHostile = (right: unknown, path: Path, json: string): string =>
  JSON.stringify(replaced(right, path, MARK)).replace(JSON.stringify(MARK), () => json);
