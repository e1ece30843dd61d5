import { GUEST_COOKIE } from '../adapters/inbound/gateway/dialect.js';

/** Cookies in which web clients bring tokens, and by which these are renewed, where no variable says otherwise. */
export const SIGN_IN_COOKIES = {
  AUTH_COOKIE: 'sb-access-token',
  AUTH_REFRESH_COOKIE: 'sb-refresh-token',
} as const;

const NAMES = ['AUTH_COOKIE', 'AUTH_REFRESH_COOKIE'] as const;

type Readable = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

/** Of two cookies by one name a browser keeps the one that was set last. */
export const signInCookieProblems = (readable: Readable): readonly string[] => {
  const problems = NAMES.filter((name) => readable[name] === GUEST_COOKIE).map(
    (name) => `${name} must not be ${GUEST_COOKIE}, which is the cookie of guests`,
  );
  const [access, refresh] = NAMES.map((name) => readable[name]);
  if (access !== undefined && access === refresh) {
    problems.push(`${NAMES.join(' and ')} must not be the same cookie`);
  }
  return problems;
};
