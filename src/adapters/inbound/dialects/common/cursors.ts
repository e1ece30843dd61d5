import type { Activity } from '../../../../domain/listing.js';
import { type Codec, expecting } from './codecs.js';

const PLACE = /^(\d{1,15})\.(\d{1,15})$/;

/** A place in a list, in a form of which clients need know nothing. */
export const cursorOf = ({ updatedAt, number }: Activity): string =>
  Buffer.from(`${updatedAt}.${number}`).toString('base64url');

/** What `cursorOf` made, from a query string. */
export const cursor: Codec<Activity> = expecting(
  'Must be the cursor of an answer',
  { type: 'string' },
  (value) => {
    const text = typeof value === 'string' ? Buffer.from(value, 'base64url').toString() : '';
    const [, updatedAt, number] = (PLACE.exec(text) ?? []).map(Number);
    if (updatedAt === undefined || number === undefined) return undefined;
    const place = { updatedAt, number };
    return cursorOf(place) === value ? place : undefined;
  },
);
