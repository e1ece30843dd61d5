import type { Schema } from '../../gateway/dialect.js';
import { list, orNull, record, text, whole } from '../common/json-schema.js';
import { succeeded } from './schemas.js';

const durations = record({ median: orNull(whole), p90: orNull(whole) });
const ratings = record({ average: orNull({ type: 'number' }), count: whole });

/** Design, section 6, "Staff shapes". */
export const statsSchema: Schema = succeeded(
  record({
    open: whole,
    waiting_support: whole,
    waiting_user: whole,
    unassigned: whole,
    closed: whole,
    first_response_seconds: durations,
    resolution_seconds: durations,
    ratings,
    agents: list(
      record({ admin_id: text, name: orNull(text), open: whole, closed: whole, ratings }),
    ),
  }),
);
