import type { Admission } from '../../gateway/dialect.js';

/** Documents 000 and 001: a token in the handshake; design, section 6: or a first frame `auth`, on plain ws. */
export const admission: Admission = {
  event: 'auth',
  token: ({ token }) => token,
  later: false,
  deadline: 10_000,
  holdsFromStart: false,
  staysAfterRefusal: false,
  maxFrame: 64 * 1024,
};
