import type { Schema } from '../../../src/adapters/inbound/gateway/dialect.js';

const record = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

const whole: Schema = { type: 'integer', minimum: 0 };
const id: Schema = { type: 'string' };

/** An acknowledgement that all went well, with what there is to say. */
const fine = (properties: Readonly<Record<string, Schema>>): Schema =>
  record({ ok: { const: true }, ...properties });

export const roomSchema = fine({ room: id });
export const saidSchema = fine({ seq: whole });
export const countSchema = fine({ count: whole });
export const lengthSchema = fine({ length: whole });
export const peekSchema = fine({ seq: { anyOf: [whole, { type: 'null' }] } });
export const personSchema = fine({ id });

export const visitsSchema = record({ visits: whole });
export const meSchema = record({ id });
export const fileSchema = record({ file: id, bytes: whole });
export const openedSchema = record({ door: id });
