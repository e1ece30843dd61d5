import { expect } from 'chai';
import type { StoreName } from '../../src/bootstrap/stores.js';
import { toConversationId } from '../../src/domain/ids.js';
import { LASTING_STORES, needsStore, openStore, type StorePlace } from '../support/bound-stores.js';
import { expectRight } from '../support/expect-either.js';
import { john, livechatAt } from './documents/livechat-people.js';
import { conversationOf } from './support/rest-client.js';
import { serve, serverEnvironment, type ServerProcess } from './support/server-process.js';
import {
  connectSupportSocketio,
  connectSupportWs,
  type SupportClient,
} from './support/support-clients.js';
import { someone, token } from './support/tokens.js';

/** Sends under way at any time, by way. */
const UNDER_WAY = { socketio: 80, ws: 80, rest: 40 } as const;
/** Acknowledgements of each way before it is told to stop. */
const BEFORE = 100;
const MOST_EVENTS = 1_000_000;

/** One way of sending, and what came back by it. */
interface Way {
  readonly conversationId: string;
  readonly acknowledged: string[];
  /** Fails where the server is gone. */
  send(text: string): Promise<void>;
}

const overSocket = (client: SupportClient, conversationId: string): Way => ({
  conversationId,
  acknowledged: [],
  send: async (message) => {
    const { success } = await client.request('message:send', { conversationId, message });
    if (!success) throw new Error('refused');
  },
});

const overRest = async (url: string): Promise<Way> => {
  const by = john();
  const at = livechatAt(url);
  const conversationId = await at.open(by, 'Hello');
  return {
    conversationId,
    acknowledged: [],
    send: (message) => at.send(by, conversationId, message),
  };
};

/** Keeps so many under way until one fails. */
const keepSending = async (
  way: Way,
  underWay: number,
  onAcknowledged: () => void,
): Promise<void> => {
  let sent = 0;
  let isOver = false;
  const lane = async (): Promise<void> => {
    while (!isOver) {
      sent += 1;
      const text = `message ${sent}`;
      await way.send(text);
      way.acknowledged.push(text);
      onAcknowledged();
    }
  };
  const lanes = Array.from({ length: underWay }, () =>
    lane().catch(() => {
      isOver = true;
    }),
  );
  await Promise.all(lanes);
};

const describeStopping = (name: StoreName, fresh: () => StorePlace): void => {
  describe(`a server on ${name} that is told to stop under load`, () => {
    let place: StorePlace;
    let server: ServerProcess;
    before(() => {
      place = fresh();
    });
    after(async () => {
      await server.kill('SIGKILL');
      await place.remove();
    });

    it(`keeps whatever it has acknowledged, and sends its clients away to come back`, async function () {
      this.timeout(60_000);
      const environment = { ...serverEnvironment(''), ...place.environment };
      server = await serve(environment);
      const { url } = server;
      const [bearer, other] = [token({ sub: someone() }), token({ sub: someone() })];
      const socketio = await connectSupportSocketio(url, { token: bearer }, { reconnectAfter: 50 });
      await socketio.next('connection:success');
      const ws = await connectSupportWs(url, other);
      const ways = {
        socketio: overSocket(socketio, await conversationOf(url, bearer)),
        ws: overSocket(ws, await conversationOf(url, other)),
        rest: await overRest(url),
      };
      const all = Object.values(ways);
      let isTold = false;
      const tell = (): void => {
        if (isTold || all.some(({ acknowledged }) => acknowledged.length < BEFORE)) return;
        isTold = true;
        server.child.kill('SIGTERM');
      };
      const over = Promise.all([
        keepSending(ways.socketio, UNDER_WAY.socketio, tell),
        keepSending(ways.ws, UNDER_WAY.ws, tell),
        keepSending(ways.rest, UNDER_WAY.rest, tell),
      ]);

      expect(await server.exited).to.equal(0);
      expect(await ws.closed).to.equal(1012);
      expect(await socketio.ended).to.equal('transport close');
      await over;

      const store = await openStore(place);
      for (const { conversationId, acknowledged } of all) {
        const id = toConversationId(conversationId);
        const events = expectRight(await store.log.read(id, 0, MOST_EVENTS)());
        expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, index) => index + 1));
        const kept = events.flatMap((event) =>
          event.type === 'messagePosted' && event.kind === 'text' ? event.text : [],
        );
        expect(new Set(kept).size, 'nothing twice').to.equal(kept.length);
        expect(kept).to.include.members(acknowledged);
      }
      await store.close();

      const port = new URL(url).port;
      server = await serve({ ...environment, PORT: port });
      expect((await socketio.next('connection:success')).type).to.equal('user');
      socketio.close();
    });
  });
};

for (const name of LASTING_STORES) {
  describe(`on ${name}`, () => describeStopping(name, needsStore(name)));
}
