import type { Schema } from '../../../../../src/adapters/inbound/gateway/dialect.js';
import {
  type Keywords,
  keywordsOf,
  propertiesOf,
  requiredOf,
} from '../../../../support/schemas.js';

type Path = readonly string[];
type Fields = Readonly<Record<string, unknown>>;

const UUID = '00000000-0000-7000-8000-000000000001';

/** So long, where a schema names no bound. */
const LONG = 10;

const strings = ({ format, enum: allowed, minLength = 0, maxLength = LONG }: Keywords) => {
  if (allowed !== undefined) return allowed;
  if (format === 'uuid') return [UUID];
  if (format !== undefined) throw new Error(`no sample of the format ${format}: it needs examples`);
  return ['x'.repeat(minLength), 'x'.repeat(maxLength)];
};

const integers = ({ minimum = -1, maximum = Number.MAX_SAFE_INTEGER }: Keywords) => [
  minimum,
  maximum,
];

const isObject = (schema: Schema): boolean => {
  const { type, examples } = keywordsOf(schema);
  return type === 'object' && examples === undefined;
};

/** How many samples it takes until each field has had each of its own. */
const turnsOf = (schema: Schema): number =>
  isObject(schema)
    ? Math.max(1, ...Object.values(propertiesOf(schema)).map(turnsOf))
    : samplesOf(schema).length;

const fieldsOf = (
  schema: Schema,
  isWanted: (name: string) => boolean,
  sampleOf: (schema: Schema) => unknown,
): Fields =>
  Object.fromEntries(
    Object.entries(propertiesOf(schema)).flatMap(([name, of]) =>
      isWanted(name) && samplesOf(of).length > 0 ? [[name, sampleOf(of)]] : [],
    ),
  );

/** All fields are at the same turn, however deep they lie: what is to be the same in two places is. */
const wholeAt = (schema: Schema, turn: number): unknown => {
  if (isObject(schema))
    return fieldsOf(
      schema,
      () => true,
      (of) => wholeAt(of, turn),
    );
  const samples = samplesOf(schema);
  return samples[turn % samples.length];
};

const minimalOf = (schema: Schema): unknown => {
  if (!isObject(schema)) return samplesOf(schema)[0];
  const required = requiredOf(schema);
  return fieldsOf(schema, (name) => required.includes(name), minimalOf);
};

const objects = (schema: Schema): unknown[] => [
  minimalOf(schema),
  ...Array.from({ length: turnsOf(schema) }, (_, turn) => wholeAt(schema, turn)),
];

/**
 * Values that a schema takes, from its bounds; of an object first the one with nothing but what is required,
 * then all its fields, until each has had each of its own. None where nothing is taken. Where a schema gives
 * examples it is those: of a pattern, say, or a list.
 *
 * @throws Error for a schema that says what this does not know
 */
export const samplesOf = (schema: Schema): readonly unknown[] => {
  const keywords = keywordsOf(schema);
  if (keywords.examples !== undefined) return keywords.examples;
  switch (keywords.type) {
    case 'string':
      return strings(keywords);
    case 'integer':
      return integers(keywords);
    case 'boolean':
      return [true, false];
    case 'object':
      return objects(schema);
    case undefined:
      if (keywords.not !== undefined) return [];
  }
  throw new Error(`no sample of ${JSON.stringify(schema)}: it needs examples`);
};

/** Where the value of a field is, however deep it lies, with the schemas on the way. */
export interface Place {
  readonly path: Path;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** Every field in an object, and in the objects in it. */
export const placesIn = (schema: Schema, above: Path = []): readonly Place[] =>
  Object.entries(propertiesOf(schema)).flatMap(([name, of]) => {
    const path = [...above, name];
    const isRequired = requiredOf(schema).includes(name);
    return [{ path, schema: of, isRequired }, ...placesIn(of, path)];
  });

const without = (fields: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

/** The same with another value at a place, or with none there for `undefined`. */
export const replaced = (value: unknown, path: Path, other: unknown): unknown => {
  const [name, ...deeper] = path;
  if (name === undefined) return other;
  const fields = (value ?? {}) as Fields;
  const inner = replaced(fields[name], deeper, other);
  return inner === undefined ? without(fields, name) : { ...fields, [name]: inner };
};
