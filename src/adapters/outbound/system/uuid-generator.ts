import { randomUUID } from 'node:crypto';
import type { IdGenerator } from '../../../application/ports/id-generator.js';

/** UUID v7 (RFC 9562, section 5.7): the time before the random rest of a v4, of which Node keeps a stock. */
export const uuidGenerator: IdGenerator = {
  next: () => {
    const milliseconds = Date.now().toString(16).padStart(12, '0');
    // From its 15th character on a v4 has its random bits and the variant, which is the same.
    return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-7${randomUUID().slice(15)}`;
  },
};
