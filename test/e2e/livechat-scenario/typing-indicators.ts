import { expect } from 'chai';
import { acting } from '../support/acting.js';
import { expectQuiet, joined, pair, type Scene } from './scene.js';

/** Document 004, `typing` and `stop_typing`. */
export const describeTyping = (scene: Scene): void => {
  describe('typing', () => {
    it('is shown to the others, with the side of who types', async () => {
      const { alice, sarah, id } = await pair(scene);
      const [owner, staff] = [await joined(scene, alice, id), await joined(scene, sarah, id)];
      for (const [typist, other, is_admin] of [
        [owner, staff, false],
        [staff, owner, true],
      ] as const) {
        for (const event of ['typing', 'stop_typing'] as const) {
          const done = await typist.request(event, { conversation_id: id });
          expect(done).to.deep.equal({ success: true });
          expect(await other.next(event)).to.deep.equal({ conversation_id: id, is_admin });
        }
        await expectQuiet(typist);
      }
    });

    it('ends when who types leaves, or goes', async () => {
      const { alice, sarah, id } = await pair(scene);
      const staff = await joined(scene, sarah, id);
      const owner = await joined(scene, alice, id);
      owner.emit('typing', { conversation_id: id });
      await staff.next('typing');
      await owner.request('leave_conversation', { conversation_id: id });
      await staff.next('stop_typing');
      const again = await joined(scene, alice, id);
      again.emit('typing', { conversation_id: id });
      await staff.next('typing');
      again.close();
      expect(await staff.next('stop_typing')).to.deep.equal({
        conversation_id: id,
        is_admin: false,
      });
    });

    it('is for who may read the conversation, joined or not', async () => {
      const { alice, sarah, id } = await pair(scene);
      const other = await pair(scene);
      const staff = await joined(scene, sarah, id);
      const stranger = await joined(scene, other.alice, other.id);
      const refused = await stranger.request('typing', { conversation_id: id });
      expect(refused).to.include({ success: false, message: 'Access denied', code: 'forbidden' });
      await acting(scene, id).send(alice, 'one');
      await staff.next('new_message');
      await expectQuiet(staff);
    });
  });
};
