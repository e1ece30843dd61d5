import type { Admission } from '../../gateway/dialect.js';

/**
 * Document 003, "Authentication": whoever connects says who he is by `authenticate`, within 30 seconds, and what he has sent
 * before is held until he does (design, section 6).
 */
export const admission: Admission = {
  event: 'authenticate',
  token: ({ token }) => token,
  later: true,
  guests: false,
  deadline: 30_000,
  holdsFromStart: true,
  staysAfterRefusal: true,
  // Files come in frames.
  maxFrame: 32 * 1024 * 1024,
};
