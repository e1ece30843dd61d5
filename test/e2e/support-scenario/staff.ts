import { expect } from 'chai';
import { EXCLUSIVE, SHARED } from '../../support/channels.js';
import { someone } from '../support/tokens.js';
import { messageOf, expectNothing, expectRefused, anAdmin, anAgent, type Scene } from './scene.js';

/** What staff hear and may do. */
export const describeStaff = ({ open, enter, joined }: Scene): void => {
  describe('staff', () => {
    it('get conversation:new_message of every message, joined or not', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const outside = await enter(anAdmin());
      const inside = await joined(anAdmin(), conversationId);
      const agent = await enter(anAgent());
      const client = await enter({ sub });
      const send = { conversationId, message: 'hello' };
      const message = messageOf(await client.request('message:send', send));
      for (const staff of [outside, inside, agent]) {
        expect(await staff.next('conversation:new_message')).to.deep.equal({
          conversationId,
          message,
        });
        await expectNothing(staff, 'conversation:new_message');
      }
      await expectNothing(outside, 'message:received');
      await expectNothing(agent, 'message:received');
      expect(await inside.next('message:received')).to.deep.equal(message);
      await expectNothing(inside, 'message:received');
    });

    it('get both kinds for their own message', async () => {
      const conversationId = await open(someone());
      const admin = await enter(anAdmin());
      const send = { conversationId, message: 'hello' };
      const message = messageOf(await admin.request('message:send', send));
      expect(await admin.next('message:received')).to.deep.equal(message);
      expect((await admin.next('conversation:new_message')).message).to.deep.equal(message);
      await expectNothing(admin, 'message:received');
      await expectNothing(admin, 'conversation:new_message');
    });

    it('of another department get nothing and may do nothing', async () => {
      const sub = someone();
      const conversationId = await open(sub, { channel: SHARED, departmentId: 'sales' });
      const stranger = await enter(anAgent('billing'));
      const colleague = await enter(anAgent('billing', 'sales'));
      const admin = await enter(anAdmin());
      for (const event of ['conversation:join', 'message:send']) {
        const attempt = [event, { conversationId, message: 'let me in' }] as const;
        const words = await expectRefused(stranger, attempt, 'not_found');
        expect(words).to.equal('Conversation not found');
      }
      const client = await enter({ sub });
      await client.request('message:send', { conversationId, message: 'hello' });
      await colleague.next('conversation:new_message');
      await admin.next('conversation:new_message');
      await expectNothing(stranger, 'conversation:new_message');
      await expectNothing(stranger, 'message:received');
    });

    it('answer an exclusive conversation one at a time: a reply claims it', async () => {
      const sub = someone();
      const conversationId = await open(sub, { channel: EXCLUSIVE });
      const first = await enter({ ...anAgent(), name: 'Sarah Hall' });
      const second = await enter(anAgent());
      messageOf(await first.request('message:send', { conversationId, message: 'mine' }));
      const send = ['message:send', { conversationId, message: 'mine too' }] as const;
      expect(await expectRefused(second, send, 'conflict')).to.contain('Sarah Hall');
    });
  });
};
