import jwt from 'jsonwebtoken';

/** What is wrong with a token as the key shows it; `exp` and `id` are claims that are missing, or of no use. */
export type TokenFault =
  | 'malformed'
  | 'algorithm'
  | 'signature'
  | 'not yet valid'
  | 'expired'
  | 'exp'
  | 'audience'
  | 'issuer'
  | 'id';

/** How the library's sentences begin. The whole of one may quote the token. */
const BEGINNINGS: readonly (readonly [beginning: string, fault: TokenFault])[] = [
  ['invalid algorithm', 'algorithm'],
  ['jwt signature is required', 'signature'],
  ['invalid signature', 'signature'],
  ['invalid nbf', 'not yet valid'],
  ['invalid exp', 'exp'],
  ['jwt audience invalid', 'audience'],
  ['jwt issuer invalid', 'issuer'],
];

/** For what the library throws. */
export const tokenFault = (error: unknown): TokenFault => {
  if (error instanceof jwt.TokenExpiredError) return 'expired';
  if (error instanceof jwt.NotBeforeError) return 'not yet valid';
  const message = error instanceof jwt.JsonWebTokenError ? error.message : '';
  return BEGINNINGS.find(([beginning]) => message.startsWith(beginning))?.[1] ?? 'malformed';
};
