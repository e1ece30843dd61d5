import { stringifySetCookie } from 'cookie';
import type { Cookie } from '../../gateway/transport.js';

/** Values of `Set-Cookie`, one for each. */
export const setCookies = (cookies: readonly Cookie[]): string[] =>
  cookies.map((cookie) => stringifySetCookie(cookie));
