import { publicKey, secret, text, webAddress, whole } from '../codecs.js';
import { variable } from '../variable.js';

export const TOKENS = {
  JWT_SECRET: variable(
    secret,
    null,
    'of tokens by HS256, 32 bytes or more; `NODE_ENV=production` requires it, or one of the next two',
    'made in development',
  ),
  JWT_PUBLIC_KEY: variable(
    publicKey,
    null,
    'instead of it: the public key of tokens by RS256 or ES256, in PEM; line ends may be written out as `\\n`',
  ),
  JWKS_URL: variable(
    webAddress,
    null,
    'instead of both: where a JSON Web Key Set is, for RS256 and ES256; in production by https',
  ),
  SERVER_SECRET: variable(
    secret,
    null,
    "32 bytes or more: what makes guests' ids theirs and codes secret, else `JWT_SECRET` does; " +
      'required with `NODE_ENV=production` where there is no `JWT_SECRET`',
  ),
  JWT_ISSUER: variable(text, null, 'the `iss` that tokens must have; checked when set'),
  JWT_AUDIENCE: variable(text, null, 'the `aud` that tokens must have; checked when set'),
  JWT_CLOCK_TOLERANCE: variable(
    whole(0, 300),
    5,
    'seconds by which the clock of whoever signs may be off, 300 at most',
  ),
};
