import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';

/** One that does not decode counts as none, and lets the next of its name count. */
const decodeValue = (value: string): string | undefined => {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
};

/**
 * Whether the page that sends them is our own or one that is let in, or no browser sends them. Another's
 * `Origin` was refused before; its links and images name none, but `Sec-Fetch-Site` tells.
 */
export const mayBearCookies = (headers: IncomingHttpHeaders): boolean => {
  const { origin, 'sec-fetch-site': site } = headers;
  return origin !== undefined || site === undefined || site === 'same-origin';
};

/** The cookies of a request that count (design, section 6), by name. */
export const requestCookies = (headers: IncomingHttpHeaders): ReadonlyMap<string, string> => {
  const header = mayBearCookies(headers) ? (headers.cookie ?? '') : '';
  return new Map(
    Object.entries(parseCookie(header, { decode: decodeValue })).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
};
