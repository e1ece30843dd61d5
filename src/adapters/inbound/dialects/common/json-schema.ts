import type { Schema } from '../../gateway/dialect.js';

/** Words of JSON Schema that dialects say their answers with. */
export const id: Schema = { type: 'string', format: 'uuid' };
export const instant: Schema = { type: 'string', format: 'date-time' };
export const text: Schema = { type: 'string' };
export const whole: Schema = { type: 'integer' };
export const flag: Schema = { type: 'boolean' };
export const nothing: Schema = { type: 'null' };

export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, nothing] });

export const list = (items: Schema): Schema => ({ type: 'array', items });

type Fields = Readonly<Record<string, Schema>>;

/** Every field is always there, but for those that are optional. */
export const record = (properties: Fields, optional: Fields = {}): Schema => ({
  type: 'object',
  properties: { ...properties, ...optional },
  required: Object.keys(properties),
});
