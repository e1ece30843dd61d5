import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Entrance } from '../../gateway/transport.js';
import type { AddressOf } from '../common/client-address.js';
import type { HandshakeCookies } from '../common/handshake-cookies.js';
import { offerOf } from '../common/offer.js';
import { setCookies } from '../common/set-cookie.js';

const ignore = (): void => undefined;

/**
 * Renews cookies while a connection is made: by the time that a namespace is entered the answer has gone. Which of them
 * the client will enter is not known yet, so that all are asked.
 * @param cookiesOf are had by the answer to an upgrade; that to any other request is given them here
 */
export const renewalFor =
  (entrances: readonly Entrance[], addressOf: AddressOf, cookiesOf: HandshakeCookies) =>
  /** @param response none of Node's where it is an upgrade */
  async (request: IncomingMessage, response: unknown): Promise<void> => {
    const { socket } = request;
    // Of an upgrade nobody listens to the socket meanwhile, and an error without a listener ends the process.
    socket.on('error', ignore);
    try {
      const offer = offerOf(request, addressOf);
      const renewals = await Promise.all(entrances.map((entrance) => entrance.renew(offer)));
      const cookies = renewals.flatMap((renewal) => renewal.cookies);
      const failure = renewals.find((renewal) => renewal.failure !== null)?.failure ?? null;
      cookiesOf.give(request, { cookies, failure });
      if (cookies.length > 0 && response instanceof ServerResponse) {
        response.setHeader('set-cookie', setCookies(cookies));
      }
    } finally {
      socket.off('error', ignore);
    }
  };
