import { expect } from 'chai';
import { admin, agent } from '../../support/actors.js';
import { acting } from '../support/acting.js';
import { someone } from '../support/tokens.js';
import {
  entered,
  expectQuiet,
  expectRefused,
  heard,
  joined,
  pair,
  type Scene,
  sent,
} from './scene.js';

const DENIED = ['forbidden', 'Access denied to this ticket'] as const;

/** Document 003, "Joining a Ticket Room" and "Leaving a Ticket Room". */
export const describeRooms = (scene: Scene): void => {
  describe('a room', () => {
    it('is joined by the ticket’s id or number, or by the conversation’s id, and is called so', async () => {
      const { alice, sarah, ...names } = await pair(scene);
      const called = [...Object.values(names), names.ticketId.toUpperCase()];
      const clients = [];
      for (const name of called) clients.push(await joined(scene, sarah, name));
      const { message } = await acting(scene, names.conversationId).send(alice, 'Hello');
      for (const [index, client] of clients.entries()) {
        const { ticketId, _id } = await heard(client);
        expect([ticketId, _id]).to.deep.equal([called[index], message.id]);
        await expectQuiet(client);
      }
    });

    it('goes by the name that it was joined by last, and tells nothing twice', async () => {
      const { alice, ticketId, number, conversationId } = await pair(scene);
      const client = await joined(scene, alice, ticketId);
      for (const name of [ticketId, number]) {
        await client.request('join_ticket', { ticketId: name });
        expect(await client.next('joined_ticket')).to.deep.equal({ ticketId: name });
      }
      await acting(scene, conversationId).send(admin(), 'Hello');
      expect((await heard(client)).ticketId).to.equal(number);
      await expectQuiet(client);
    });

    it('is also of a conversation that has no ticket, whatever it was opened by', async () => {
      const { alice, sarah } = await pair(scene);
      for (const channel of [
        { name: 'support', ownership: 'shared', singleOpen: true },
        { name: 'livechat', ownership: 'exclusive', singleOpen: false },
      ] as const) {
        const id = await scene.open(alice.id, { channel });
        const [owner, staff] = [await joined(scene, alice, id), await joined(scene, sarah, id)];
        await sent(owner, id, 'Hello');
        await sent(staff, id, 'Hi');
        for (const client of [owner, staff]) {
          const said = [await heard(client), await heard(client)];
          expect(said.map(({ message }) => message)).to.deep.equal(['Hello', 'Hi']);
          await expectQuiet(client);
        }
      }
    });

    it('has told all that was said since whoever is told that he has joined', async () => {
      const { alice, sarah, ticketId, conversationId } = await pair(scene);
      const client = await entered(scene, alice);
      client.emit('join_ticket', { ticketId });
      await client.next('joined_ticket');
      await acting(scene, conversationId).send(sarah, 'Hi');
      expect((await heard(client)).message).to.equal('Hi');
    });

    it('hears nothing of claims, notes, tickets and closings', async () => {
      const { alice, sarah, ticketId, number, conversationId } = await pair(scene);
      const act = acting(scene, conversationId);
      const clients = [
        await joined(scene, alice, ticketId),
        await joined(scene, sarah, ticketId),
        await joined(scene, admin(), ticketId),
      ];
      await act.claim(sarah);
      await act.note(sarah, 'between us');
      await act.updateTicket(sarah, number, 'resolved');
      await act.close(sarah);
      await act.rate(alice, 5, 'good');
      for (const client of clients) await expectQuiet(client);
    });

    it('tells those who leave it nothing more, whatever they call it', async () => {
      const { alice, sarah, ...names } = await pair(scene);
      for (const name of Object.values(names)) {
        const client = await joined(scene, sarah, names.ticketId);
        for (const _ of [1, 2]) {
          const left = await client.request('leave_ticket', { ticketId: name });
          expect(left).to.deep.equal({ ticketId: name });
          expect(await client.next('left_ticket')).to.deep.equal(left);
        }
        await acting(scene, names.conversationId).send(alice, 'Hello');
        await expectQuiet(client);
      }
    });

    it('tells whoever has not joined nothing', async () => {
      const { alice, sarah, ticketId, conversationId } = await pair(scene);
      const clients = [await entered(scene, alice), await entered(scene, sarah)];
      await joined(scene, admin(), ticketId);
      await acting(scene, conversationId).send(admin(), 'Hello');
      for (const client of clients) await expectQuiet(client);
    });

    it('is somebody else’s to other clients, in whatever they ask', async () => {
      const { ticketId, number, conversationId } = await pair(scene);
      const { alice: mallory } = await pair(scene);
      const client = await entered(scene, mallory);
      for (const name of [ticketId, number, conversationId]) {
        const payload = { ticketId: name, message: 'Hi' };
        await expectRefused(client, ['join_ticket', payload], 'join_ticket_error', DENIED);
        await expectRefused(client, ['get_messages', payload], 'messages_error', DENIED);
        await expectRefused(client, ['send_message', payload], 'send_message_error', DENIED);
        await expectRefused(client, ['leave_ticket', payload], 'error', DENIED);
        await expectRefused(client, ['typing_start', payload], 'error', DENIED);
        await expectRefused(client, ['typing_stop', payload], 'error', DENIED);
      }
    });

    it('is for agents of its department, and for who was given it', async () => {
      const { sarah, ticketId, conversationId } = await pair(scene, 'cards');
      const cards = agent(someone('Carl'), ['cards']);
      const outsider = await entered(scene, sarah);
      const join = ['join_ticket', { ticketId }] as const;
      await expectRefused(outsider, join, 'join_ticket_error', DENIED);
      const insider = await joined(scene, cards, ticketId);
      const act = acting(scene, conversationId);
      await act.claim(cards);
      await act.handOver(cards, sarah.id);
      expect(await outsider.request(...join)).to.deep.equal({ ticketId });
      await outsider.next('joined_ticket');
      await act.handOver(sarah, cards.id);
      await act.send(cards, 'not for her');
      expect((await heard(insider)).message).to.equal('not for her');
      await expectQuiet(outsider);
    });

    it('can be left by whatever name it was joined by, though one may hear of it no longer', async () => {
      const { sarah, alice, ...names } = await pair(scene, 'cards');
      const cards = agent(someone('Carl'), ['cards']);
      // Who was never here can be given nothing.
      for (const one of [cards, sarah]) await entered(scene, one);
      const act = acting(scene, names.conversationId);
      await act.claim(cards);
      for (const ticketId of Object.values(names)) {
        await act.handOver(cards, sarah.id);
        const client = await joined(scene, sarah, ticketId);
        await act.handOver(sarah, cards.id);
        expect(await client.request('leave_ticket', { ticketId })).to.deep.equal({ ticketId });
        await client.next('left_ticket');
        await act.handOver(cards, sarah.id);
        await act.send(alice, 'Hello');
        await expectQuiet(client);
        await act.handOver(sarah, cards.id);
      }
    });
  });
};
