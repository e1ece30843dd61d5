import type { Socket } from 'socket.io';
import type { Offer } from '../../gateway/transport.js';
import type { AddressOf } from '../common/client-address.js';
import { offerOf } from '../common/offer.js';

/** The library's private id of a session that was cut off; it sends it along when it connects again. */
const SESSION_ID = 'pid';

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What a handshake offers: documents 000 and 001 have the credentials in its `auth`. */
export const offerFrom = (
  { request, handshake }: Pick<Socket, 'request' | 'handshake'>,
  addressOf: AddressOf,
): Offer => {
  const auth: unknown = handshake.auth;
  const said = new Map(typeof auth === 'object' && auth !== null ? Object.entries(auth) : []);
  const offer = offerOf(request, addressOf, {
    token: said.get('token') ?? undefined,
    guestId: said.get('guestId'),
  });
  return { ...offer, sessionId: textOrNull(said.get(SESSION_ID)) };
};
