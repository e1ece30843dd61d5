import jwt from 'jsonwebtoken';

/** Every test server's secret. */
export const SECRET = 'a-secret-of-the-end-to-end-tests-only';

export interface Claims {
  readonly sub: string;
  readonly role?: string;
  readonly name?: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly departments?: readonly string[];
}

export const token = (claims: Claims, expiresIn = 3_600): string =>
  jwt.sign({ ...claims }, SECRET, { expiresIn });

let people = 0;

/** A person whom no other test knows. */
export const someone = (prefix = 'person'): string => {
  people += 1;
  return `${prefix}-${people}`;
};
