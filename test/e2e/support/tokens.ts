import jwt from 'jsonwebtoken';
import type { Client, Staff } from '../../../src/domain/actor.js';

/** Every test server's secret. */
export const SECRET = 'a-secret-of-the-end-to-end-tests-only';

export interface Claims {
  readonly sub: string;
  readonly role?: string;
  readonly name?: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly company?: string;
  readonly departments?: readonly string[];
}

export const token = (claims: Claims, expiresIn = 3_600): string =>
  jwt.sign({ ...claims }, SECRET, { expiresIn });

/** Somebody's token says what the core knows of him. */
export const tokenOf = (actor: Client | Staff): string =>
  token({
    sub: actor.id,
    role: actor.kind,
    ...(actor.profile.name === null ? {} : { name: actor.profile.name }),
    ...(actor.profile.email === null ? {} : { email: actor.profile.email }),
    ...(actor.kind === 'agent' ? { departments: actor.departments } : {}),
  });

let people = 0;

/** A person whom no other test knows. */
export const someone = (prefix = 'person'): string => {
  people += 1;
  return `${prefix}-${people}`;
};
