import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Schema } from '../../src/adapters/inbound/gateway/dialect.js';

/** As much of JSON Schema as rows say their inputs with. */
export interface Keywords {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly not?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** What a schema says; checked by {@link checkSchema}. */
export const keywordsOf = (schema: Schema): Keywords => schema;

/** Of an object; none where it is of something else. */
export const propertiesOf = (schema: Schema): Readonly<Record<string, Schema>> =>
  keywordsOf(schema).properties ?? {};

export const requiredOf = (schema: Schema): readonly string[] => keywordsOf(schema).required ?? [];

const validator = (coerceTypes: boolean): Ajv2020 => {
  const ajv = new Ajv2020({ strict: true, allErrors: true, coerceTypes });
  formats.default(ajv);
  return ajv;
};

const ofJson = validator(false);
const ofText = validator(true);

/** @throws Error when it is no schema of JSON Schema 2020-12, or says what nothing can come of */
export const checkSchema = (schema: Schema): void => void ofJson.compile(schema);

/** What is wrong with a value that was JSON, in words; empty when nothing is. */
export const faultsOf = (schema: Schema, value: unknown): string =>
  ofJson.validate(schema, value) ? '' : ofJson.errorsText(ofJson.errors);

/** Whether it is taken where everything is text: in a path or a query. */
export const takesText = (schema: Schema, value: unknown): boolean =>
  ofText.validate(schema, value);

const closedValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closedValue);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(
    Object.entries(value).map(([key, of]) => [key, closedValue(of)]),
  );
  return inner['type'] === 'object' ? { additionalProperties: false, ...inner } : inner;
};

/** The same schema, for which an object has no field that is not told. */
export const closed = (schema: Schema): Schema => closedValue(schema) as Schema;
