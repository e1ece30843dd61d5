import { isIPv6 } from 'node:net';
import { separate } from 'fp-ts/lib/Array.js';
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { readPublicKey } from '../../adapters/outbound/identity/public-key.js';
import type { Rate } from '../../application/ports/rate-limiter.js';
import { TICKET_PREFIX } from '../../domain/ticket.js';
import { MIN_SECRET } from '../development-secret.js';
import { readOrigin } from '../origins.js';

/** A variable that is there; what cannot be read is said in words that follow its name. */
const reading = <A>(name: string, read: (value: string) => Either<string, A>): t.Type<A> =>
  new t.Type<A>(
    name,
    (_value): _value is A => true,
    (value, context) => {
      const parsed = typeof value === 'string' ? read(value.trim()) : left(name);
      return isLeft(parsed) ? t.failure(value, context, parsed.left) : t.success(parsed.right);
    },
    t.identity,
  );

const codecOf = <A>(expects: string, read: (value: string) => A | undefined): t.Type<A> =>
  reading(expects, (value) => {
    const parsed = read(value);
    return parsed === undefined ? left(expects) : right(parsed);
  });

export const whole = (min: number, max: number): t.Type<number> =>
  codecOf(`must be a whole number from ${min} to ${max}`, (value) => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  });

export const oneOf = <const A extends string>(values: readonly A[]): t.Type<A> =>
  codecOf(`must be one of: ${values.join(', ')}`, (value) =>
    values.find((allowed) => allowed === value),
  );

const split = (value: string): readonly string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

export const listOf = <const A extends string>(values: readonly A[]): t.Type<readonly A[]> =>
  codecOf<readonly A[]>(`must be a list of: ${values.join(', ')}`, (value) => {
    const items = split(value);
    const known = values.filter((allowed) => items.includes(allowed));
    return items.length > 0 && items.every((item) => known.some((one) => one === item))
      ? known
      : undefined;
  });

const RATE = /^(\d{1,9})\/(\d{1,9})$/;

/** The library keeps a timer for each: Node's are at most so long. */
const MAX_SECONDS = 2_000_000;

/** So many in so many seconds, or `null` for as many as one likes. */
export const rate = codecOf<Rate | null>(
  `must be a count and seconds such as 30/60 (1 to ${MAX_SECONDS} seconds), or off`,
  (value) => {
    if (value === 'off') return null;
    const [, limit, seconds] = (RATE.exec(value) ?? []).map(Number);
    if (limit === undefined || seconds === undefined) return undefined;
    return limit >= 1 && seconds >= 1 && seconds <= MAX_SECONDS ? { limit, seconds } : undefined;
  },
);

export const prefix = codecOf(
  'must be 1 to 10 capital letters and digits, the first a letter',
  (value) => (TICKET_PREFIX.test(value) ? value : undefined),
);

/** As of RFC 6265, section 4.1.1. */
export const cookieName = codecOf("must be a cookie's name of at most 128 characters", (value) =>
  /^[!#$%&'*+.^`|~\w-]{1,128}$/.test(value) ? value : undefined,
);

export const text = codecOf('must not be blank', (value) => (value === '' ? undefined : value));

/** As a name or an address; whether there is such a host shows where it is asked. */
export const hostName = codecOf(
  "must be a host's name or address, with no scheme and no port",
  (value) => (/^[\w.-]+$/.test(value) || isIPv6(value) ? value : undefined),
);

/** A key in PEM is no secret: with a public one anybody could sign. */
export const secret = reading(`must be at least ${MIN_SECRET} bytes`, (value) => {
  if (value.startsWith('-----BEGIN')) {
    return left('must be a secret, and is a key in PEM: JWT_PUBLIC_KEY takes public ones');
  }
  return Buffer.byteLength(value) >= MIN_SECRET
    ? right(value)
    : left(`must be at least ${MIN_SECRET} bytes`);
});

export const publicKey = reading('must be a public key in PEM', readPublicKey);

const MIME_TYPE = /^[a-z]+\/(?:\*|[a-z0-9][a-z0-9.+-]*)$/;

/** Of files; one that ends in `/*` stands for all of its kind. */
export const mimeTypes = codecOf<readonly string[]>(
  'must be a list of MIME types, such as image/*,application/pdf',
  (value) => {
    const items = split(value.toLowerCase());
    return items.length > 0 && items.every((item) => MIME_TYPE.test(item)) ? items : undefined;
  },
);

/** Without a slash at its end: paths come behind it. */
export const publicAddress = codecOf(
  'must be an http or https URL, with nothing behind its path',
  (value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url === null || !['http:', 'https:'].includes(url.protocol)) return undefined;
    const isPlain =
      url.username === '' && url.password === '' && url.search === '' && url.hash === '';
    return isPlain ? url.href.replace(/\/+$/, '') : undefined;
  },
);

export const webAddress = codecOf(
  'must be an http or https URL, without a user and password',
  (value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url === null || !['http:', 'https:'].includes(url.protocol)) return undefined;
    return url.username === '' && url.password === '' ? url.href : undefined;
  },
);

/** Such as comes in a header. */
export const headerKey = codecOf(
  'must be a key of printable ASCII characters without blanks',
  (value) => (/^[!-~]+$/.test(value) ? value : undefined),
);

/** It opens what is asked for without a limit. */
export const metricsToken = codecOf(
  'must be 16 or more printable ASCII characters without blanks',
  (value) => (/^[!-~]{16,}$/.test(value) ? value : undefined),
);

/** Such as come in a header: nothing of them is blank or beyond ASCII. */
export const keys = codecOf(
  'must be a list of keys of printable ASCII characters without blanks',
  (value) => {
    const items = split(value);
    return items.length > 0 && items.every((item) => /^[!-~]+$/.test(item)) ? items : undefined;
  },
);

export const origins = reading<readonly string[]>('must be a list of origins', (value) => {
  const { left: faults, right: read } = separate(split(value).map(readOrigin));
  return faults.length > 0 ? left(`must be a list of origins: ${faults.join('; ')}`) : right(read);
});
