import type { Dialect } from '../../../src/adapters/inbound/gateway/dialect.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import { probe } from '../../dialects/probe/probe.js';
import { probeDialect } from '../../dialects/probe/probe-dialect.js';
import type { Staged } from './spoken.js';

export const COOKIES = { access: 'sb-access-token', refresh: 'sb-refresh-token' } as const;

/** The probe for people whom cookies keep signed in, and who hear at once who they are not. */
const signedIn = (useCases: UseCases): Dialect => {
  const dialect = probeDialect({ useCases });
  const { admission } = dialect;
  return {
    ...dialect,
    admission: {
      ...admission,
      token: ({ token }) => token,
      holdsFromStart: false,
      cookies: COOKIES,
    },
  };
};

/** The same at a door of its own, for people who are known by no cookie. */
const withoutCookies = (useCases: UseCases): Dialect => {
  const { admission, rest, ...dialect } = probeDialect({ useCases });
  return {
    ...dialect,
    name: 'outright',
    namespace: '/outright',
    admission: { ...admission, token: ({ token }) => token, holdsFromStart: false },
    rest: { ...rest, bases: [], routes: [] },
  };
};

export const byCookies: Staged = {
  ...probe,
  dialects: (cases) => [signedIn(cases), withoutCookies(cases)],
};

export const outright: Staged = { ...byCookies, name: 'outright', namespace: '/outright' };
