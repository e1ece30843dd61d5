import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { SHARED } from '../../support/channels.js';
import { someone } from '../support/tokens.js';
import { messageOf, expectNothing, expectRefused, anAdmin, type Scene } from './scene.js';

/** The sender’s own name for a message. */
export const describeRepeatedSends = ({ open, enter, joined }: Scene): void => {
  describe('clientMessageId', () => {
    for (const spelling of ['clientMessageId', 'client_message_id']) {
      it(`as ${spelling} makes a repeated send the same message`, async () => {
        const sub = someone();
        const conversationId = await open(sub);
        const client = await joined({ sub }, conversationId);
        const otherDevice = await joined({ sub }, conversationId);
        const admin = await joined(anAdmin(), conversationId);
        const send = { conversationId, message: 'once', [spelling]: randomUUID() };
        const first = messageOf(await client.request('message:send', send));
        for (const listener of [client, otherDevice, admin]) {
          expect(await listener.next('message:received')).to.deep.equal(first);
        }
        await admin.next('conversation:new_message');

        expect(messageOf(await client.request('message:send', send))).to.deep.equal(first);
        expect(await client.next('message:received'), 'the echo again').to.deep.equal(first);
        await expectNothing(client, 'message:received');
        await expectNothing(otherDevice, 'message:received');
        await expectNothing(admin, 'message:received');
        await expectNothing(admin, 'conversation:new_message');
      });
    }

    it('holds over devices, and over both spellings', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const name = randomUUID();
      const one = await enter({ sub });
      const two = await enter({ sub });
      const send = { conversationId, message: 'once' };
      const first = await one.request('message:send', { ...send, clientMessageId: name });
      const again = await two.request('message:send', { ...send, client_message_id: name });
      expect(messageOf(again)).to.deep.equal(messageOf(first));
    });

    it('makes one of many sent at once', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const one = await joined({ sub }, conversationId);
      const two = await joined({ sub }, conversationId);
      const send = { conversationId, message: 'once', clientMessageId: randomUUID() };
      const sends = Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? one : two).request('message:send', send),
      );
      const ids = (await Promise.all(sends)).map((ack) => messageOf(ack).id);
      expect(new Set(ids).size).to.equal(1);
    });

    it('is a conflict with other content', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const client = await enter({ sub });
      const name = { conversationId, clientMessageId: randomUUID() };
      messageOf(await client.request('message:send', { ...name, message: 'one' }));
      await client.next('message:received');
      const other = ['message:send', { ...name, message: 'two' }] as const;
      await expectRefused(client, other, 'conflict');
      const file = ['message:send', { ...name, message: 'one', messageType: 'file' }] as const;
      await expectRefused(client, file, 'conflict');
      await expectNothing(client, 'message:received');
    });

    it('belongs to its sender and its conversation', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const elsewhere = await open(sub, { channel: SHARED });
      const clientMessageId = randomUUID();
      const send = { conversationId, message: 'hello', clientMessageId };
      const customer = await enter({ sub });
      const admin = await enter(anAdmin());
      const ids = [
        messageOf(await customer.request('message:send', send)).id,
        messageOf(await admin.request('message:send', send)).id,
        messageOf(await customer.request('message:send', { ...send, conversationId: elsewhere }))
          .id,
      ];
      expect(new Set(ids).size).to.equal(3);
    });
  });
};
