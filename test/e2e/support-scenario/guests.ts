import { expect } from 'chai';
import { someone, token } from '../support/tokens.js';
import type { SupportClient as Client } from '../support/support-clients.js';
import { anAdmin, expectNothing, expectRefused, messageOf, type Scene, take } from './scene.js';

const SECRET = /^guest_\d{13}_[0-9A-Za-z]{44}$/;

const publicForm = (secret: string): string => secret.slice(0, -22);

const send = (client: Client, conversationId: string, message: string) =>
  client.request('message:send', { conversationId, message });

/** Guests, and the rules by which the widget of document 001 finds its conversation. */
export const describeGuests = ({
  enterAsGuest,
  joined,
  openGuests,
  closeConversation,
}: Scene): void => {
  describe('a guest', () => {
    it('is a new one each time that he brings nothing', async () => {
      const ids = await Promise.all([enterAsGuest(), enterAsGuest(), enterAsGuest()]);
      for (const { guestId } of ids) expect(guestId).to.match(SECRET);
      expect(new Set(ids.map(({ guestId }) => guestId)).size).to.equal(3);
    });

    it('is the same who brings his id', async () => {
      const { guestId } = await enterAsGuest();
      expect((await enterAsGuest(guestId)).guestId).to.equal(guestId);
    });

    it('is a new one with an id that was not issued here, or proves nothing', async () => {
      const { guestId } = await enterAsGuest();
      const wrong = guestId.endsWith('0') ? '1' : '0';
      const others = [
        ...['test_guest_123', 'guest_1234567890_abc123', publicForm(guestId)],
        ...[`${guestId.slice(0, -1)}${wrong}`, `${guestId}0`, '__proto__'],
      ];
      for (const other of others) {
        const entered = await enterAsGuest(other);
        expect(entered.guestId, other).to.match(SECRET);
        expect(publicForm(entered.guestId), other).to.not.equal(publicForm(guestId));
      }
    });

    it('turns out to be somebody by a frame, and hears so', async () => {
      const { client, guestId } = await enterAsGuest();
      const known = await enterAsGuest();
      expect(await client.request('auth', {})).to.deep.equal({
        success: true,
        data: { type: 'guest', guestId },
      });
      await client.next('connection:success');
      await client.request('auth', { guestId: known.guestId });
      expect((await client.next('connection:success')).guestId).to.equal(known.guestId);
      const sub = someone();
      await client.request('auth', { token: token({ sub }) });
      expect(await client.next('connection:success')).to.deep.equal({ type: 'user', userId: sub });
      const ack = await client.request('auth', { guestId });
      expect(ack).to.include({ success: false, code: 'unauthenticated' });
    });

    it('chats with staff, who see his public id and nothing more', async () => {
      const { conversationId, guestId, publicId } = await openGuests(false);
      const { client } = await enterAsGuest(guestId);
      const other = await enterAsGuest(guestId);
      const admin = await joined(anAdmin(), conversationId);
      await client.request('conversation:join', { conversationId });
      const ack = messageOf(await send(client, conversationId, 'Hello'));
      expect(ack).to.include({ senderId: null, senderType: 'guest', guestId });
      expect((await take(client, 1))[0]).to.deep.equal(ack);
      const [seen] = await take(admin, 1);
      expect(seen).to.deep.equal({ ...ack, guestId: publicId });
      const notice = await admin.next('conversation:new_message');
      expect(JSON.stringify([seen, notice])).to.not.include(guestId.slice(-22));
      await send(admin, conversationId, 'How can I help?');
      expect((await take(client, 1))[0]).to.include({ senderType: 'admin', guestId: null });
      await expectNothing(other.client, 'message:received');
      client.emit('typing:start', { conversationId });
      expect((await admin.next('typing:start')).senderId).to.equal(publicId);
    });

    it('gets into nobody else’s conversation', async () => {
      const { conversationId } = await openGuests(false);
      const { client } = await enterAsGuest();
      for (const event of ['conversation:join', 'typing:start']) {
        await expectRefused(client, [event, { conversationId }], 'not_found');
      }
      const message = { conversationId, message: 'Hello' };
      await expectRefused(client, ['message:send', message], 'not_found');
    });

    it('may send neither codes nor words of the system', async () => {
      const { conversationId, guestId } = await openGuests(false);
      const { client } = await enterAsGuest(guestId);
      for (const messageType of ['system', 'auth_code']) {
        const payload = { conversationId, message: '123456', messageType };
        await expectRefused(client, ['message:send', payload], 'forbidden');
      }
    });
  });

  describe('a newcomer’s conversation', () => {
    it('makes a guest who is as new its owner, once', async () => {
      const { conversationId, guestId } = await openGuests(true);
      const sockets = await Promise.all(Array.from({ length: 50 }, () => enterAsGuest()));
      const answers = await Promise.all(
        sockets.map(({ client }) => client.request('conversation:join', { conversationId })),
      );
      const adopted = sockets.filter((_, n) => answers[n]?.success === true);
      expect(adopted).to.have.length(1);
      const [{ client }] = adopted as [(typeof sockets)[number]];
      const welcome = { type: 'guest', guestId };
      expect(await client.next('connection:success')).to.deep.equal(welcome);
      expect(await client.next('conversation:joined')).to.deep.equal({ conversationId });
      expect(messageOf(await send(client, conversationId, 'Hello'))).to.include({ guestId });
      const others = sockets.filter((socket) => socket !== adopted[0]);
      for (const other of others.slice(0, 3)) {
        await expectNothing(other.client, 'connection:success');
      }
    });

    it('is his again who became its owner, when he comes under the id that he had', async () => {
      const { conversationId, guestId } = await openGuests(true);
      const first = await enterAsGuest();
      await first.client.request('conversation:join', { conversationId });
      // His client left before it had heard who he is.
      first.client.close();
      for (const enter of [first.guestId, guestId]) {
        const { client } = await enterAsGuest(enter);
        const answer = await client.request('conversation:join', { conversationId });
        expect(answer).to.deep.equal({ success: true, data: { conversationId } });
        expect(messageOf(await send(client, conversationId, 'Hello'))).to.include({ guestId });
      }
      const other = await enterAsGuest();
      await expectRefused(other.client, ['conversation:join', { conversationId }], 'not_found');
    });

    it('stands for the open one of a guest who is known, under its own id', async () => {
      const own = await openGuests(false);
      const { client } = await enterAsGuest(own.guestId);
      const admin = await joined(anAdmin(), own.conversationId);
      const earlier = ['one', 'two', 'three'];
      for (const text of earlier) await send(client, own.conversationId, text);
      await take(client, 3);
      await take(admin, 3);

      const { conversationId } = await openGuests(true);
      const visit = await enterAsGuest(own.guestId);
      const answer = await visit.client.request('conversation:join', { conversationId });
      expect(answer).to.deep.equal({ success: true, data: { conversationId } });
      expect((await visit.client.next('connection:success')).guestId).to.equal(own.guestId);
      expect(await visit.client.next('conversation:joined')).to.deep.equal({ conversationId });
      const told = await take(visit.client, 3);
      expect(told.map(({ message }) => message)).to.deep.equal(earlier);
      for (const message of told) {
        expect(message).to.include({ conversationId, guestId: own.guestId });
      }

      const ack = messageOf(await send(visit.client, conversationId, 'four'));
      expect(ack).to.include({ conversationId, guestId: own.guestId });
      expect((await take(visit.client, 1))[0]).to.deep.equal(ack);
      const [seen] = await take(admin, 1);
      expect(seen).to.include({ conversationId: own.conversationId, guestId: own.publicId });
      visit.client.emit('typing:start', { conversationId });
      expect((await admin.next('typing:start')).conversationId).to.equal(own.conversationId);
      await send(admin, own.conversationId, 'five');
      expect((await take(visit.client, 1))[0]).to.include({ conversationId, message: 'five' });

      const byAlias = await joined(anAdmin(), conversationId);
      await send(byAlias, conversationId, 'six');
      expect((await take(admin, 1))[0]).to.include({ conversationId: own.conversationId });
      expect((await take(visit.client, 1))[0]).to.include({ conversationId, message: 'six' });

      await visit.client.request('conversation:leave', { conversationId });
      await send(admin, own.conversationId, 'seven');
      await expectNothing(visit.client, 'message:received');
    });

    it('is a known guest’s who has none', async () => {
      const old = await openGuests(false);
      await closeConversation(old.conversationId);
      const { conversationId } = await openGuests(true);
      const visit = await enterAsGuest(old.guestId);
      await visit.client.request('conversation:join', { conversationId });
      expect(await visit.client.next('connection:success')).to.include({ guestId: old.guestId });
      expect(messageOf(await send(visit.client, conversationId, 'Hello'))).to.include({
        conversationId,
        guestId: old.guestId,
      });
    });
  });
};
