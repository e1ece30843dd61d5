import type { Admission } from '../../gateway/dialect.js';

/**
 * Document 002, "Authentication": whoever connects brings his token along. Who brings none may connect all the same, since the
 * namespace is shared, and say so later; until then nothing is done for him (design, section 6).
 */
export const admission: Admission = {
  event: 'auth',
  token: ({ token }) => token,
  later: true,
  guests: false,
  deadline: 30_000,
  holdsFromStart: false,
  staysAfterRefusal: true,
  maxFrame: 64 * 1024,
};
