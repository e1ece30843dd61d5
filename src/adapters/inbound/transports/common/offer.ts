import type { IncomingMessage } from 'node:http';
import { bearerToken, type Offer } from '../../gateway/transport.js';
import type { AddressOf } from './client-address.js';
import { requestCookies } from './request-cookies.js';

/** What can be read off the HTTP request that opens any connection, beside what its transport says outright. */
export const offerOf = (
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  addressOf: AddressOf,
  outright: { readonly token?: unknown; readonly guestId?: unknown } = {},
): Offer => {
  const { headers } = request;
  return {
    token: outright.token ?? bearerToken(headers),
    guestIds: [outright.guestId, headers['x-guest-id']],
    sessionId: null,
    cookies: requestCookies(headers),
    headers,
    address: addressOf(request),
    mayFollow: false,
  };
};
