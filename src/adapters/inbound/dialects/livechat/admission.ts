import type { Admission } from '../../gateway/dialect.js';

/** Document 004, "Authentication": a token in the handshake; design, section 6: or in a frame `auth`. */
export const admission: Admission = {
  event: 'auth',
  token: ({ token }) => token,
  later: false,
  guests: false,
  deadline: 10_000,
  holdsFromStart: false,
  staysAfterRefusal: false,
  maxFrame: 64 * 1024,
};
