import type { Instant } from '../../../../domain/ids.js';

/** What is said together bears one time: the last one that was written is kept. */
let last = { instant: 0, text: new Date(0).toISOString() };

/** ISO 8601 in UTC with milliseconds. */
export const timestamp = (instant: Instant): string => {
  if (instant !== last.instant) last = { instant, text: new Date(instant).toISOString() };
  return last.text;
};

export const timestampOrNull = (instant: Instant | null): string | null =>
  instant === null ? null : timestamp(instant);
