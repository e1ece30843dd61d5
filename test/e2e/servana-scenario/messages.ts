import { expect } from 'chai';
import { agent } from '../../support/actors.js';
import { acting } from '../support/acting.js';
import {
  digits,
  entered,
  expectQuiet,
  expectRefused,
  joined,
  pair,
  type Scene,
  sent,
} from './scene.js';

/** Document 002, "Chat Events". */
export const describeMessages = (scene: Scene): void => {
  describe('a message', () => {
    it('has the fields of the document, for all in the room, in order', async () => {
      const group = await pair(scene);
      const { alice, sarah, chatGroupId, id } = group;
      const named = { ...sarah, profile: { ...sarah.profile, name: 'John Q Doe' } };
      const [owner, staff] = [
        await joined(scene, alice, chatGroupId),
        await joined(scene, named, chatGroupId),
      ];
      const first = await sent(staff, group, '<b>one</b> & two');
      const { message: second } = await acting(scene, id).send(alice, '1 < 2');
      expect(first).to.deep.equal({
        chat_id: chatGroupId * 2 ** 20 + first.seq,
        chat_message: '<\u200bb>one<\u200b/b> & two',
        chat_created_at: first.chat_created_at,
        sender_type: 'agent',
        chatGroupId,
        sender: {
          userId: Number(sarah.id),
          profile: { prof_firstname: 'John Q', prof_lastname: 'Doe' },
        },
        messageType: 'text',
        seq: first.seq,
      });
      expect(new Date(first.chat_created_at).toISOString()).to.equal(first.chat_created_at);
      for (const client of [owner, staff]) {
        expect(await client.next('receiveMessage')).to.deep.equal(first);
        expect(await client.next('receiveMessage')).to.deep.include({
          chat_id: chatGroupId * 2 ** 20 + second.seq,
          chat_message: '1 < 2',
          sender_type: 'client',
          sender: {
            userId: Number(alice.id),
            profile: { prof_firstname: alice.id, prof_lastname: null },
          },
        });
      }
    });

    it('puts its chat group first in the lists of staff, and is told to its client everywhere', async () => {
      const group = await pair(scene);
      const { alice, sarah, chatGroupId } = group;
      const [here, staff] = [
        await joined(scene, alice, chatGroupId),
        await joined(scene, sarah, chatGroupId),
      ];
      const elsewhere = [await entered(scene, alice), await entered(scene, sarah)] as const;
      const stranger = await entered(scene, agent(digits(), [digits()]));
      const { chat_created_at: timestamp } = await sent(here, group, 'Hello');
      const update = { action: 'new_message', chatGroupId, timestamp };
      for (const client of [here, staff, ...elsewhere]) {
        expect(await client.next('updateChatGroups')).to.deep.equal(update);
      }
      const moved = { action: 'sort', chatGroupId, newPosition: 1, timestamp };
      for (const client of [staff, elsewhere[1]]) {
        expect(await client.next('customerListUpdate')).to.deep.equal(moved);
      }
      for (const client of [here, staff]) await client.next('receiveMessage');
      await here.next('userJoined');
      for (const client of [here, elsewhere[0], stranger]) {
        await expectQuiet(client, 'updateChatGroups', 'customerListUpdate');
      }
    });

    it('may be sent right after the join, and to the client of the chat group alone', async () => {
      const group = await pair(scene);
      const { alice, sarah, chatGroupId } = group;
      const client = await entered(scene, sarah);
      client.emit('joinChatGroup', { groupId: chatGroupId });
      const said = { message: 'Hello', chatGroupId, clientId: Number(alice.id) };
      client.emit('sendMessage', said);
      expect((await client.next('receiveMessage')).chat_message).to.equal('Hello');
      for (const clientId of [sarah.id, Number(sarah.id), `0${alice.id}`]) {
        const wrong = ['sendMessage', { ...said, clientId }] as const;
        await expectRefused(client, wrong, ['INVALID_DATA', /^clientId: /]);
      }
      for (const clientId of [undefined, null, 1.5, -1, [], {}, true, '']) {
        const wrong = ['sendMessage', { ...said, clientId }] as const;
        await expectRefused(client, wrong, ['INVALID_DATA', /^clientId: /]);
      }
    });

    it('is one however often it is sent, by its name', async () => {
      const group = await pair(scene);
      const { alice, sarah, chatGroupId } = group;
      const staff = await joined(scene, sarah, chatGroupId);
      const owner = await joined(scene, alice, chatGroupId);
      const first = await sent(owner, group, 'Hello', { clientMessageId: 'one' });
      expect(await sent(owner, group, 'Hello', { client_message_id: 'one' })).to.deep.equal(first);
      for (const _ of [1, 2]) expect(await owner.next('receiveMessage')).to.deep.equal(first);
      expect(await staff.next('receiveMessage')).to.deep.equal(first);
      const other = {
        ...{ message: 'Other', chatGroupId, clientId: alice.id },
        clientMessageId: 'one',
      };
      await expectRefused(owner, ['sendMessage', other], ['ACCESS_DENIED', /clientMessageId/]);
      const late = { message: 'Hi', chatGroupId, clientId: alice.id, ifLastSeq: 0 };
      await expectRefused(staff, ['sendMessage', late], ['ACCESS_DENIED', /since/]);
      await staff.next('userJoined');
      await expectQuiet(staff);
    });

    it('is no note, and what becomes of a chat group is told in lists', async () => {
      const { alice, sarah, chatGroupId, id } = await pair(scene);
      const owner = await joined(scene, alice, chatGroupId);
      const act = acting(scene, id);
      await act.note(sarah, 'between us');
      await act.claim(sarah);
      expect((await owner.next('updateChatGroups')).action).to.equal('assigned');
      await act.ticket(sarah);
      expect((await owner.next('updateChatGroups')).action).to.equal('updated');
      await expectQuiet(owner, 'updateChatGroups', 'customerListUpdate');
    });
  });

  describe('typing', () => {
    it('is shown to the others in the room', async () => {
      const { alice, sarah, chatGroupId } = await pair(scene);
      const [owner, staff] = [
        await joined(scene, alice, chatGroupId),
        await joined(scene, sarah, chatGroupId),
      ];
      await owner.next('userJoined');
      for (const [client, other, actor, userType] of [
        [owner, staff, alice, 'client'],
        [staff, owner, sarah, 'agent'],
      ] as const) {
        const userId = Number(actor.id);
        for (const [event, isTyping] of [
          ['typing', true],
          ['stopTyping', false],
        ] as const) {
          const ack = await client.request(event, { chatGroupId, userType, userId });
          expect(ack).to.deep.equal({ success: true });
          const expected = { chatGroupId, userType, userId, isTyping };
          expect(await other.next(event)).to.deep.equal(expected);
        }
        await expectQuiet(client);
      }
    });
  });
};
