import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import type { Entrance, Refusal } from '../../../../src/adapters/inbound/gateway/transport.js';
import { socketioTransport } from '../../../../src/adapters/inbound/transports/socketio/socketio-transport.js';
import { wsTransport } from '../../../../src/adapters/inbound/transports/ws/ws-transport.js';
import { silentLogger } from '../../../support/fixed-ports.js';
import { roomForAll } from '../../../support/frame-budget.js';
import { clientAddress } from '../../../../src/adapters/inbound/transports/common/client-address.js';

const limited: Refusal = { because: 'limited', message: 'Too many of you', retryAfter: 7 };
const unavailable: Refusal = { because: 'unavailable', message: 'Service unavailable' };

/** An entrance that nobody enters. */
const refusing = (refusal: Refusal): Entrance => ({
  name: 'probe',
  maxFrame: 1_000,
  renew: () => Promise.resolve({ cookies: [], failure: null }),
  admit: () => Promise.resolve(left(refusal)),
  open: () => expect.fail('somebody was let in'),
});

const settings = {
  heartbeatInterval: 60_000,
  heartbeatTimeout: 120_000,
  isAllowedOrigin: () => true,
  turnedAway: () => undefined,
  addressOf: clientAddress(0),
  budget: roomForAll(),
  logger: silentLogger,
};

describe('a client that is not let in', () => {
  let server: Server;
  let close: () => Promise<void>;

  const listen = async (): Promise<string> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  beforeEach(() => {
    server = createServer();
  });

  afterEach(async () => {
    await close();
    server.close();
  });

  describe('on plain ws', () => {
    const upgrade = async (refusal: Refusal): Promise<IncomingMessage> => {
      const transport = wsTransport({
        ...settings,
        entrances: new Map([['probe', refusing(refusal)]]),
      });
      ({ close } = transport);
      server.on('upgrade', (request, socket, head) => transport.upgrade(request, socket, head));
      const client = new WebSocket(`ws://${await listen()}/ws/probe`);
      const [, answer] = (await once(client, 'unexpected-response')) as [unknown, IncomingMessage];
      answer.resume();
      return answer;
    };

    it('reads in the answer to its upgrade when to come back', async () => {
      const { statusCode, headers } = await upgrade(limited);
      expect([statusCode, headers['retry-after']]).to.deep.equal([429, '7']);
    });

    it('reads nothing of the kind where it is no limit', async () => {
      const { statusCode, headers } = await upgrade(unavailable);
      expect([statusCode, headers['retry-after']]).to.deep.equal([503, undefined]);
    });
  });

  describe('on Socket.IO', () => {
    const connectError = async (refusal: Refusal): Promise<Error & { data?: unknown }> => {
      ({ close } = socketioTransport(server, {
        ...settings,
        entrances: new Map([['/probe', refusing(refusal)]]),
      }));
      const client = io(`http://${await listen()}/probe`, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
      });
      const error = await new Promise<Error>((resolve) => client.once('connect_error', resolve));
      client.close();
      return error;
    };

    it('reads in its connect_error when to come back', async () => {
      const { message, data } = await connectError(limited);
      expect([message, data]).to.deep.equal(['Too many of you', { retryAfter: 7 }]);
    });

    it('reads nothing of the kind where it is no limit', async () => {
      const { message, data } = await connectError(unavailable);
      expect([message, data]).to.deep.equal(['Service unavailable', undefined]);
    });
  });
});
