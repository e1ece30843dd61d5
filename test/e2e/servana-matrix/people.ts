import { admin, agent, customer } from '../../support/actors.js';
import { token, tokenOf } from '../support/tokens.js';

export const CALLERS = [
  'client',
  'other',
  'agent',
  'foreign',
  'assigned',
  'roving',
  'admin',
  'nobody',
  'stale',
] as const;

/**
 * Who calls: the client, and another; agents of the department, of another one (to the second of them chat groups are
 * assigned), and of none; an admin; who brings nothing; and who brings no more than a cookie that has expired.
 */
export type CallerName = (typeof CALLERS)[number];

/** Those who are somebody. */
export const KNOWN_NAMES = [
  'client',
  'other',
  'agent',
  'foreign',
  'assigned',
  'roving',
  'admin',
] as const satisfies readonly CallerName[];
export type KnownName = (typeof KNOWN_NAMES)[number];

export const CARDS = 'cards';
export const LOANS = 'loans';

export const PEOPLE = {
  client: customer('101'),
  other: customer('102'),
  agent: agent('201', [CARDS]),
  foreign: agent('202', [LOANS]),
  assigned: agent('203', [LOANS]),
  roving: agent('204'),
  admin: admin('301'),
} as const satisfies Readonly<Record<KnownName, unknown>>;

/** Those who look on and are somebody else than the callers. */
export const ONLOOKERS = {
  agent: agent('211', [CARDS]),
  foreign: agent('212', [LOANS]),
  roving: agent('214'),
  admin: admin('311'),
} as const;

export type Headers = Readonly<Record<string, string>>;

export const bearer = (known: (typeof PEOPLE)[KnownName]): Headers => ({
  authorization: `Bearer ${tokenOf(known)}`,
});

const EXPIRED = token({ sub: PEOPLE.client.id, role: 'customer' }, -60);

/** What he brings along, to connect or to ask over REST. */
export const headersOf = (caller: CallerName): Headers => {
  switch (caller) {
    case 'nobody':
      return {};
    case 'stale':
      return { cookie: `sb-access-token=${EXPIRED}` };
    case 'client':
    case 'other':
    case 'agent':
    case 'foreign':
    case 'assigned':
    case 'roving':
    case 'admin':
      return bearer(PEOPLE[caller]);
  }
};

/** Whom others take him for; of strangers nobody that there is. */
export const idOf = (caller: CallerName): string =>
  caller === 'nobody' || caller === 'stale' ? '999' : PEOPLE[caller].id;

/** What somebody says that he is who is something else. */
export const otherTypeOf = (caller: CallerName): string =>
  caller === 'client' || caller === 'other' ? 'agent' : 'client';
