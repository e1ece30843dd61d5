import type { IncomingMessage } from 'node:http';
import { type Either, left, right } from 'fp-ts/lib/Either.js';

export interface OriginPolicy {
  /** Origins of other sites whose pages may use this server, as `readOrigin` reads them. */
  readonly allowed: readonly string[];
  /** In development every page of this machine may. */
  readonly allowLoopback: boolean;
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Stands for one label, before a name of two at least: `*.com` would be anybody's. */
const WILDCARD = /^\*\.(?=[^.]+\.[^.]|localhost$)/;
const ALL_BELOW_ONE = /^\*\.[^.*]+$/;

/**
 * An origin as browsers name it, or one with `*` for the first label of its host; a slash at its end is left out.
 * @returns on the left what is wrong with it
 */
export const readOrigin = (item: string): Either<string, string> => {
  const quoted = JSON.stringify(item);
  if (item === '*') {
    return left(
      `${quoted} would let any page use what this browser may; name sites, such as https://example.com or https://*.example.com`,
    );
  }
  const url = URL.canParse(item) ? new URL(item) : null;
  // It may be a password: it is not repeated.
  if (url !== null && `${url.username}${url.password}` !== '') {
    return left(`has one of ${url.host} with a name or a password, which no origin has`);
  }
  const isOrigin =
    url !== null && /^https?:$/.test(url.protocol) && [url.origin, `${url.origin}/`].includes(item);
  if (!isOrigin) return left(`${quoted} is no origin such as https://example.com`);
  if (!url.hostname.replace(WILDCARD, '').includes('*')) return right(url.origin);
  return ALL_BELOW_ONE.test(url.hostname)
    ? left(`${quoted} needs a name of two labels behind its *, as in https://*.example.com`)
    : left(`${quoted} may have one * alone, as in https://*.example.com`);
};

/** With `*` in the place of the first label of its host. */
const withWildcard = (origin: string): string => origin.replace(/^(https?:\/\/)[^.]+/, '$1*');

/** Whether a request is no browser's, its own site's, or one of a site that is let in (design, section 6). */
export const originCheck = ({ allowed, allowLoopback }: OriginPolicy) => {
  const listed: ReadonlySet<string> = new Set(allowed);
  return ({ headers }: Pick<IncomingMessage, 'headers'>): boolean => {
    const { origin, host } = headers;
    if (origin === undefined) return true;
    if (!URL.canParse(origin)) return false;
    const url = new URL(origin);
    if (listed.has(origin)) return true;
    if (url.origin === origin && listed.has(withWildcard(origin))) return true;
    return url.host === host || (allowLoopback && LOOPBACK.has(url.hostname));
  };
};
