import { expect } from 'chai';
import { type Claims, someone, token } from '../support/tokens.js';
import { expectNothing, anAdmin, anAgent, type Scene } from './scene.js';

/** Coming in, joining and leaving. */
export const describeJoining = ({ open, connect, enter, joined }: Scene): void => {
  describe('welcome', () => {
    const welcome = async (claims: Claims): Promise<unknown> => {
      const client = await connect(token(claims));
      return client.next('connection:success');
    };

    it('tells a customer his userId', async () => {
      const sub = someone();
      expect(await welcome({ sub })).to.deep.equal({ type: 'user', userId: sub });
    });

    it('takes agents and admins for admins', async () => {
      const agent = anAgent();
      const admin = anAdmin();
      expect(await welcome(agent)).to.deep.equal({ type: 'admin', adminId: agent.sub });
      expect(await welcome(admin)).to.deep.equal({ type: 'admin', adminId: admin.sub });
    });

    it('refuses a bad token', async () => {
      const refusal = await connect('no.token.atall').then(
        () => 'let in',
        (error: unknown) => String(error),
      );
      expect(refusal).to.match(/Authentication failed|401/);
    });
  });

  describe('joining and leaving', () => {
    it('answers with the conversation id, by frame and by ack', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const client = await enter({ sub });
      const join = await client.request('conversation:join', { conversationId });
      expect(join).to.deep.equal({ success: true, data: { conversationId } });
      expect(client.waiting('conversation:joined'), 'the frame comes before the ack').to.equal(1);
      expect(await client.next('conversation:joined')).to.deep.equal({ conversationId });
      const leave = await client.request('conversation:leave', { conversationId });
      expect(leave).to.deep.equal({ success: true, data: { conversationId } });
      expect(client.waiting('conversation:left'), 'the frame comes before the ack').to.equal(1);
      expect(await client.next('conversation:left')).to.deep.equal({ conversationId });
    });

    it('answers those who ask for no ack', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const client = await enter({ sub });
      client.emit('conversation:join', { conversationId });
      expect(await client.next('conversation:joined')).to.deep.equal({ conversationId });
      client.emit('conversation:leave', { conversationId });
      expect(await client.next('conversation:left')).to.deep.equal({ conversationId });
    });

    it('takes an id in capitals for the same conversation', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const client = await enter({ sub });
      const join = { conversationId: conversationId.toUpperCase() };
      expect(await client.request('conversation:join', join)).to.deep.equal({
        success: true,
        data: { conversationId },
      });
    });

    it('joins once however often it is asked', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const client = await joined({ sub }, conversationId);
      await client.request('conversation:join', { conversationId });
      const other = await enter({ sub });
      await other.request('message:send', { conversationId, message: 'once' });
      expect((await client.next('message:received')).message).to.equal('once');
      await expectNothing(client, 'message:received');
    });

    it('sends nothing more to who has left', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const client = await joined({ sub }, conversationId);
      await client.request('conversation:leave', { conversationId });
      const other = await enter({ sub });
      await other.request('message:send', { conversationId, message: 'unheard' });
      await expectNothing(client, 'message:received');
    });
  });
};
