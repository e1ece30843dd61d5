import { expect } from 'chai';
import { admin, agent, customer } from '../../support/actors.js';
import type { ServanaClient, ServanaOnlineUser } from '../support/servana-clients.js';
import { digits, entered, expectRefused, type Scene } from './scene.js';

const listOf = async (client: ServanaClient): Promise<readonly ServanaOnlineUser[]> => {
  const ack = await client.request('getOnlineUsers');
  const list = await client.next('onlineUsersList');
  expect(list).to.deep.equal(ack);
  return list;
};

/** Lists that are told come one by one: the first that has it, or has it not. */
const told = async (client: ServanaClient, userId: unknown, is: boolean): Promise<void> => {
  for (;;) {
    const { onlineUsers } = await client.next('onlineUsersUpdate');
    if (onlineUsers.some((one) => one.userId === userId) === is) return;
  }
};

const has = (list: readonly ServanaOnlineUser[], userId: unknown): boolean =>
  list.some((one) => one.userId === userId);

/** Document 002, "User Status Events" and "Room Statistics". */
export const describePresence = (scene: Scene): void => {
  describe('presence', () => {
    it('is said, listed, and taken back', async () => {
      const sarah = agent(digits());
      const userId = Number(sarah.id);
      const [client, other] = [await entered(scene, sarah), await entered(scene, agent(digits()))];
      const ack = await client.request('userOnline', { userId, userType: 'agent' });
      expect(ack).to.deep.equal({ userId, status: 'online', timestamp: ack['timestamp'] });
      expect(await client.next('userStatusUpdated')).to.deep.equal(ack);
      await told(client, userId, true);
      await told(other, userId, true);
      const [one] = (await listOf(other)).filter((user) => user.userId === userId);
      expect(one).to.deep.equal({ userId, userType: 'agent', lastSeen: one?.lastSeen });
      expect(new Date(one?.lastSeen ?? '').toISOString()).to.equal(one?.lastSeen);
      const beat = { userId, timestamp: Date.now() };
      expect(await client.request('userHeartbeat', beat)).to.deep.equal({ success: true });
      expect(await client.request('userOffline', { userId })).to.include({ status: 'offline' });
      expect(await client.next('userStatusUpdated')).to.include({ userId, status: 'offline' });
      await told(other, userId, false);
      expect(has(await listOf(other), userId)).to.equal(false);
      await expectRefused(
        client,
        ['userHeartbeat', beat],
        ['USER_NOT_FOUND', 'Say userOnline first'],
      );
    });

    it('lasts until the last connection that says so is gone', async () => {
      const sarah = agent(digits());
      const userId = Number(sarah.id);
      const watcher = await entered(scene, admin());
      const [one, other] = [await entered(scene, sarah), await entered(scene, sarah)];
      for (const client of [one, other]) await client.request('userOnline', {});
      one.close();
      await told(watcher, userId, true);
      expect(has(await listOf(watcher), userId)).to.equal(true);
      other.close();
      await told(watcher, userId, false);
    });

    it('of clients is for staff to know', async () => {
      const [alice, bob, sarah] = [customer(digits()), customer(digits()), agent(digits())];
      const clients = [await entered(scene, alice), await entered(scene, sarah)] as const;
      for (const client of clients) await client.request('userOnline', {});
      const [asClient, asStaff] = [
        await listOf(await entered(scene, bob)),
        await listOf(await entered(scene, agent(digits()))),
      ];
      expect(has(asClient, Number(sarah.id))).to.equal(true);
      expect(has(asClient, Number(alice.id))).to.equal(false);
      expect(asStaff).to.deep.include.members(
        asStaff.filter(({ userId }) => userId === Number(alice.id)),
      );
      expect(has(asStaff, Number(alice.id))).to.equal(true);
    });
  });

  describe('what admins may do', () => {
    it('is to see what goes on, and hear when that changes', async () => {
      const root = await entered(scene, admin());
      const before = await root.request('getRoomStats');
      expect(await root.next('roomStatsUpdate')).to.deep.equal(before);
      expect(before).to.have.all.keys('totalRooms', 'activeRooms', 'totalUsers', 'timestamp');
      const client = await entered(scene, customer(digits()));
      await client.request('createChatGroup', {});
      const rooms = Number(before['totalRooms']) + 1;
      while ((await root.next('roomStatsUpdate')).totalRooms !== rooms);
    });

    it('is to send somebody away, everywhere', async () => {
      const alice = customer(digits());
      const clients = [await entered(scene, alice), await entered(scene, alice)];
      const root = await entered(scene, admin());
      const userId = Number(alice.id);
      const ack = await root.request('forceDisconnect', { userId });
      expect(ack).to.deep.equal({ success: true, userId });
      for (const client of clients) {
        expect(await client.next('error')).to.deep.equal({
          code: 'ACCESS_DENIED',
          message: 'Disconnected by an administrator',
          details: 'It is not allowed; nothing was changed',
        });
        await client.ended;
      }
      await expectRefused(
        root,
        ['forceDisconnect', { userId: Number(digits()) }],
        ['USER_NOT_FOUND', 'User not found'],
      );
    });

    it('is to send themselves away, and to have the answer first', async () => {
      const id = digits();
      const root = await entered(scene, admin(id));
      const ack = await root.request('forceDisconnect', { userId: Number(id) });
      expect(ack).to.deep.equal({ success: true, userId: Number(id) });
      expect((await root.next('error')).code).to.equal('ACCESS_DENIED');
      await root.ended;
    });

    it('is for nobody else', async () => {
      for (const actor of [customer(digits()), agent(digits())]) {
        const client = await entered(scene, actor);
        for (const asked of [['getRoomStats'], ['forceDisconnect', { userId: 1 }]] as const) {
          await expectRefused(client, asked, ['ACCESS_DENIED', 'Access denied']);
        }
      }
    });
  });
};
