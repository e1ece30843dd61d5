import { mock } from 'node:test';
import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import type { Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { agent, customer } from '../../../support/actors.js';
import type { DirectClient } from '../../../support/direct-client.js';
import { expectRight } from '../../../support/expect-either.js';
import { toSend, toStart } from '../../../support/in-memory.js';
import { settled } from '../../../support/manual-turn.js';
import { HOUR, smallGateway, type SmallGatewayOptions } from '../../../support/small-gateway.js';
import { until } from '../../../support/until.js';

const alice = customer('alice');
const sarah = agent('sarah');

const MIB = 1024 * 1024;

/** A fault of one part, and all the others who must not feel it. */
describe('a gateway in which something fails', () => {
  let server: ReturnType<typeof smallGateway>;
  let conversation: Awaited<ReturnType<typeof start>>;

  const start = async (options: SmallGatewayOptions) => {
    server = smallGateway([alice, sarah], options);
    return expectRight(await server.cases.startConversation(alice, toStart())()).conversation;
  };

  const joined = async (token: string): Promise<DirectClient> => {
    const client = await server.connect(token);
    await client.request('conversation:join', { conversationId: conversation.id });
    return client;
  };

  const say = async (text: string): Promise<void> => {
    expectRight(await server.cases.sendMessage(alice, toSend(conversation.id, { text }))());
    await settled();
  };

  const errors = (): readonly string[] =>
    server.logger.entries.filter(({ level }) => level === 'error').map(({ message }) => message);

  const heard = (client: DirectClient): readonly string[] =>
    client.all('message:received').map((data) => (data as { readonly message: string }).message);

  describe('a bus that carries no typing', () => {
    beforeEach(async () => {
      mock.timers.enable({ apis: ['setTimeout', 'Date'] });
      conversation = await start({
        beforePublish: ({ kind }) => {
          if (kind === 'typing') throw new Error('the bus is away');
        },
      });
    });
    afterEach(() => mock.timers.reset());

    it('is on record, and the typist is answered', async () => {
      const client = await joined('alice');
      const { id: conversationId } = conversation;
      const answer = await client.request('typing:start', { conversationId });
      expect(answer).to.have.property('success', true);
      expect(errors()).to.deep.equal(['publishing a signal failed']);
    });

    it('ends nothing when typing ends by itself', async () => {
      const client = await joined('alice');
      await client.request('typing:start', { conversationId: conversation.id });
      mock.timers.tick(10_000);
      expect(errors()).to.deep.equal(['publishing a signal failed', 'publishing a signal failed']);
      await say('still here');
      expect(heard(client)).to.deep.equal(['still here']);
    });

    it('keeps no connection that has gone', async () => {
      const client = await joined('alice');
      await client.request('typing:start', { conversationId: conversation.id });
      client.leave();
      await say('is he gone?');
      expect(heard(client)).to.deep.equal([]);
    });
  });

  describe('a dialect that cannot write a frame', () => {
    const change = (dialect: Dialect): Dialect => ({
      ...dialect,
      frames: (event, state, standing) => {
        if (event.type === 'messagePosted' && event.kind === 'text' && event.text === 'boom') {
          throw new Error('a bug');
        }
        return dialect.frames(event, state, standing);
      },
    });

    beforeEach(async () => {
      conversation = await start({ change });
    });

    it('keeps nobody from what comes next, in its order', async () => {
      const clients = [await joined('alice'), await joined('alice'), await joined('sarah')];
      for (const text of ['one', 'boom', 'two']) await say(text);
      for (const client of clients) expect(heard(client)).to.deep.equal(['one', 'two']);
    });

    it('is on record once for all who stand alike', async () => {
      await joined('alice');
      await joined('alice');
      await say('boom');
      expect(errors()).to.deep.equal(['a frame could not be written']);
    });

    it('keeps nobody from being told what he missed', async () => {
      let isLost = true;
      conversation = await start({
        change,
        beforePublish: ({ kind }) => {
          if (kind === 'changed' && isLost) throw new Error('lost');
        },
      });
      const clients = [await joined('alice'), await joined('sarah')];
      await say('boom');
      isLost = false;
      await say('two');
      for (const client of clients) {
        await until(() => heard(client).length > 0);
        expect(heard(client)).to.deep.equal(['two']);
      }
      await say('three');
      for (const client of clients) expect(heard(client)).to.deep.equal(['two', 'three']);
    });
  });

  describe('a client that says who he is many times at once', () => {
    it('is looked into once at a time', async () => {
      const gate = Promise.withResolvers<undefined>();
      let asked = 0;
      conversation = await start({
        authenticate: () => async () => {
          asked += 1;
          await gate.promise;
          return right({ actor: alice, expiresAt: Date.now() + HOUR });
        },
      });
      const client = await server.connect();
      const said = () => client.request('auth', { token: 'alice' });
      const waiting = Array.from({ length: 21 }, said);
      // No more than twenty wait.
      expect(await said()).to.deep.include({ success: false, code: 'rate_limited' });
      expect(asked).to.equal(1);
      gate.resolve(undefined);
      for (const each of await Promise.all(waiting)) expect(each).to.have.property('success', true);
      expect(asked).to.equal(21);
      expect(await said()).to.have.property('success', true);
    });
  });

  describe('a client that takes nothing', () => {
    beforeEach(async () => {
      conversation = await start({});
    });

    it('is sent away, though it is sent nothing but answers', async () => {
      const client = await joined('alice');
      client.unsent = 17 * MIB;
      await client.request('typing:stop', { conversationId: conversation.id });
      expect(client.all('closed')).to.deep.equal(['tooSlow']);
    });
  });
});
