import type { Activity } from '../../../../domain/listing.js';
import { type Codec, expecting } from './codecs.js';

const PLACE = /^(\d{1,15})\.(\d{1,15})$/;

/** A place in a list, in a form of which clients need know nothing. */
export const cursorOf = ({ updatedAt, number }: Activity): string => `${updatedAt}.${number}`;

/** What `cursorOf` made, from a query string. */
export const cursor: Codec<Activity> = expecting(
  'Must be the cursor of an answer',
  { type: 'string', pattern: PLACE.source, examples: ['1764295023000.12'] },
  (value) => {
    const [, updatedAt, number] = typeof value === 'string' ? (PLACE.exec(value) ?? []) : [];
    return number === undefined
      ? undefined
      : { updatedAt: Number(updatedAt), number: Number(number) };
  },
);
