import type { IncomingMessage } from 'node:http';
import type { Offer } from '../../gateway/transport.js';
import type { AddressOf } from '../common/client-address.js';
import { offerOf } from '../common/offer.js';

/** The subprotocol that we speak and choose; a credential offered beside it is not echoed. */
export const SUBPROTOCOL = 'switchboard.v1';

const TOKEN_PREFIX = 'bearer.';
const GUEST_PREFIX = 'guest.';

/** What an upgrade offers, or why it cannot be accepted as it is. */
export type Handshake = { readonly offer: Offer } | { readonly problem: string };

/**
 * Credentials come from headers, or from subprotocols `bearer.<token>` and `guest.<id>`; never from the
 * query string (design, section 6).
 */
export const handshake = (request: IncomingMessage, addressOf: AddressOf): Handshake => {
  const header = request.headers['sec-websocket-protocol'] ?? '';
  const offered = header.split(',').map((name) => name.trim());
  const after = (prefix: string): readonly string[] =>
    offered.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const [token] = after(TOKEN_PREFIX);
  const guestId = after(GUEST_PREFIX);
  if ((token ?? guestId[0]) !== undefined && !offered.includes(SUBPROTOCOL)) {
    return { problem: `A token or guest id as a subprotocol needs ${SUBPROTOCOL} beside it` };
  }
  const offer = offerOf(request, addressOf, { token, guestId });
  return { offer: { ...offer, mayFollow: true } };
};
