import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { type Examine, failed, ok } from '../common/examination.js';
import { boundedFetch } from './bounded-fetch.js';
import { fetchFault } from './fetch-fault.js';

/** Milliseconds for the whole answer. */
const PATIENCE = 5_000;

const KeySet = t.type({ keys: t.array(t.UnknownRecord) });

/** Whether the key set can be had, and how many keys are in it. */
export const examineKeySet =
  (url: string): Examine =>
  async () => {
    const advice = 'See JWKS_URL: without its keys nobody with a token is let in.';
    try {
      const response = await boundedFetch(url, {
        headers: new Headers(),
        method: 'GET',
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE),
      });
      const decoded = KeySet.decode(await response.json());
      if (isLeft(decoded)) return [failed('keys', 'JWKS_URL has no key set', advice)];
      const { length } = decoded.right.keys;
      return length === 0
        ? [failed('keys', 'JWKS_URL has a key set without keys', advice)]
        : [ok('keys', `JWKS_URL has a set of ${length}`)];
    } catch (error) {
      return [failed('keys', `JWKS_URL cannot be read: ${fetchFault(error)}`, advice)];
    }
  };

/** Whether a project of Supabase answers, and takes its key. */
export const examineSupabase =
  ({ url, anonKey }: { readonly url: string; readonly anonKey: string }): Examine =>
  async () => {
    const advice = 'See SUPABASE_URL and SUPABASE_ANON_KEY: without it no session is renewed.';
    try {
      const { status, body } = await fetch(`${url}/auth/v1/health`, {
        headers: { apikey: anonKey },
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE),
      });
      await body?.cancel();
      return status === 200
        ? [ok('supabase', 'answers')]
        : [failed('supabase', `answers with status ${status}`, advice)];
    } catch (error) {
      return [failed('supabase', `cannot be reached: ${fetchFault(error)}`, advice)];
    }
  };
