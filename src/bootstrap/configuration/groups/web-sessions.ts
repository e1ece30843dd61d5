import { SIGN_IN_COOKIES } from '../../sign-in-cookies.js';
import { cookieName, headerKey, publicAddress } from '../codecs.js';
import { variable } from '../variable.js';

export const WEB_SESSIONS = {
  AUTH_COOKIE: variable(
    cookieName,
    SIGN_IN_COOKIES.AUTH_COOKIE,
    'the cookie in which web clients of `servana` bring their tokens',
  ),
  AUTH_REFRESH_COOKIE: variable(
    cookieName,
    SIGN_IN_COOKIES.AUTH_REFRESH_COOKIE,
    'the one by which these are renewed where they have expired',
  ),
  SUPABASE_URL: variable(
    publicAddress,
    null,
    'a project of Supabase, or what speaks as its Auth does: it renews the sessions of web clients of ' +
      '`servana` whose tokens have expired; in production by https',
  ),
  SUPABASE_ANON_KEY: variable(
    headerKey,
    null,
    'the public key of that project, required beside its URL',
  ),
};
