import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { until } from '../support/until.js';
import { within } from './support/deadline.js';
import { startServer } from './support/in-process-server.js';
import { conversationOf } from './support/rest-client.js';
import { enterRawPolling, openRawPolling, type RawPolling } from './support/raw-polling.js';
import { enterRawSocketio, openRawSocketio } from './support/raw-socketio.js';
import { someone, token } from './support/tokens.js';
import { openUnread } from './support/unread-websocket.js';
import {
  connectSupportSocketio,
  connectSupportWs,
  openSupportWs,
} from './support/support-clients.js';

const KIB = 1_024;
const MIB = 1_024 * KIB;

/** More than the system keeps of what a client does not read; less than would hurt. */
const MOST_UNREAD = 64 * MIB;

/** In all namespaces together, to be answered by so many sockets and authentications. */
const MOST_KNOCKS = 10;

const many = <A>(count: number, value: A): A[] => Array<A>(count).fill(value);

/** A WebSocket frame of a client, under a mask of zeros. */
const frame = (opcode: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0]), payload]);

const text = (payload: string): Buffer => frame(0x1, Buffer.from(payload));
const PINGS = Buffer.concat(many(500, frame(0x9, Buffer.alloc(125))));
const PROBES = Buffer.concat(many(5_000, text('2probe')));

const manyTexts = (payload: string): Buffer => Buffer.concat(many(5_000, text(payload)));

describe('a flood', () => {
  let server: App;
  let bearer: string;

  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  beforeEach(() => {
    bearer = token({ sub: someone() });
  });

  // Whatever came before: the same process goes on serving.
  afterEach(async () => {
    const client = await connectSupportSocketio(server.url, { token: bearer });
    expect((await client.next('connection:success')).type).to.equal('user');
    client.close();
  });

  /** All that is answered until the session is no more. */
  const answersOf = async (session: RawPolling): Promise<readonly string[]> => {
    const all: string[] = [];
    for (let packets = await session.poll(); packets.length > 0; packets = await session.poll()) {
      all.push(...packets);
    }
    return all;
  };

  describe('of handshakes', () => {
    for (const knock of ['40', '40/support,', '40/x,', '4 /x,']) {
      it(`in one request is cut after a few: ${knock}`, async () => {
        const session = await openRawPolling(server.url);
        await session.post(many(3_000, knock));
        const refusals = (await answersOf(session)).filter((packet) => packet.startsWith('44'));
        expect(refusals.length).to.be.at.most(MOST_KNOCKS);
      });
    }

    for (const knock of ['40{"token":""}', '40/support,{"token":""}', '40/x,', '4 /x,']) {
      it(`one by one is cut after a few: ${knock}`, async () => {
        const client = await openRawSocketio(server.url);
        let refusals = 0;
        for (; refusals <= MOST_KNOCKS; refusals += 1) {
          const refusal = client.next(/^44/).then(() => 'refused');
          client.raw(knock);
          if ((await Promise.race([refusal, client.closed])) !== 'refused') break;
        }
        expect(refusals).to.equal(MOST_KNOCKS);
        await client.closed;
      });
    }

    it('is cut at the second of a guest', async () => {
      const client = await openRawSocketio(server.url);
      const welcome = client.next(/^40\/support,/);
      client.raw('40/support,');
      await welcome;
      client.raw('40/support,');
      await client.closed;
    });

    it('is not what a client does that is let in at the third attempt', async () => {
      const client = await openRawSocketio(server.url);
      for (const bad of ['', 'token']) {
        const refusal = client.next(/^44/);
        client.packet(`0/support,${JSON.stringify({ token: bad })}`);
        await refusal;
      }
      const welcome = client.next(/^42\/support,\["connection:success"/);
      client.packet(`0/support,${JSON.stringify({ token: bearer })}`);
      await welcome;
      client.close();
    });
  });

  describe('of packets', () => {
    const tiny = ['6', '3', '42/support,["x"]', '43/support,1[]', '41/support,', '40/support,'];

    for (const packet of tiny) {
      it(`from somebody known, in one request, is cut: ${packet}`, async () => {
        const session = await enterRawPolling(server.url, bearer);
        await session.post(many(Math.floor(MIB / (packet.length + 1)), packet));
        expect((await answersOf(session)).length).to.be.at.most(MOST_KNOCKS);
      });
    }

    for (const packet of ['6', '3', '42/support,["x"]', '43/support,1[]']) {
      it(`from somebody known, in a turn of the event loop, is cut: ${packet}`, async () => {
        const client = await enterRawSocketio(server.url, bearer);
        for (const one of many(10_000, packet)) client.raw(one);
        await within(client.closed, () => 'the end of a flood');
      });
    }
  });

  describe('of answers that are left unread', () => {
    for (const path of ['/socket.io/?EIO=4&transport=websocket', '/ws/support']) {
      it(`to pings is cut, at ${path}`, async () => {
        const socket = await openUnread(server.url, path);
        expect(await socket.writeUntilCut(PINGS, MOST_UNREAD)).to.equal('cut');
      });
    }

    it('to probes before an upgrade is cut', async () => {
      const session = await openRawPolling(server.url);
      const socket = await openUnread(server.url, session.upgradePath);
      expect(await socket.writeUntilCut(PROBES, MOST_UNREAD)).to.equal('cut');
      await session.close();
    });
  });

  describe('after the server has closed', () => {
    const floods = [
      ['/socket.io/?EIO=4&transport=websocket', '2'],
      ['/ws/support', '{"event":"nope"}'],
      ['/ws/support', 'no envelope'],
    ] as const;
    for (const [path, text] of floods) {
      it(`is cut, at ${path}: ${text}`, async () => {
        const socket = await openUnread(server.url, path);
        expect(await socket.writeUntilCut(manyTexts(text), MOST_UNREAD)).to.equal('cut');
      });
    }
  });

  describe('of bytes', () => {
    /** Engine.IO's packet that means nothing, so long. */
    const noop = (length: number): string => `6${'x'.repeat(length - 1)}`;

    it('from a stranger is refused past 64 KiB', async () => {
      const polling = await openRawPolling(server.url);
      expect(await polling.post([noop(64 * KIB)])).to.equal(200);
      expect(await polling.post([noop(64 * KIB + 1)])).to.equal(413);
      await polling.close();
      const websocket = await openRawSocketio(server.url);
      websocket.raw(noop(64 * KIB + 1));
      expect(await within(websocket.closed, () => 'the end of a stranger')).to.equal(1009);
    });

    it('from a stranger on plain ws is not read past 128 KiB, whatever it is', async () => {
      const client = await openSupportWs(server.url);
      client.raw('x'.repeat(128 * KIB));
      expect(await client.next('error')).to.have.property('code', 'INVALID_DATA');
      client.raw('x'.repeat(128 * KIB + 1));
      expect(await within(client.closed, () => 'the end of a stranger')).to.equal(1009);
    });

    it('from somebody known is refused past 1 MiB', async () => {
      const polling = await enterRawPolling(server.url, bearer);
      expect(await polling.post([noop(MIB)])).to.equal(200);
      expect(await polling.post([noop(MIB + 1)])).to.equal(413);
      await polling.close();
      const websocket = await enterRawSocketio(server.url, bearer);
      const pong = websocket.next(/^43\/support,9/);
      websocket.raw(noop(MIB));
      websocket.packet('2/support,9["conversation:leave",{}]');
      await pong;
      websocket.raw(noop(MIB + 1));
      expect(await within(websocket.closed, () => 'the end of a flood')).to.equal(1009);
    });

    it('from somebody known may be as large after an upgrade', async () => {
      const options = { transports: ['polling', 'websocket'] as const };
      const client = await connectSupportSocketio(server.url, { token: bearer }, options);
      await until(() => client.socket.io.engine.transport.name === 'websocket');
      const ack = await client.request('nothing', { extra: 'x'.repeat(MIB - KIB) });
      expect(ack.code).to.equal('too_large');
      client.close();
    });
  });

  describe('of typing', () => {
    const CONNECTORS = {
      'Socket.IO': () => connectSupportSocketio(server.url, { token: bearer }),
      ws: () => connectSupportWs(server.url, bearer),
    } as const;

    for (const [transport, connect] of Object.entries(CONNECTORS)) {
      it(`a thousand times a second is answered, and others are served, over ${transport}`, async () => {
        const conversationId = await conversationOf(server.url, bearer);
        const staff = await connectSupportWs(
          server.url,
          token({ sub: someone('admin'), role: 'admin' }),
        );
        await staff.request('conversation:join', { conversationId });
        const typist = await connect();
        const other = token({ sub: someone() });
        const theirs = {
          conversationId: await conversationOf(server.url, other),
          message: 'hello',
        };
        const neighbour = await connectSupportWs(server.url, other);
        for (let second = 0; second < 3; second += 1) {
          const typed = Array.from({ length: 500 }, () => [
            typist.request('typing:start', { conversationId }),
            typist.request('typing:stop', { conversationId }),
          ]).flat();
          const sent = await neighbour.request('message:send', theirs);
          expect(sent.success).to.equal(true);
          for (const { success } of await Promise.all(typed)) expect(success).to.equal(true);
        }
        // It is told as it was, to the end: whoever was said to type is said to have stopped.
        await typist.request('message:send', { conversationId, message: 'typed' });
        await staff.next('message:received');
        for (const event of ['typing:start', 'typing:stop'] as const) {
          expect(staff.waiting(event)).to.equal(1_500);
        }
        for (const client of [staff, typist, neighbour]) client.close();
      });
    }
  });
});
