import type { IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';
import type { Offer } from '../../gateway/transport.js';

const BEARER = /^Bearer +(\S+)$/i;

/** An `Authorization` header that cannot be read is a bad token, not none. */
const bearerToken = (authorization: string | undefined): string | undefined =>
  authorization === undefined ? undefined : (BEARER.exec(authorization)?.[1] ?? '');

const cookiesOf = (header: string | undefined): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(parseCookie(header ?? '')).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );

/** What can be read off the HTTP request that opens any connection, beside what its transport says outright. */
export const offerOf = (
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  outright: { readonly token?: unknown; readonly guestId?: unknown } = {},
): Offer => ({
  token: outright.token ?? bearerToken(headers.authorization),
  guestId: outright.guestId ?? headers['x-guest-id'],
  sessionId: null,
  cookies: cookiesOf(headers.cookie),
  headers,
  address: socket.remoteAddress ?? '',
  mayFollow: false,
});
