import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { EXCLUSIVE } from '../../support/channels.js';
import type { SupportClient as Client } from '../support/support-clients.js';
import { someone } from '../support/tokens.js';
import type { WireRead } from '../support/wire.js';
import { anAdmin, anAgent, expectNothing, expectRefused, messageOf, type Scene } from './scene.js';

const say = async (client: Client, conversationId: string): Promise<string> =>
  messageOf(await client.request('message:send', { conversationId, message: 'Hello' })).id;

const read = async (client: Client, messageId: string, wish: object = {}): Promise<WireRead> => {
  const ack = await client.request('message:read', { messageId, ...wish });
  expect(ack.success, String(ack.error)).to.equal(true);
  return ack.data as WireRead;
};

/** Document 000, "Read Receipts": who hears that somebody has read a message. */
export const describeReading = (scene: Scene): void => {
  const { open, openGuests, enter, enterAsGuest, joined, closeConversation } = scene;

  describe('reading', () => {
    it('is told to all who joined, both ways, the reader’s own connections among them', async () => {
      const sub = someone();
      const staff = anAgent();
      const conversationId = await open(sub);
      const customer = await joined({ sub }, conversationId);
      const otherTab = await joined({ sub }, conversationId);
      const agent = await joined(staff, conversationId);
      const elsewhere = [
        await enter({ sub }),
        await enter(anAdmin()),
        await enter({ sub: someone() }),
      ];
      for (const [writer, reader, readBy] of [
        [customer, agent, staff.sub],
        [agent, customer, sub],
      ] as const) {
        const before = Date.now();
        const messageId = await say(writer, conversationId);
        const answer = await read(reader, messageId);
        expect(answer).to.include({ messageId, conversationId, isRead: true, readBy });
        expect(Date.parse(String(answer.readAt))).to.be.within(before, Date.now());
        for (const client of [customer, otherTab, agent]) {
          expect(await client.next('message:read')).to.deep.equal(answer);
        }
      }
      for (const client of elsewhere) await expectNothing(client, 'message:read');
    });

    it('counts once, whoever reads it again', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const customer = await joined({ sub }, conversationId);
      const agents = [
        await joined(anAgent(), conversationId),
        await joined(anAgent(), conversationId),
      ] as const;
      const messageId = await say(customer, conversationId);
      const first = await read(agents[0], messageId);
      for (const client of [customer, ...agents]) await client.next('message:read');
      for (const again of [...agents, customer]) {
        expect(await read(again, messageId)).to.deep.equal(first);
      }
      for (const client of [customer, ...agents]) await expectNothing(client, 'message:read');
    });

    it('is nothing where it is one’s own, or one’s own side’s', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const customer = await joined({ sub }, conversationId);
      const agent = await joined(anAgent(), conversationId);
      const colleague = await joined(anAgent(), conversationId);
      const nothing = { conversationId, isRead: false, readBy: null, readAt: null };
      const asked = await say(customer, conversationId);
      expect(await read(customer, asked)).to.deep.equal({ ...nothing, messageId: asked });
      const replied = await say(agent, conversationId);
      for (const staff of [agent, colleague]) {
        expect(await read(staff, replied)).to.deep.equal({ ...nothing, messageId: replied });
      }
      for (const client of [customer, agent, colleague]) {
        await expectNothing(client, 'message:read');
      }
    });

    it('has a guest’s id in its secret form for himself alone', async () => {
      const { conversationId, guestId, publicId } = await openGuests(false);
      const { client: guest } = await enterAsGuest(guestId);
      await guest.request('conversation:join', { conversationId });
      const admin = await joined(anAdmin(), conversationId);
      const messageId = await say(admin, conversationId);
      expect((await read(guest, messageId)).readBy).to.equal(guestId);
      expect((await guest.next('message:read')).readBy).to.equal(guestId);
      expect((await admin.next('message:read')).readBy).to.equal(publicId);
      expect((await read(admin, messageId)).readBy).to.equal(publicId);
    });

    it('needs no join: of a notice, of one’s own conversation, or of one that is named', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const [customer, agent] = [await enter({ sub }), await enter(anAgent())];
      const asked = await say(customer, conversationId);
      const { message } = await agent.next('conversation:new_message');
      expect(message.id).to.equal(asked);
      expect((await read(agent, asked)).isRead).to.equal(true);
      const replied = await say(agent, conversationId);
      expect((await read(customer, replied, { conversationId })).isRead).to.equal(true);
      expect((await read(customer, replied.toUpperCase())).messageId).to.equal(replied);
      await expectNothing(customer, 'message:read');
    });

    it('goes on in a closed conversation', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const customer = await joined({ sub }, conversationId);
      const agent = await joined(anAgent(), conversationId);
      const messageId = await say(customer, conversationId);
      await closeConversation(conversationId);
      expect((await read(agent, messageId)).isRead).to.equal(true);
      expect((await customer.next('message:read')).messageId).to.equal(messageId);
    });

    it('is refused of what one may not see, or what is none, and changes nothing', async () => {
      const sub = someone();
      const conversationId = await open(sub, { channel: EXCLUSIVE, departmentId: 'cards' });
      const customer = await joined({ sub }, conversationId);
      const messageId = await say(customer, conversationId);
      const strangers = [
        await enter({ sub: someone() }),
        await enter(anAgent('billing')),
        (await enterAsGuest()).client,
      ];
      for (const stranger of strangers) {
        for (const wish of [{}, { conversationId }]) {
          await expectRefused(stranger, ['message:read', { messageId, ...wish }], 'not_found');
        }
      }
      const agent = await joined(anAgent('cards'), conversationId);
      for (const none of [randomUUID(), conversationId]) {
        const error = await expectRefused(
          agent,
          ['message:read', { messageId: none }],
          'not_found',
        );
        expect(error).to.equal('Message not found');
      }
      await expectNothing(customer, 'message:read');
      expect((await read(customer, messageId)).isRead).to.equal(false);
    });

    it('is refused where a field is wrong', async () => {
      const client = await enter({ sub: someone() });
      for (const payload of [
        undefined,
        {},
        { messageId: '' },
        { messageId: 7 },
        { messageId: [randomUUID()] },
        { messageId: { $ne: null } },
        { messageId: randomUUID(), conversationId: 'x' },
      ]) {
        await expectRefused(client, ['message:read', payload], 'invalid');
      }
    });

    it('has one first of fifty readers at once, of whom all are told', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const customer = await joined({ sub }, conversationId);
      const agents: Client[] = [];
      for (let n = 0; n < 50; n += 1) agents.push(await joined(anAgent(), conversationId));
      const messageId = await say(customer, conversationId);
      const answers = await Promise.all(agents.map((agent) => read(agent, messageId)));
      for (const answer of answers) expect(answer).to.deep.equal(answers[0]);
      for (const client of [customer, ...agents]) {
        expect(await client.next('message:read')).to.deep.equal(answers[0]);
        await expectNothing(client, 'message:read');
      }
    });

    it('of many messages at once is told of each', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const customer = await joined({ sub }, conversationId);
      const agent = await joined(anAgent(), conversationId);
      const ids: string[] = [];
      for (let n = 0; n < 30; n += 1) ids.push(await say(agent, conversationId));
      await Promise.all(ids.map((id) => read(customer, id)));
      const told: string[] = [];
      while (told.length < ids.length) told.push((await agent.next('message:read')).messageId);
      expect(told).to.have.members(ids);
      await expectNothing(agent, 'message:read');
    });
  });
};
