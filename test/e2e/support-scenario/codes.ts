import { expect } from 'chai';
import { DOTS } from '../support/codes.js';
import { someone } from '../support/tokens.js';
import type { WireMessage } from '../support/wire.js';
import { anAdmin, anAgent, expectNothing, type Scene } from './scene.js';

/** Less what no two messages have alike. */
const essence = ({ id: _id, createdAt: _at, seq: _seq, ...rest }: WireMessage) => rest;

const codeMessage = (conversationId: string, message: string) => ({
  conversationId,
  senderId: null,
  senderType: 'system',
  guestId: null,
  message,
  messageType: 'auth_code',
  isRead: false,
});

/** That a code reaches its addressee, and nobody else. */
export const describeCodes = (scene: Scene): void => {
  const { enter, joined, enterAsGuest, connect, open, openGuests, issueCode } = scene;

  describe('an auth code', () => {
    it('is shown to each of its addressee’s sockets, joined or not, and to all others in dots', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const inside = await joined({ sub }, conversationId);
      const outside = await enter({ sub });
      const [staffInside, staffOutside] = [
        await joined(anAdmin(), conversationId),
        await enter(anAgent()),
      ];
      const stranger = await enter({ sub: someone() });
      const { digits } = await issueCode({ conversationId });
      for (const client of [inside, outside]) {
        const message = await client.next('message:received');
        expect(essence(message)).to.deep.equal(codeMessage(conversationId, digits));
        await expectNothing(client, 'message:received');
        await expectNothing(client, 'conversation:new_message');
      }
      const seen = await staffInside.next('message:received');
      expect(essence(seen)).to.deep.equal(codeMessage(conversationId, DOTS));
      for (const staff of [staffInside, staffOutside]) {
        const notice = await staff.next('conversation:new_message');
        expect(notice.conversationId).to.equal(conversationId);
        expect(essence(notice.message)).to.deep.equal(codeMessage(conversationId, DOTS));
        await expectNothing(staff, 'message:received');
      }
      await expectNothing(stranger, 'message:received');
    });

    it('is shown to a guest whom staff have named, in a conversation that it opens', async () => {
      const { client, guestId } = await enterAsGuest();
      const { digits, conversationId } = await issueCode({ guestId: guestId.slice(0, -22) });
      const message = await client.next('message:received');
      expect(essence(message)).to.deep.equal(codeMessage(conversationId, digits));
    });

    it('is shown to a guest in the conversation that he has joined', async () => {
      const { conversationId, guestId } = await openGuests(false);
      const client = await connect({ guestId });
      await client.request('conversation:join', { conversationId });
      const { digits } = await issueCode({ conversationId });
      expect((await client.next('message:received')).message).to.equal(digits);
    });

    it('has its place among the messages', async () => {
      const sub = someone();
      const conversationId = await open(sub);
      const client = await joined({ sub }, conversationId);
      await client.request('message:send', { conversationId, message: 'before' });
      const { digits } = await issueCode({ conversationId });
      await client.request('message:send', { conversationId, message: 'after' });
      const heard = [];
      for (let n = 0; n < 3; n += 1) heard.push(await client.next('message:received'));
      expect(heard.map(({ message }) => message)).to.deep.equal(['before', digits, 'after']);
      const places = heard.map(({ seq }) => seq);
      expect(places).to.deep.equal([...places].toSorted((a, b) => a - b));
    });
  });
};
