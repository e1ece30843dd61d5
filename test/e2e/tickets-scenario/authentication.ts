import { expect } from 'chai';
import { admin, agent, customer } from '../../support/actors.js';
import { someone, token, tokenOf } from '../support/tokens.js';
import { ERROR_EVENTS, entered, expectQuiet, expectRefused, pair, type Scene } from './scene.js';

const UNAUTHENTICATED = ['unauthenticated', 'User not authenticated'] as const;
const FAILED = ['unauthenticated', 'Authentication failed'] as const;

/** Document 003, "Authentication". */
export const describeAuthentication = (scene: Scene): void => {
  describe('authentication', () => {
    it('says to clients and to super admins who they are', async () => {
      const people = [
        [customer(someone('Alice')), 'Client'],
        [agent(someone('Sarah')), 'SuperAdmin'],
        [admin(someone('Root')), 'SuperAdmin'],
      ] as const;
      for (const [actor, type] of people) {
        const client = await scene.connect();
        const ack = await client.request('authenticate', { token: tokenOf(actor) });
        const { name, email } = actor.profile;
        expect(ack).to.deep.equal({ user: { id: actor.id, name, email, type } });
        expect(await client.next('authenticated')).to.deep.equal(ack);
        await expectQuiet(client);
      }
    });

    it('says null of what the token does not', async () => {
      const client = await scene.connect();
      const sub = someone();
      client.emit('authenticate', { token: token({ sub }) });
      expect((await client.next('authenticated')).user).to.deep.equal({
        ...{ id: sub, name: null, email: null, type: 'Client' },
      });
    });

    it('is also `auth`, or what the connection was opened with', async () => {
      const alice = customer(someone('Alice'));
      const client = await scene.connect();
      expect(await client.request('auth', { token: tokenOf(alice) })).to.have.all.keys('user');
      await client.next('authenticated');
      await expectQuiet(client);
      const known = await scene.connect(tokenOf(alice));
      expect((await known.next('authenticated')).user).to.include({ id: alice.id });
      await expectQuiet(known);
    });

    it('holds what came before it, and runs it in order', async () => {
      const { alice, ticketId } = await pair(scene);
      const client = await scene.connect();
      client.emit('join_ticket', { ticketId });
      const messages = Array.from({ length: 18 }, (_, n) => `message ${n}`);
      for (const message of messages) client.emit('send_message', { ticketId, message });
      client.emit('get_messages', { ticketId });
      client.emit('authenticate', { token: tokenOf(alice) });
      await client.next('authenticated');
      await client.next('joined_ticket');
      const loaded = await client.next('messages_loaded');
      expect(loaded.messages.map(({ message }) => message)).to.deep.equal(messages);
      for (const message of messages) {
        expect((await client.next('new_message')).data.message).to.equal(message);
      }
      await expectQuiet(client);
    });

    it('holds no more after it was refused, and may be tried again', async () => {
      const { alice, ticketId } = await pair(scene);
      const client = await scene.connect();
      const held = client.request('join_ticket', { ticketId });
      await expectRefused(
        client,
        ['authenticate', { token: 'your-jwt-token-here' }],
        'authentication_error',
        FAILED,
      );
      expect(await held).to.include({ success: false, message: 'User not authenticated' });
      await client.next('join_ticket_error');
      for (const [event, own] of Object.entries(ERROR_EVENTS)) {
        const by = own === 'error' ? 'authentication_error' : own;
        await expectRefused(client, [event, { ticketId, message: 'Hi' }], by, UNAUTHENTICATED);
      }
      await client.request('authenticate', { token: tokenOf(alice) });
      await client.next('authenticated');
      expect(await client.request('join_ticket', { ticketId })).to.deep.equal({ ticketId });
      await client.next('joined_ticket');
      await expectQuiet(client);
    });

    it('twice is once as the same person, and refused as another, who stays the first', async () => {
      const { alice, ticketId } = await pair(scene);
      const client = await entered(scene, alice);
      await client.request('authenticate', { token: tokenOf(alice) });
      await client.next('authenticated');
      const others = [customer(someone('Bob')), agent(alice.id)].map(tokenOf);
      for (const other of [...others, `${tokenOf(alice)}x`]) {
        const asked = ['authenticate', { token: other }] as const;
        await expectRefused(client, asked, 'authentication_error', FAILED);
      }
      expect(await client.request('join_ticket', { ticketId })).to.deep.equal({ ticketId });
      await client.next('joined_ticket');
      await expectQuiet(client);
    });
  });
};
