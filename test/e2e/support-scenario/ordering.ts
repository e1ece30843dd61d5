import { expect } from 'chai';
import { SHARED } from '../../support/channels.js';
import { someone } from '../support/tokens.js';
import { messageOf, expectNothing, take, anAdmin, type Scene } from './scene.js';

/** In which order things are handled and heard. */
export const describeOrdering = ({ open, enter, joined }: Scene): void => {
  describe('order', () => {
    it('of 200 sends in a row is one for everybody, seq rising', async () => {
      const count = 200;
      const sub = someone();
      const conversationId = await open(sub);
      const sender = await joined({ sub }, conversationId);
      const otherDevice = await joined({ sub }, conversationId);
      const admin = await joined(anAdmin(), conversationId);
      const texts = Array.from({ length: count }, (_, index) => `message ${index}`);
      const acks = texts.map((message) =>
        sender.request('message:send', { conversationId, message }),
      );
      for (const listener of [sender, otherDevice, admin]) {
        const messages = await take(listener, count);
        expect(messages.map(({ message }) => message)).to.deep.equal(texts);
        expect(messages.map(({ seq }) => seq)).to.deep.equal(texts.map((_, index) => index + 2));
      }
      const acked = (await Promise.all(acks)).map((ack) => messageOf(ack).message);
      expect(acked).to.deep.equal(texts);
    });

    it('is the same for all when several write at once', async () => {
      const count = 50;
      const sub = someone();
      const conversationId = await open(sub);
      const writers = [
        await joined({ sub }, conversationId),
        await joined({ sub }, conversationId),
        await joined(anAdmin(), conversationId),
      ];
      for (let index = 0; index < count; index += 1) {
        for (const writer of writers) {
          writer.emit('message:send', { conversationId, message: `message ${index}` });
        }
      }
      const seen = await Promise.all(writers.map((writer) => take(writer, 3 * count)));
      const seqs = seen.map((messages) => messages.map(({ seq }) => seq));
      const [first = []] = seqs;
      expect(first).to.deep.equal(first.toSorted((a, b) => a - b));
      expect(new Set(first).size).to.equal(3 * count);
      for (const other of seen) expect(other).to.deep.equal(seen[0]);
    });

    it('of a join and sends that wait for nothing is kept', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const client = await enter({ sub });
      const order: string[] = [];
      const note = (what: string) => (): number => order.push(what);
      await Promise.all([
        client.request('conversation:join', { conversationId }).then(note('join')),
        client.request('message:send', { conversationId, message: 'one' }).then(note('one')),
        client.request('message:send', { conversationId, message: 'two' }).then(note('two')),
        client.request('conversation:leave', { conversationId }).then(note('leave')),
        client.request('message:send', { conversationId, message: 'three' }).then(note('three')),
      ]);
      expect(order).to.deep.equal(['join', 'one', 'two', 'leave', 'three']);
      const texts = (await take(client, 3)).map(({ message }) => message);
      expect(texts).to.deep.equal(['one', 'two', 'three']);
      await expectNothing(client, 'message:received');
    });

    it('of one conversation does not hold up another', async () => {
      const sub = someone();
      const conversations = await Promise.all(
        Array.from({ length: 20 }, () => open(sub, { channel: SHARED })),
      );
      const client = await enter({ sub });
      const acks = conversations.map((conversationId) =>
        client.request('message:send', { conversationId, message: conversationId }),
      );
      const answered = (await Promise.all(acks)).map((ack) => messageOf(ack).conversationId);
      expect(answered).to.deep.equal(conversations);
    });
  });
};
