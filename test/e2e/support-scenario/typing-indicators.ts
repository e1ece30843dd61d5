import { expect } from 'chai';
import { SHARED } from '../../support/channels.js';
import type { SupportClient as Client } from '../support/support-clients.js';
import { someone } from '../support/tokens.js';
import { anAdmin, anAgent, expectNothing, expectRefused, type Scene } from './scene.js';

/** Who is seen typing, and by whom. */
export const describeTyping = ({ open, enter, joined }: Scene): void => {
  describe('typing', () => {
    const start = async (client: Client, conversationId: string): Promise<void> => {
      const answer = await client.request('typing:start', { conversationId });
      expect(answer).to.deep.equal({ success: true, data: { conversationId } });
    };
    const stop = async (client: Client, conversationId: string): Promise<void> => {
      const answer = await client.request('typing:stop', { conversationId });
      expect(answer).to.deep.equal({ success: true, data: { conversationId } });
    };
    const expectNoTyping = async (client: Client): Promise<void> => {
      await expectNothing(client, 'typing:start');
      await expectNothing(client, 'typing:stop');
    };

    it('is told to the others who joined, both ways, and when it stops', async () => {
      const sub = someone();
      const staff = anAgent();
      const conversationId = await open(sub);
      const customer = await joined({ sub }, conversationId);
      const agent = await joined(staff, conversationId);
      const supervisor = await joined(anAdmin(), conversationId);
      await start(customer, conversationId);
      for (const other of [agent, supervisor]) {
        expect(await other.next('typing:start')).to.deep.equal({ conversationId, senderId: sub });
      }
      await stop(customer, conversationId);
      for (const other of [agent, supervisor]) {
        expect(await other.next('typing:stop')).to.deep.equal({ conversationId, senderId: sub });
      }
      await start(agent, conversationId);
      const typing = { conversationId, senderId: staff.sub };
      for (const other of [customer, supervisor]) {
        expect(await other.next('typing:start')).to.deep.equal(typing);
      }
      for (const client of [customer, agent, supervisor]) await expectNoTyping(client);
    });

    it('is told by those, too, who ask for no ack, and again as it goes on', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const customer = await enter({ sub });
      const agent = await joined(anAgent(), conversationId);
      for (const event of ['typing:start', 'typing:start', 'typing:stop'] as const) {
        customer.emit(event, { conversationId });
        expect(await agent.next(event)).to.deep.equal({ conversationId, senderId: sub });
      }
      await expectNoTyping(agent);
    });

    it("is not told to the typist's own connections", async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const typist = await joined({ sub }, conversationId);
      const otherTab = await joined({ sub }, conversationId);
      const agent = await joined(anAgent(), conversationId);
      await start(typist, conversationId);
      await agent.next('typing:start');
      await stop(typist, conversationId);
      await agent.next('typing:stop');
      await expectNoTyping(typist);
      await expectNoTyping(otherTab);
    });

    it('stops once, when it has stopped in every tab', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const tabs = [await enter({ sub }), await enter({ sub })] as const;
      const agent = await joined(anAgent(), conversationId);
      await stop(tabs[0], conversationId);
      await expectNoTyping(agent);
      for (const tab of tabs) await start(tab, conversationId);
      await agent.next('typing:start');
      await agent.next('typing:start');
      await stop(tabs[0], conversationId);
      await stop(tabs[0], conversationId);
      await expectNoTyping(agent);
      await stop(tabs[1], conversationId);
      await agent.next('typing:stop');
      await expectNoTyping(agent);
    });

    it('ends with its connection, and by leaving', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const typing = { conversationId, senderId: sub };
      const agent = await joined(anAgent(), conversationId);
      const gone = await joined({ sub }, conversationId);
      await start(gone, conversationId);
      expect(await agent.next('typing:start')).to.deep.equal(typing);
      gone.close();
      expect(await agent.next('typing:stop')).to.deep.equal(typing);
      const left = await joined({ sub }, conversationId);
      await start(left, conversationId);
      expect(await agent.next('typing:start')).to.deep.equal(typing);
      await left.request('conversation:leave', { conversationId });
      expect(await agent.next('typing:stop')).to.deep.equal(typing);
      await expectNoTyping(agent);
    });

    it('is not told to who has not joined, or has left', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const agent = await joined(anAgent(), conversationId);
      const outside = await enter(anAdmin());
      const elsewhere = await joined(anAgent(), await open(someone()));
      const left = await joined(anAgent(), conversationId);
      await left.request('conversation:leave', { conversationId });
      const customer = await enter({ sub });
      await start(customer, conversationId);
      await agent.next('typing:start');
      await stop(customer, conversationId);
      await agent.next('typing:stop');
      for (const deaf of [outside, elsewhere, left]) await expectNoTyping(deaf);
    });

    it('is refused to who has no access: nobody hears of it, and he hears nothing', async () => {
      const sub = someone();
      const conversationId = await open(sub, { channel: SHARED, departmentId: 'sales' });
      const colleague = await joined(anAgent('sales'), conversationId);
      const customer = await joined({ sub }, conversationId);
      for (const claims of [{ sub: someone() }, anAgent('billing')]) {
        const stranger = await enter(claims);
        for (const event of ['conversation:join', 'typing:start', 'typing:stop']) {
          await expectRefused(stranger, [event, { conversationId }], 'not_found');
        }
        await expectNoTyping(customer);
        await expectNoTyping(colleague);
        await start(customer, conversationId);
        await colleague.next('typing:start');
        await stop(customer, conversationId);
        await colleague.next('typing:stop');
        await expectNoTyping(stranger);
      }
    });

    it('is refused where no conversation is named', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const customer = await joined({ sub }, conversationId);
      for (const event of ['typing:start', 'typing:stop']) {
        for (const payload of [undefined, {}, { conversationId: 'mine' }]) {
          await expectRefused(customer, [event, payload], 'invalid');
        }
      }
    });
  });
};
