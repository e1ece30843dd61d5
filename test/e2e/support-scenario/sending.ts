import { expect } from 'chai';
import type { SupportClient as Client } from '../support/support-clients.js';
import { someone } from '../support/tokens.js';
import {
  messageOf,
  expectNothing,
  expectRefused,
  take,
  anAdmin,
  anAgent,
  type Scene,
} from './scene.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What a message is, and to whom it comes. */
export const describeSending = ({ open, closeConversation, enter, joined }: Scene): void => {
  describe('sending', () => {
    it('makes a message with exactly the fields of the document, and seq', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const client = await joined({ sub, name: 'Alice' }, conversationId);
      const before = Date.now();
      const ack = await client.request('message:send', { conversationId, message: 'Hello' });
      const message = messageOf(ack);
      expect(message).to.deep.equal({
        id: message.id,
        conversationId,
        senderId: sub,
        senderType: 'user',
        guestId: null,
        message: 'Hello',
        messageType: 'text',
        isRead: false,
        createdAt: message.createdAt,
        seq: 2,
      });
      expect(message.id).to.match(UUID_V7);
      expect(message.createdAt).to.match(INSTANT);
      expect(Date.parse(message.createdAt)).to.be.within(before - 1, Date.now() + 1);
      expect(await client.next('message:received')).to.deep.equal(message);
    });

    it('echoes to the sender exactly once, joined or not', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const inside = await joined({ sub }, conversationId);
      const fromInside = await inside.request('message:send', { conversationId, message: 'in' });
      expect(await inside.next('message:received')).to.deep.equal(messageOf(fromInside));
      await expectNothing(inside, 'message:received');

      const outside = await enter({ sub });
      const fromOutside = await outside.request('message:send', {
        conversationId,
        message: 'out',
      });
      expect(await outside.next('message:received')).to.deep.equal(messageOf(fromOutside));
      await expectNothing(outside, 'message:received');
      expect(await inside.next('message:received')).to.deep.equal(messageOf(fromOutside));
      await expectNothing(inside, 'message:received');
    });

    it('echoes before it acknowledges', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const outside = await enter({ sub });
      await outside.request('message:send', { conversationId, message: 'hello' });
      expect(outside.waiting('message:received')).to.equal(1);
      const inside = await joined({ sub }, conversationId);
      await inside.request('message:send', { conversationId, message: 'hello' });
      expect(inside.waiting('message:received')).to.equal(1);
    });

    it('reaches the other side, both ways', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const customer = await joined({ sub }, conversationId);
      const adminClaims = anAdmin();
      const admin = await joined(adminClaims, conversationId);
      await customer.request('message:send', { conversationId, message: 'help' });
      expect(await admin.next('message:received')).to.include({
        senderType: 'user',
        senderId: sub,
      });
      const reply = await admin.request('message:send', { conversationId, message: 'how?' });
      const heard = await take(customer, 2);
      expect(heard[1]).to.deep.equal(messageOf(reply));
      expect(heard[1]).to.include({
        senderType: 'admin',
        senderId: adminClaims.sub,
        guestId: null,
        message: 'how?',
      });
    });

    it('tells nothing to customers who have not joined', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const otherDevice = await enter({ sub });
      const stranger = await enter({ sub: someone() });
      const client = await enter({ sub });
      await client.request('message:send', { conversationId, message: 'hello' });
      for (const deaf of [otherDevice, stranger]) {
        await expectNothing(deaf, 'message:received');
        await expectNothing(deaf, 'conversation:new_message');
      }
    });

    it('answers those who ask for no ack with the echo alone', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const client = await enter({ sub });
      client.emit('message:send', { conversationId, message: 'hello' });
      expect((await client.next('message:received')).message).to.equal('hello');
    });

    it('refuses what is sent to a closed conversation', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const client = await joined({ sub }, conversationId);
      await closeConversation(conversationId);
      const send = ['message:send', { conversationId, message: 'too late' }] as const;
      await expectRefused(client, send, 'closed');
    });
  });

  describe('messageType', () => {
    it('text and file are for everybody, system for staff, auth_code for nobody', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const customer = await enter({ sub });
      const admin = await enter(anAdmin());
      const agent = await enter(anAgent());
      const send = (messageType: string) =>
        ['message:send', { conversationId, message: 'm', messageType }] as const;
      for (const client of [customer, admin, agent]) {
        for (const type of ['text', 'file']) {
          const { messageType } = messageOf(await client.request(...send(type)));
          expect(messageType).to.equal(type);
        }
        await expectRefused(client, send('auth_code'), 'forbidden');
        await expectRefused(client, send('note'), 'invalid');
      }
      await expectRefused(customer, send('system'), 'forbidden');
      for (const staff of [admin, agent]) {
        const { messageType } = messageOf(await staff.request(...send('system')));
        expect(messageType).to.equal('system');
      }
    });
  });

  describe('ifLastSeq', () => {
    it("refuses a reply when somebody else's message is newer, and not for one's own", async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const customer = await enter({ sub });
      const admin = await enter(anAdmin());
      const say = async (client: Client, message: string, ifLastSeq?: number): Promise<number> => {
        const send = {
          conversationId,
          message,
          ...(ifLastSeq === undefined ? {} : { ifLastSeq }),
        };
        return messageOf(await client.request('message:send', send)).seq;
      };
      const question = await say(customer, 'question');
      const answer = await say(admin, 'answer', question);
      expect(await say(admin, 'more', question)).to.be.greaterThan(answer);
      const seen = await say(customer, 'new question');
      const stale = { conversationId, message: 'to the old one', ifLastSeq: question };
      await expectRefused(admin, ['message:send', stale], 'conflict');
      expect(await say(admin, 'to the new one', seen)).to.equal(seen + 1);
    });
  });
};
