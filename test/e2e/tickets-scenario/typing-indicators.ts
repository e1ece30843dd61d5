import { expect } from 'chai';
import { entered, expectQuiet, joined, pair, type Scene } from './scene.js';

/** Document 003, "Typing Indicators". */
export const describeTyping = (scene: Scene): void => {
  describe('typing', () => {
    it('is shown to the others, with who types, under their own names for the ticket', async () => {
      const { alice, sarah, ticketId, number } = await pair(scene);
      const [owner, staff] = [
        await joined(scene, alice, ticketId),
        await joined(scene, sarah, number),
      ];
      for (const [typist, typed, actor, other, told] of [
        [owner, ticketId, alice, staff, number],
        [staff, number, sarah, owner, ticketId],
      ] as const) {
        for (const [event, shown] of [
          ['typing_start', 'user_typing'],
          ['typing_stop', 'user_stopped_typing'],
        ] as const) {
          const done = await typist.request(event, { ticketId: typed });
          expect(done).to.deep.equal({ success: true });
          expect(await other.next(shown)).to.deep.equal({
            ticketId: told,
            userId: actor.id,
            userName: actor.profile.name,
          });
        }
        await expectQuiet(typist);
      }
    });

    it('ends when who types leaves, or goes', async () => {
      const { alice, sarah, ticketId } = await pair(scene);
      const staff = await joined(scene, sarah, ticketId);
      const owner = await joined(scene, alice, ticketId);
      owner.emit('typing_start', { ticketId });
      await staff.next('user_typing');
      await owner.request('leave_ticket', { ticketId });
      expect((await staff.next('user_stopped_typing')).userId).to.equal(alice.id);
      const again = await joined(scene, alice, ticketId);
      again.emit('typing_start', { ticketId });
      await staff.next('user_typing');
      again.close();
      expect((await staff.next('user_stopped_typing')).userId).to.equal(alice.id);
    });

    it('needs no join, and is not shown on the typist’s own other connections', async () => {
      const { alice, sarah, ticketId } = await pair(scene);
      const [here, staff] = [
        await joined(scene, alice, ticketId),
        await joined(scene, sarah, ticketId),
      ];
      const elsewhere = await entered(scene, alice);
      await elsewhere.request('typing_start', { ticketId });
      expect((await staff.next('user_typing')).userId).to.equal(alice.id);
      await expectQuiet(here);
      await expectQuiet(elsewhere);
    });
  });
};
