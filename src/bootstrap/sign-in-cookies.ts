import { GUEST_COOKIE } from '../adapters/inbound/gateway/dialect.js';
import type { Environment } from './token-keys.js';

/** Cookies in which web clients bring tokens, and by which these are renewed, where no variable says otherwise. */
export const SIGN_IN_COOKIES = {
  AUTH_COOKIE: 'sb-access-token',
  AUTH_REFRESH_COOKIE: 'sb-refresh-token',
} as const;

const NAMES = ['AUTH_COOKIE', 'AUTH_REFRESH_COOKIE'] as const;

/** Of two cookies by one name a browser keeps the one that was set last. */
export const signInCookieProblems = (environment: Environment): readonly string[] => {
  const named = NAMES.map((variable) => {
    const said = environment[variable]?.trim() ?? '';
    return { variable, cookie: said === '' ? SIGN_IN_COOKIES[variable] : said };
  });
  const problems = named
    .filter(({ cookie }) => cookie === GUEST_COOKIE)
    .map(
      ({ variable }) => `${variable} must not be ${GUEST_COOKIE}, which is the cookie of guests`,
    );
  if (new Set(named.map(({ cookie }) => cookie)).size < named.length) {
    problems.push(`${NAMES.join(' and ')} must not be the same cookie`);
  }
  return problems;
};
