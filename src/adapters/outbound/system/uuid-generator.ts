import { randomUUID } from 'node:crypto';
import type { IdGenerator } from '../../../application/ports/id-generator.js';

const timeOf = (now: number): string => {
  const milliseconds = now.toString(16).padStart(12, '0');
  return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-7`;
};

/** Many are made in a millisecond. */
let last = { at: 0, time: timeOf(0) };

/** UUID v7 (RFC 9562, section 5.7): the time before the random rest of a v4, of which Node keeps a stock. */
export const uuidGenerator: IdGenerator = {
  next: () => {
    const at = Date.now();
    if (at !== last.at) last = { at, time: timeOf(at) };
    // From its 15th character on a v4 has its random bits and the variant, which is the same.
    return last.time + randomUUID().slice(15);
  },
};
