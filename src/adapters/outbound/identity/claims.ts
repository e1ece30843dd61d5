import * as t from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Actor, Profile } from '../../../domain/actor.js';
import { shortLine, showsNothing } from '../../../domain/message-text.js';
import { idFault } from '../../../domain/person-id.js';

/** A token says what it likes; each claim is looked at where it is used, and counts if it can be read. */
const Claims = t.UnknownRecord;

type Claims = t.TypeOf<typeof Claims>;

const ADMIN_ROLES: ReadonlySet<unknown> = new Set([
  'admin',
  'super_admin',
  'superadmin',
  'SuperAdmin',
]);
const AGENT_ROLES: ReadonlySet<unknown> = new Set(['agent', 'support']);
const CUSTOMER_ROLES: ReadonlySet<unknown> = new Set(['customer', 'client', 'user', 'Client']);

const roleOf = (claim: unknown): 'admin' | 'agent' | 'customer' | null => {
  if (ADMIN_ROLES.has(claim)) return 'admin';
  if (AGENT_ROLES.has(claim)) return 'agent';
  return CUSTOMER_ROLES.has(claim) ? 'customer' : null;
};

const member = (object: unknown, key: string): unknown =>
  typeof object === 'object' && object !== null && Object.hasOwn(object, key)
    ? (object as Record<string, unknown>)[key]
    : undefined;

/** The first claim whose value is known here decides; Supabase's `authenticated` is passed over. */
const role = (claims: Claims): 'admin' | 'agent' | 'customer' =>
  roleOf(member(claims['app_metadata'], 'role')) ??
  roleOf(claims['role']) ??
  roleOf(claims['userType']) ??
  roleOf(claims['type']) ??
  'customer';

const firstText = (...values: readonly unknown[]): string | null => {
  for (const value of values) {
    const name = typeof value === 'string' ? shortLine(value) : null;
    if (name !== null) return name;
  }
  return null;
};

const profile = (claims: Claims): Profile => {
  const parts = [claims['firstName'], claims['lastName']].filter(
    (part) => typeof part === 'string',
  );
  return {
    name: firstText(claims['name'], member(claims['user_metadata'], 'full_name'), parts.join(' ')),
    firstName: firstText(claims['firstName']),
    email: firstText(claims['email']),
    phone: firstText(claims['phone_number'], claims['phone']),
    company: firstText(claims['company']),
  };
};

/** A number is as good as its digits, where it can only have been read from these. */
const digitsOf = (claim: unknown): unknown => (Number.isSafeInteger(claim) ? String(claim) : claim);

const idOf = (claims: Claims): string | null => {
  const claim = [claims['sub'], claims['id'], claims['userId']].find(
    (value) => value !== undefined && value !== null,
  );
  const value = digitsOf(claim);
  return typeof value === 'string' && idFault(value) === null ? value : null;
};

const departments = (claim: unknown): readonly string[] =>
  Array.isArray(claim)
    ? claim
        .map(digitsOf)
        .filter((one): one is string => typeof one === 'string' && !showsNothing(one))
    : [];

/** Whom a verified token's claims name (design, section 5); `null` when they name nobody. */
export const actorFromClaims = (payload: unknown): Actor | null => {
  const decoded = Claims.decode(payload);
  if (isLeft(decoded)) return null;
  const claims = decoded.right;
  const id = idOf(claims);
  if (id === null) return null;
  const kind = role(claims);
  const person = { id, profile: profile(claims) };
  return kind === 'agent'
    ? { kind, ...person, departments: departments(claims['departments']) }
    : { kind, ...person };
};
