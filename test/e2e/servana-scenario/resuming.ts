import { expect } from 'chai';
import { acting } from '../support/acting.js';
import { entered, expectQuiet, expectRefused, joined, pair, type Scene, sent } from './scene.js';

const NONE_OF_IT = ['INVALID_DATA', 'since: Must be a chat_id of this chat group'] as const;

/** Design, section 6, "Resume". */
export const describeResuming = (scene: Scene): void => {
  describe('coming back with since', () => {
    it('brings what was missed before it is told that it is in', async () => {
      const one = await pair(scene);
      const { alice, sarah, chatGroupId, id } = one;
      const { chat_id } = await sent(await joined(scene, alice, chatGroupId), one, 'one');
      const act = acting(scene, id);
      await act.send(sarah, 'two');
      await act.send(sarah, 'three');
      for (const since of [chat_id, String(chat_id)]) {
        const client = await entered(scene, alice);
        await client.request('joinChatGroup', { groupId: chatGroupId, since });
        expect(client.waiting('receiveMessage'), 'before it is answered').to.equal(2);
        for (const text of ['two', 'three']) {
          const message = await client.next('receiveMessage');
          expect(message).to.include({ chatGroupId, chat_message: text });
        }
        await client.next('joinedRoom');
        await expectQuiet(client);
      }
      const newcomer = await entered(scene, sarah);
      await newcomer.request('joinChatGroup', { groupId: chatGroupId, since: 0 });
      expect(newcomer.waiting('receiveMessage'), 'from the beginning').to.equal(3);
    });

    it('is refused where since is of nothing here', async () => {
      const { alice, chatGroupId, departmentId } = await pair(scene);
      const other = await pair(scene);
      const { chat_id } = await sent(
        await joined(scene, other.alice, other.chatGroupId),
        other,
        'elsewhere',
      );
      const client = await entered(scene, alice);
      const join = (since: unknown, groupId: unknown = chatGroupId) =>
        ['joinChatGroup', { groupId, since }] as const;
      await expectRefused(client, join(chat_id), NONE_OF_IT);
      await expectRefused(client, join(1), NONE_OF_IT);
      await expectRefused(client, join(1, `dept_${departmentId}`), NONE_OF_IT);
      await expectRefused(client, join(1, `user_${alice.id}`), NONE_OF_IT);
      for (const since of ['one', -1, 0.5, true, {}]) {
        await expectRefused(client, join(since), ['INVALID_DATA', 'since: Must be a chat_id']);
      }
      await expectQuiet(client);
    });
  });
};
