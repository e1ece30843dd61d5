import { expect } from 'chai';
import { someone } from '../support/tokens.js';
import { anAdmin, expectNothing, expectRefused, messageOf, type Scene, take } from './scene.js';

/** Design, section 6, "Resume". */
export const describeResuming = ({ open, enter, joined }: Scene): void => {
  describe('coming back with since', () => {
    const talk = async (...texts: readonly string[]) => {
      const sub = someone();
      const conversationId = await open(sub);
      const staff = await joined(anAdmin(), conversationId);
      const ids: string[] = [];
      for (const message of texts) {
        ids.push(messageOf(await staff.request('message:send', { conversationId, message })).id);
      }
      return { sub, conversationId, staff, ids };
    };

    it('brings what was missed first, each once, and then what is new', async () => {
      const { sub, conversationId, staff, ids } = await talk('one', 'two', 'three');
      const [since] = ids;
      const client = await enter({ sub });
      client.emit('conversation:join', { conversationId, since });
      await staff.request('message:send', { conversationId, message: 'four' });
      await client.next('conversation:joined');
      const missed = client.waiting('message:received');
      expect(missed, 'before it is told that it joined').to.be.at.least(2);
      const messages = await take(client, 3);
      expect(messages.map(({ message }) => message)).to.deep.equal(['two', 'three', 'four']);
      expect(messages[0]).to.include({ id: ids[1], conversationId, senderType: 'admin' });
      await expectNothing(client, 'message:received');
    });

    it('goes by the seq of a message as well, also in a conversation that is joined', async () => {
      const { sub, conversationId, staff } = await talk('one', 'two');
      const client = await joined({ sub }, conversationId);
      const sent = await staff.request('message:send', { conversationId, message: 'three' });
      const { seq } = messageOf(sent);
      for (const since of [seq - 1, seq]) {
        await client.request('conversation:join', { conversationId, since });
      }
      const messages = await take(client, 1);
      expect(messages.map(({ message }) => message)).to.deep.equal(['three']);
      await client.request('conversation:join', { conversationId, since: 0 });
      const earlier = await take(client, 2);
      expect(earlier.map(({ message }) => message)).to.deep.equal(['one', 'two']);
      await expectNothing(client, 'message:received');
    });

    it('is refused where since is of nothing here', async () => {
      const { sub, conversationId, ids } = await talk('one');
      const other = await talk('one');
      const client = await enter({ sub });
      const told = async (since: unknown): Promise<string> =>
        expectRefused(client, ['conversation:join', { conversationId, since }], 'invalid');
      for (const since of [...other.ids, conversationId, 1_000]) {
        expect(await told(since)).to.equal('since: Must be of this conversation');
      }
      for (const since of ['', 'one', -1, 0.5, true, [], ids]) {
        const text = 'since: Must be the id of a message, or a whole number from 0';
        expect(await told(since)).to.equal(text);
      }
      await expectNothing(client, 'conversation:joined');
    });
  });
};
