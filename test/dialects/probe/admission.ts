import type { Admission } from '../../../src/adapters/inbound/gateway/dialect.js';

/** Who is not known by header or cookie comes in all the same, says `hello` in time, and may try again. */
export const admission: Admission = {
  event: 'hello',
  token: ({ token, cookies }) => token ?? cookies.get('probe-token'),
  later: true,
  guests: false,
  deadline: 10_000,
  holdsFromStart: true,
  staysAfterRefusal: true,
  maxFrame: 32 * 1024 * 1024,
};
