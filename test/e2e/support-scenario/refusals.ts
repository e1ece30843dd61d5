import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { someone } from '../support/tokens.js';
import { expectNothing, expectRefused, type Scene } from './scene.js';

/** What is refused, and in which words. */
export const describeRefusals = ({ open, enter }: Scene): void => {
  describe('a conversation of someone else', () => {
    it('answers as one that there is not', async () => {
      const client = await enter({ sub: someone() });
      const theirs = await open(someone());
      for (const event of ['conversation:join', 'message:send']) {
        for (const conversationId of [theirs, randomUUID()]) {
          const attempt = [event, { conversationId, message: 'hello' }] as const;
          const words = await expectRefused(client, attempt, 'not_found');
          expect(words).to.equal('Conversation not found');
        }
      }
    });

    it('is not heard after a refused join', async () => {
      const owner = someone();
      const conversationId = await open(owner);
      const client = await enter({ sub: someone() });
      await client.request('conversation:join', { conversationId });
      const other = await enter({ sub: owner });
      await other.request('message:send', { conversationId, message: 'private' });
      await expectNothing(client, 'message:received');
    });
  });

  describe('refusals', () => {
    it('of events that there are not', async () => {
      const client = await enter({ sub: someone() });
      for (const event of ['message:recall', 'message:received', 'constructor', '']) {
        await expectRefused(client, [event, {}], 'invalid');
      }
    });

    it('come as message:error to those who ask for no ack', async () => {
      const client = await enter({ sub: someone() });
      client.emit('message:recall', {});
      expect((await client.next('message:error')).code).to.equal('invalid');
      client.emit('message:send', { conversationId: randomUUID(), message: 'hello' });
      expect((await client.next('message:error')).code).to.equal('not_found');
    });

    it('of payloads with something wrong', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const client = await enter({ sub });
      const good = { conversationId, message: 'hello' };
      const bad: readonly unknown[] = [
        { conversationId },
        { ...good, message: 5 },
        { ...good, message: { toString: 'x' } },
        { ...good, conversationId: 'mine' },
        { ...good, conversationId: { $ne: null } },
        { ...good, clientMessageId: '' },
        { ...good, clientMessageId: 5 },
        { ...good, clientMessageId: 'x'.repeat(201) },
        { ...good, clientMessageId: 'one', client_message_id: 'another' },
        { ...good, ifLastSeq: -1 },
        { ...good, ifLastSeq: 1.5 },
        { ...good, ifLastSeq: '1' },
      ];
      for (const payload of bad) await expectRefused(client, ['message:send', payload], 'invalid');
      await expectNothing(client, 'message:received');
    });
  });
};
