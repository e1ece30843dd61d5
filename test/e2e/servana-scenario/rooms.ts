import { expect } from 'chai';
import { admin, agent, customer } from '../../support/actors.js';
import { acting } from '../support/acting.js';
import { digits, entered, expectQuiet, expectRefused, joined, pair, type Scene } from './scene.js';

const DENIED = ['ACCESS_DENIED', 'Access denied to this chat room'] as const;
const JOIN_FIRST = ['ACCESS_DENIED', 'Join the chat group first'] as const;
const NO_ROOM = ['ROOM_NOT_FOUND', 'Chat room not found'] as const;
const ENDED = ['ROOM_INACTIVE', 'This chat room has ended'] as const;

const UNKNOWN = 999_999_999;

/** Document 002, "Room Management". */
export const describeRooms = (scene: Scene): void => {
  describe('a room', () => {
    it('says who comes and who leaves to those inside, and how many there are', async () => {
      const { alice, sarah, chatGroupId } = await pair(scene);
      const owner = await joined(scene, alice, chatGroupId);
      const staff = await entered(scene, sarah);
      const ack = await staff.request('joinChatGroup', {
        groupId: String(chatGroupId),
        userType: 'agent',
        userId: Number(sarah.id),
      });
      expect(ack).to.deep.equal({ chatGroupId, roomInfo: { status: 'active', memberCount: 2 } });
      expect(await staff.next('joinedRoom')).to.deep.equal(ack);
      const member = { userType: 'agent', userId: Number(sarah.id), chatGroupId };
      expect(await owner.next('userJoined')).to.deep.equal(member);
      expect(await staff.request('leaveRoom', { chatGroupId })).to.deep.equal({ success: true });
      expect(await owner.next('userLeft')).to.deep.equal(member);
      await expectQuiet(owner);
      await expectQuiet(staff);
    });

    it('has nobody in it twice, and who loses his last connection has left', async () => {
      const { alice, sarah, chatGroupId } = await pair(scene);
      const staff = await joined(scene, sarah, chatGroupId);
      const [one, other] = [
        await joined(scene, alice, chatGroupId),
        await joined(scene, alice, chatGroupId),
      ];
      const again = await other.request('joinChatGroup', { groupId: chatGroupId });
      expect(again['roomInfo']).to.deep.equal({ status: 'active', memberCount: 2 });
      expect((await staff.next('userJoined')).userType).to.equal('client');
      one.close();
      await expectQuiet(staff);
      other.close();
      expect((await staff.next('userLeft')).userId).to.equal(Number(alice.id));
    });

    it('is for its client, agents of its department, and admins', async () => {
      const { alice, chatGroupId } = await pair(scene);
      for (const actor of [customer(digits()), agent(digits(), [digits()])]) {
        const client = await entered(scene, actor);
        const group = { groupId: chatGroupId, chatGroupId, message: 'Hi', clientId: alice.id };
        for (const event of ['joinChatGroup', 'leaveRoom', 'sendMessage', 'typing', 'stopTyping']) {
          await expectRefused(client, [event, group], DENIED);
        }
        await expectQuiet(client, 'updateChatGroups', 'customerListUpdate');
      }
      await joined(scene, admin(), chatGroupId);
    });

    it('has to be joined before anything is done in it, and has to be there', async () => {
      const { alice, chatGroupId } = await pair(scene);
      const client = await entered(scene, alice);
      for (const event of ['leaveRoom', 'sendMessage', 'typing', 'stopTyping']) {
        const group = { chatGroupId, message: 'Hi', clientId: alice.id };
        await expectRefused(client, [event, group], JOIN_FIRST);
        await expectRefused(client, [event, { ...group, chatGroupId: UNKNOWN }], NO_ROOM);
      }
      await expectRefused(client, ['joinChatGroup', { groupId: UNKNOWN }], NO_ROOM);
    });

    it('that has ended says so to those inside, and is joined no more', async () => {
      const { alice, sarah, chatGroupId, id } = await pair(scene);
      const owner = await joined(scene, alice, chatGroupId);
      await acting(scene, id).close(sarah);
      expect(await owner.next('joinedRoom')).to.deep.equal({
        chatGroupId,
        roomInfo: { status: 'ended', memberCount: 0 },
      });
      expect(await owner.next('updateChatGroups')).to.include({ action: 'ended', chatGroupId });
      const said = { message: 'Hi', chatGroupId, clientId: alice.id };
      await expectRefused(owner, ['sendMessage', said], ENDED);
      for (const client of [owner, await entered(scene, sarah)]) {
        await expectRefused(client, ['joinChatGroup', { groupId: chatGroupId }], ENDED);
      }
    });

    it('of a department is for its agents, and of a user for himself; admins are let in anywhere', async () => {
      const { alice, sarah, departmentId } = await pair(scene);
      const [department, own] = [`dept_${departmentId}`, `user_${alice.id}`];
      for (const [actor, open, shut] of [
        [alice, [own], [department, `user_${sarah.id}`]],
        [sarah, [department, `user_${sarah.id}`], [own, `dept_${digits()}`]],
        [admin(), [department, own], []],
      ] as const) {
        const client = await entered(scene, actor);
        for (const chatGroupId of open) {
          const ack = await client.request('joinChatGroup', { groupId: chatGroupId });
          expect(ack['chatGroupId']).to.equal(chatGroupId);
          expect(ack['roomInfo']).to.deep.include({ status: 'active' });
          expect(await client.next('joinedRoom')).to.deep.equal(ack);
        }
        for (const groupId of shut) {
          await expectRefused(client, ['joinChatGroup', { groupId }], DENIED);
        }
        await expectQuiet(client);
      }
    });

    it('is opened by clients, in a department, whose agents hear of it', async () => {
      const { sarah, departmentId } = await pair(scene);
      const staff = await entered(scene, sarah);
      const other = await entered(scene, agent(digits(), [digits()]));
      const client = await entered(scene, customer(digits()));
      const wish = { departmentId: Number(departmentId), subject: 'A <b>card' };
      const ack = await client.request('createChatGroup', wish);
      expect(ack).to.deep.include({ departmentId, subject: 'A <\u200bb>card', status: 'active' });
      expect(await client.next('chatGroupCreated')).to.deep.equal(ack);
      expect(await staff.next('updateChatGroups')).to.include({
        action: 'new_group',
        chatGroupId: ack['chatGroupId'],
      });
      await expectQuiet(other, 'updateChatGroups');
      await expectRefused(staff, ['createChatGroup', {}], ['ACCESS_DENIED', 'Access denied']);
      for (const odd of ['', ' ', -1, 1.5, {}, true, 'x'.repeat(301)]) {
        const wrong = ['createChatGroup', { departmentId: odd }] as const;
        await expectRefused(client, wrong, ['INVALID_DATA', /^departmentId: /]);
      }
    });
  });
};
