import type { Admission, SignInCookies } from '../../gateway/dialect.js';

/**
 * Document 002, "Authentication": whoever connects brings his token along, by a header or a cookie. Who brings none may connect all the same, since the
 * namespace is shared, and say so later; until then nothing is done for him (design, section 6).
 */
export const admission = (cookies: SignInCookies): Admission => ({
  event: 'auth',
  token: ({ token }) => token,
  cookies,
  later: true,
  guests: false,
  deadline: 30_000,
  holdsFromStart: false,
  staysAfterRefusal: true,
  maxFrame: 64 * 1024,
});
