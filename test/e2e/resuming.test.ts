import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import { channel } from '../../src/adapters/inbound/dialects/support/channel.js';
import { STORES } from '../../src/bootstrap/stores.js';
import type { ConversationId } from '../../src/domain/ids.js';
import { admin, customer } from '../support/actors.js';
import { answer } from '../support/answer.js';
import { needsStore, type StorePlace } from '../support/bound-stores.js';
import { toSend, toStart } from '../support/in-memory.js';
import { until } from '../support/until.js';
import { blocks, page, section } from '../docs/support/pages.js';
import { type LastingServer, lastingServer } from './support/lasting-server.js';
import { someone, token } from './support/tokens.js';

/** What `docs/dialects/support.md` has a client do. */
const doAsThePageSays = (socket: Socket, conversationId: string): void => {
  const [script] = blocks(section(page('docs/dialects/support.md'), 'Reconnecting'), 'js');
  if (script === undefined) throw new Error('the page has no such script any more');
  runInNewContext(script, { socket, conversationId });
};

describe('a client that joins as the page of support says', () => {
  for (const store of STORES) {
    describe(`on ${store}`, () => {
      const fresh = needsStore(store);
      const alice = customer(someone('alice'));
      let place: StorePlace;
      let server: LastingServer;
      let socket: Socket;
      let id: ConversationId;
      let heard: string[];

      beforeEach(async () => {
        place = fresh();
        server = await lastingServer(place);
        const started = await answer(server.cases().startConversation(alice, toStart({ channel })));
        ({ id } = started.conversation);
        heard = [];
        const auth = { token: token({ sub: alice.id }) };
        const options = { auth, transports: ['websocket'], forceNew: true };
        socket = io(`${server.url}/support`, { ...options, reconnectionDelay: 20 });
        socket.on('message:received', ({ message }: { message: string }) => heard.push(message));
        doAsThePageSays(socket, id);
      });
      afterEach(async () => {
        socket.close();
        await server.stop();
        await place.remove();
      });

      const say = async (...texts: readonly string[]): Promise<void> => {
        for (const text of texts) {
          await answer(server.cases().sendMessage(admin(), toSend(id, { text })));
        }
      };

      const expectHeard = async (...texts: readonly string[]): Promise<void> => {
        await until(() => heard.length >= texts.length);
        expect([...heard].sort()).to.deep.equal(texts);
      };

      const joined = (): Promise<unknown> =>
        new Promise((resolve) => socket.once('conversation:joined', resolve));

      it('hears what was said while he was away, once', async () => {
        await joined();
        await say('1');
        await expectHeard('1');
        socket.disconnect();
        await say('2', '3');
        const back = joined();
        socket.connect();
        await back;
        expect(heard).to.deep.equal(['1', '2', '3']);
        await say('4');
        await expectHeard('1', '2', '3', '4');
      });

      it('hears each message once that is said around a restart of the server', async () => {
        await joined();
        await say('1');
        await expectHeard('1');
        const back = joined();
        await server.stop();
        await server.start();
        await say('2', '3', '4', '5');
        await back;
        await say('6');
        await expectHeard('1', '2', '3', '4', '5', '6');
      });
    });
  }
});
