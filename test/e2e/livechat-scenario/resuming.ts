import { expect } from 'chai';
import { acting } from '../support/acting.js';
import { tokenOf } from '../support/tokens.js';
import { expectQuiet, joined, pair, type Scene } from './scene.js';

/** Design, section 6, "Resume". */
export const describeResuming = (scene: Scene): void => {
  describe('coming back with since', () => {
    it('brings messages and what else happened as they came live, before it is answered', async () => {
      const { alice, sarah, id: conversation_id } = await pair(scene);
      const act = acting(scene, conversation_id);
      const { message: known } = await act.send(alice, 'one');
      const live = await joined(scene, alice, conversation_id);
      await act.claim(sarah);
      await act.send(sarah, 'two');
      await act.note(sarah, 'between us');
      await act.close(sarah);
      const client = await scene.connect(tokenOf(alice));
      const join = { conversation_id, since: known.id };
      expect(await client.request('join_conversation', join)).to.deep.equal({ success: true });
      for (const event of ['conversation_claimed', 'new_message', 'conversation_closed'] as const) {
        expect(client.waiting(event), event).to.equal(1);
        expect(await client.next(event), event).to.deep.equal(await live.next(event));
      }
      await client.request('join_conversation', join);
      await expectQuiet(client);
    });

    it('is refused where since is of nothing here', async () => {
      const { alice, id: conversation_id } = await pair(scene);
      const client = await scene.connect(tokenOf(alice));
      const refused = {
        [conversation_id]: 'since: Must be of this conversation',
        one: 'since: Must be the id of a message, or a whole number from 0',
      };
      for (const [since, message] of Object.entries(refused)) {
        const answer = await client.request('join_conversation', { conversation_id, since });
        expect(answer).to.include({ success: false, code: 'invalid', message });
        await client.next('error');
      }
      await acting(scene, conversation_id).send(alice, 'unheard');
      expect(client.waiting('new_message')).to.equal(0);
    });
  });
};
