import { expect } from 'chai';
import { tokenOf } from '../support/tokens.js';
import { expectQuiet, expectRefused, pair, type Scene } from './scene.js';

const REQUIRED = ['AUTH_REQUIRED', 'Authentication required'] as const;

/** Everything that clients send, as the document has it. */
const ASKED: Readonly<Record<string, unknown>> = {
  userOnline: { userId: 123, userType: 'agent' },
  userHeartbeat: { userId: 123, timestamp: 1 },
  userOffline: { userId: 123 },
  getOnlineUsers: undefined,
  joinChatGroup: { groupId: 456, userType: 'agent', userId: 123 },
  leaveRoom: { chatGroupId: 456 },
  sendMessage: { message: 'Hello', chatGroupId: 456, clientId: 789 },
  typing: { chatGroupId: 456, userType: 'agent', userId: 123 },
  stopTyping: { chatGroupId: 456, userType: 'agent', userId: 123 },
  createChatGroup: {},
  getRoomStats: undefined,
  forceDisconnect: { userId: 123 },
};

/** Document 002, "Authentication". */
export const describeAuthentication = (scene: Scene): void => {
  describe('authentication', () => {
    it('is asked of a stranger by every event', async () => {
      const client = await scene.connect();
      for (const asked of Object.entries(ASKED)) await expectRefused(client, asked, REQUIRED);
    });

    it('may be made good by `auth`, and by nothing that is no token', async () => {
      const { alice, chatGroupId } = await pair(scene);
      const client = await scene.connect();
      const wrong = await client.request('auth', { token: `${tokenOf(alice)}x` });
      expect(wrong).to.include({ success: false });
      await client.request('auth', { token: tokenOf(alice) });
      expect(await client.request('joinChatGroup', { groupId: chatGroupId })).to.deep.include({
        chatGroupId,
      });
    });

    it('is of whoever the token names: nobody says that he is somebody else', async () => {
      const { alice, sarah, chatGroupId } = await pair(scene);
      const client = await scene.connect(tokenOf(alice));
      const group = { groupId: chatGroupId, chatGroupId };
      const NOT_HIS_ID = ['ACCESS_DENIED', 'userId does not match your token'] as const;
      const NOT_HIS_TYPE = ['ACCESS_DENIED', 'userType does not match your token'] as const;
      for (const event of [
        'userOnline',
        'userHeartbeat',
        'userOffline',
        'joinChatGroup',
        'typing',
      ]) {
        for (const userId of [Number(sarah.id), sarah.id, `0${alice.id}`, 'x']) {
          await expectRefused(client, [event, { ...group, userId }], NOT_HIS_ID);
        }
        for (const userType of ['agent', 'admin']) {
          await expectRefused(client, [event, { ...group, userType }], NOT_HIS_TYPE);
        }
      }
      for (const userId of [Number(alice.id), alice.id]) {
        const payload = { ...group, userId, userType: 'client' };
        expect(await client.request('joinChatGroup', payload)).to.include.keys('roomInfo');
        await client.next('joinedRoom');
      }
      await expectQuiet(client);
    });
  });
};
