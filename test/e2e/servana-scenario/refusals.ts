import { entered, expectQuiet, expectRefused, pair, type Scene } from './scene.js';

const GROUPS = {
  joinChatGroup: 'groupId',
  leaveRoom: 'chatGroupId',
  sendMessage: 'chatGroupId',
  typing: 'chatGroupId',
  stopTyping: 'chatGroupId',
} as const;

const ODD = [
  0,
  -1,
  1.5,
  1e20,
  '',
  '0',
  '-1',
  '1.5',
  '1e20',
  '01',
  'x',
  null,
  undefined,
  true,
  [],
  {},
];

/** Document 002, "Common Error Codes". */
export const describeRefusals = (scene: Scene): void => {
  describe('a refusal', () => {
    it('names what is wrong with a payload, whatever it is', async () => {
      const { alice } = await pair(scene);
      const client = await entered(scene, alice);
      for (const [event, field] of Object.entries(GROUPS)) {
        for (const odd of ODD) {
          const payload = { message: 'Hi', clientId: alice.id, [field]: odd };
          await expectRefused(
            client,
            [event, payload],
            ['INVALID_DATA', new RegExp(`^${field}: `)],
          );
        }
        for (const payload of [undefined, null, 7, 'x', []]) {
          await expectRefused(client, [event, payload], ['INVALID_DATA', /./]);
        }
      }
      await expectQuiet(client);
    });

    it('is of identities that are none, of what is not there yet, and of long or empty messages', async () => {
      const { alice, chatGroupId } = await pair(scene);
      const client = await entered(scene, alice);
      await client.request('joinChatGroup', { groupId: chatGroupId });
      await client.next('joinedRoom');
      for (const userId of [-1, 1.5, true, [], {}, '']) {
        await expectRefused(client, ['userOnline', { userId }], ['INVALID_DATA', /^userId: /]);
      }
      for (const userType of ['system', 7, 'Client']) {
        await expectRefused(client, ['userOnline', { userType }], ['INVALID_DATA', /^userType: /]);
      }
      for (const message of ['', ' \n', '\u200b', 'x'.repeat(5_001)]) {
        const said = { message, chatGroupId, clientId: alice.id };
        await expectRefused(client, ['sendMessage', said], ['INVALID_DATA', /^message: /]);
      }
      await expectQuiet(client);
    });
  });
};
