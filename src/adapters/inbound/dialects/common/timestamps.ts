import type { Instant } from '../../../../domain/ids.js';

/** ISO 8601 in UTC with milliseconds. */
export const timestamp = (instant: Instant): string => new Date(instant).toISOString();

export const timestampOrNull = (instant: Instant | null): string | null =>
  instant === null ? null : timestamp(instant);
