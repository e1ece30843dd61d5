import type { VerificationKey } from '../adapters/outbound/identity/verification-keys.js';
import { MIN_SECRET } from './development-secret.js';

/** What tokens are checked with: one family of keys, and no other. */
export type TokenKeys =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'public key'; readonly key: VerificationKey }
  | { readonly kind: 'key set'; readonly url: string }
  /** A secret that is made, and kept in the data folder. */
  | { readonly kind: 'development' };

/** The variables of the families, of which one is set, or in development none. */
export const FAMILIES = ['JWT_SECRET', 'JWT_PUBLIC_KEY', 'JWKS_URL'] as const;

interface FamilyVariables {
  readonly JWT_SECRET: string | null;
  readonly JWT_PUBLIC_KEY: VerificationKey | null;
  readonly JWKS_URL: string | null;
}

export const tokenKeys = (variables: FamilyVariables): TokenKeys => {
  const { JWT_SECRET: secret, JWT_PUBLIC_KEY: key, JWKS_URL: url } = variables;
  if (secret !== null) return { kind: 'secret', secret };
  if (key !== null) return { kind: 'public key', key };
  return url === null ? { kind: 'development' } : { kind: 'key set', url };
};

/** Whether a secret is made and kept in the data folder, since none is set. */
export const keepsSecret = (set: {
  readonly tokenKeys: TokenKeys;
  readonly serverSecret: string | null;
}): boolean =>
  set.tokenKeys.kind === 'development' ||
  (set.tokenKeys.kind !== 'secret' && set.serverSecret === null);

/** What comes from this machine nobody else can change on its way. */
const LOOPBACK = /^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$)/i;

/** Whether what is asked there, and answered, goes unencrypted to another machine. */
export const isExposed = (url: string): boolean => /^http:/i.test(url) && !LOOPBACK.test(url);

type Readable = Partial<FamilyVariables> & {
  readonly SERVER_SECRET?: string | null;
  readonly NODE_ENV?: string;
};

/**
 * What is wrong with the families that are set, if to what cannot be read, and with what must be beside them.
 * @param url JWKS_URL as it is written, which may be wrong in more than one way
 */
export const tokenKeyProblems = (readable: Readable, url = ''): readonly string[] => {
  const isSet = (name: 'SERVER_SECRET' | (typeof FAMILIES)[number]): boolean =>
    readable[name] !== null;
  const [first, ...others] = FAMILIES.filter(isSet);
  const problems = others.map(
    (other) => `${other} must not be set beside ${first ?? ''}: tokens are checked in one way`,
  );
  if (readable.NODE_ENV !== 'production') return problems;
  if (first === undefined) {
    problems.push(
      `JWT_SECRET must be set in production, to at least ${MIN_SECRET} bytes, or JWT_PUBLIC_KEY or JWKS_URL instead`,
    );
  }
  if (first !== undefined && first !== 'JWT_SECRET' && !isSet('SERVER_SECRET')) {
    problems.push(
      `SERVER_SECRET must be set in production beside ${first}, to at least ${MIN_SECRET} bytes`,
    );
  }
  if (isExposed(url.trim())) {
    problems.push('JWKS_URL must be https in production, save on this machine itself (127.0.0.1)');
  }
  return problems;
};
