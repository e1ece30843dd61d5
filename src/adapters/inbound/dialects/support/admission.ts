import type { Admission } from '../../gateway/dialect.js';

/** Documents 000 and 001: a token or a guest's id in the handshake, or neither; design, section 6: or a frame `auth`. */
export const admission: Admission = {
  event: 'auth',
  token: ({ token }) => token,
  later: false,
  guests: true,
  deadline: 10_000,
  holdsFromStart: false,
  staysAfterRefusal: false,
  maxFrame: 64 * 1024,
};
