import { expect } from 'chai';
import { acting } from '../support/acting.js';
import { entered, expectQuiet, expectRefused, heard, pair, type Scene } from './scene.js';

/** Design, section 6, "Resume". */
export const describeResuming = (scene: Scene): void => {
  describe('coming back with since', () => {
    it('brings what was missed before it is told that it joined, by the name it joins by', async () => {
      const { alice, sarah, number, conversationId } = await pair(scene);
      const act = acting(scene, conversationId);
      const { message: known } = await act.send(alice, 'one');
      await act.send(sarah, 'two');
      await act.send(sarah, 'three');
      for (const since of [known.id, known.seq]) {
        const client = await entered(scene, alice);
        await client.request('join_ticket', { ticketId: number, since });
        expect(client.waiting('joined_ticket')).to.equal(1);
        for (const text of ['two', 'three']) {
          expect(await heard(client)).to.include({ ticketId: number, message: text });
        }
        await client.next('joined_ticket');
        await expectQuiet(client);
      }
    });

    it('is refused where since is of nothing here', async () => {
      const { alice, ticketId, conversationId } = await pair(scene);
      const client = await entered(scene, alice);
      const refused = [
        [conversationId, 'since: Must be of this conversation'],
        [1_000, 'since: Must be of this conversation'],
        ['one', 'since: Must be the id of a message, or a whole number from 0'],
      ] as const;
      for (const [since, message] of refused) {
        const join = ['join_ticket', { ticketId, since }] as const;
        await expectRefused(client, join, 'join_ticket_error', ['invalid', message]);
      }
      await acting(scene, conversationId).send(alice, 'unheard');
      await expectQuiet(client);
    });
  });
};
