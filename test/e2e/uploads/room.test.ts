import { once } from 'node:events';
import { mock } from 'node:test';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { until } from '../../support/until.js';
import {
  beginPost,
  CLIENTS,
  type Ground,
  KIB,
  MIB,
  MOST,
  statusOf,
  uploadGround,
} from './ground.js';

const text = 'x'.repeat(MIB);
const measured = { ok: true, length: MIB };

describe('the room for large frames', () => {
  let on: Ground;

  afterEach(async () => {
    mock.timers.reset();
    await on.leave();
  });

  describe('that is taken', () => {
    beforeEach(async () => {
      on = await uploadGround();
    });

    for (const [name, open] of Object.entries(CLIENTS)) {
      it(`is waited for by what is large, and by nothing else, over ${name}`, async () => {
        const [client, other] = [await open(on), await open(on)];
        const free = on.budget.takeAll();
        let isAnswered = false;
        const answer = client.request('measure', { text }).finally(() => {
          isAnswered = true;
        });
        await on.budget.whenAsked(1);
        const small = { text: 'x'.repeat(64 * KIB - 100) };
        // Each is a round trip, in several of which the large one would be answered too.
        for (let trip = 0; trip < 20; trip += 1) {
          expect(await other.request('measure', small)).to.include({ ok: true });
        }
        expect(isAnswered).to.equal(false);
        free();
        expect(await answer).to.deep.equal(measured);
        expect(await client.request('measure', { text })).to.deep.equal(measured);
        for (const one of [client, other]) one.close();
      });

      it(`is free again when who waits for it leaves, over ${name}`, async () => {
        const [gone, stays] = [await open(on), await open(on)];
        const free = on.budget.takeAll();
        gone.emit('measure', { text: 'x'.repeat(20 * MIB) });
        await on.budget.whenAsked(1);
        const answer = stays.request('measure', { text });
        gone.close();
        await on.budget.whenAsked(2);
        free();
        expect(await answer).to.deep.equal(measured);
        await until(() => on.budget.isFree);
        stays.close();
      });
    }
  });

  describe('that is had', () => {
    beforeEach(async () => {
      on = await uploadGround();
    });

    for (const over of ['plain ws', 'Socket.IO'] as const) {
      it(`is free again when who sends stops in the middle and leaves, over ${over}`, async () => {
        const socket = await on.openWebSocket(over);
        socket.send('x'.repeat(200 * KIB), { fin: false });
        await on.budget.whenAsked(1);
        expect(on.budget.isFree).to.equal(false);
        socket.terminate();
        await until(() => on.budget.isFree);
      });
    }

    it('is free again when who sends stops in the middle and leaves, over long polling', async () => {
      const asking = beginPost(on.url, await on.enterPolling(), 20 * MIB);
      asking.write(text);
      await on.budget.whenAsked(1);
      expect(on.budget.isFree).to.equal(false);
      asking.destroy();
      await until(() => on.budget.isFree);
    });
  });

  describe('that is waited for longer than a client may be silent', () => {
    beforeEach(async () => {
      on = await uploadGround({
        SOCKET_HEARTBEAT_INTERVAL: '100',
        SOCKET_HEARTBEAT_TIMEOUT: '300',
      });
    });

    const pinged = async (socket: {
      on(event: 'ping', listener: () => void): unknown;
    }): Promise<void> => {
      let pings = 0;
      socket.on('ping', () => {
        pings += 1;
      });
      await until(() => pings >= 6);
    };

    for (const transport of ['websocket', 'polling'] as const) {
      it(`leaves the client alive, and pinged, over Socket.IO by ${transport}`, async () => {
        const client = await on.connectSocketio(transport);
        const free = on.budget.takeAll();
        const answer = client.request('measure', { text });
        await on.budget.whenAsked(1);
        await pinged(client.socket.io.engine);
        free();
        expect(await answer).to.deep.equal(measured);
        client.close();
      });
    }

    it('leaves the client alive, and pinged, over plain ws', async () => {
      const client = await on.connectWs();
      const free = on.budget.takeAll();
      const answer = client.request('measure', { text });
      await on.budget.whenAsked(1);
      await pinged(client.socket);
      free();
      expect(await answer).to.deep.equal(measured);
      client.close();
    });
  });

  describe('of what does not say how large it is', () => {
    beforeEach(async () => {
      on = await uploadGround();
    });

    it('is as much as may come, for a message in parts', async () => {
      const socket = await on.openWebSocket('plain ws');
      const answer = once(socket, 'message');
      const whole = JSON.stringify(['measure', { text }, 1]);
      for (let at = 0; at < whole.length; at += 100 * KIB) {
        socket.send(whole.slice(at, at + 100 * KIB), { fin: false });
      }
      socket.send('', { fin: true });
      expect(String((await answer)[0])).to.equal(JSON.stringify([1, measured]));
      expect(on.budget.asked.map(({ bytes }) => bytes)).to.deep.equal([MOST]);
      socket.terminate();
    });

    it('is as much as may come, for a request in chunks', async () => {
      const session = await on.enterPolling();
      const asking = beginPost(on.url, session);
      asking.end(`42/probe,7${JSON.stringify(['measure', { text }])}`);
      expect(await statusOf(asking)).to.equal(200);
      expect((await session.poll()).join()).to.include(`43/probe,7[${JSON.stringify(measured)}]`);
      expect(on.budget.asked.map(({ bytes }) => bytes)).to.deep.equal([MOST]);
      await session.close();
    });
  });

  describe('of what is larger than may come', () => {
    beforeEach(async () => {
      on = await uploadGround();
    });

    for (const over of ['plain ws', 'Socket.IO'] as const) {
      it(`is not asked for: its first bytes close the connection, over ${over}`, async () => {
        const socket = await on.openWebSocket(over);
        const closed = once(socket, 'close');
        socket.send(Buffer.alloc(MOST + 1));
        expect((await closed)[0]).to.equal(1009);
        expect(on.budget.asked).to.deep.equal([]);
      });
    }

    it('is not asked for: the request is refused before it comes, over long polling', async () => {
      const session = await on.enterPolling();
      const asking = beginPost(on.url, session, MOST + 1);
      expect(await statusOf(asking)).to.equal(413);
      expect(on.budget.asked).to.deep.equal([]);
      asking.destroy();
      await session.close();
    });
  });

  describe('while a connection is upgraded', () => {
    beforeEach(async () => {
      on = await uploadGround();
    });

    it('may be waited for as long as a request may be under way', async () => {
      const session = await on.enterPolling();
      mock.timers.enable({ apis: ['setTimeout'] });
      const socket = new WebSocket(`${on.url.replace('http', 'ws')}${session.upgradePath}`);
      await once(socket, 'open');
      const probed = once(socket, 'message');
      socket.send('2probe');
      expect(String((await probed)[0])).to.equal('3probe');
      mock.timers.tick(290_000);
      mock.timers.reset();
      const answered = once(socket, 'message');
      socket.send('5');
      socket.send(`42/probe,7${JSON.stringify(['measure', { text }])}`);
      expect(String((await answered)[0])).to.equal(`43/probe,7[${JSON.stringify(measured)}]`);
      expect(on.budget.asked).to.have.length(1);
      socket.terminate();
    });

    it('is had by what comes before and by what comes after', async () => {
      const client = await on.connectSocketio('polling', 'websocket');
      const texts = [20, 20, 20].map((size) => 'x'.repeat(size * MIB));
      const answers = texts.map((large) => client.request('measure', { text: large }));
      for (const answer of answers) expect(await answer).to.include({ ok: true });
      expect(client.socket.io.engine.transport.name).to.equal('websocket');
      client.close();
    });
  });
});
