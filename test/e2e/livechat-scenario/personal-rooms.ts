import { expect } from 'chai';
import { admin, agent, customer } from '../../support/actors.js';
import { expectRight } from '../../support/expect-either.js';
import type { LivechatClient } from '../support/livechat-clients.js';
import { someone, tokenOf } from '../support/tokens.js';
import { acting } from '../support/acting.js';
import { expectQuiet, joined, pair, type Scene } from './scene.js';

/** Document 004, `conversation_updated`: on all of the user's sockets, joined or not. */
export const describePersonalRooms = (scene: Scene): void => {
  describe('a personal room', () => {
    /** The owner on one socket that has joined and on one that has not. */
    const owners = async (): Promise<
      Awaited<ReturnType<typeof pair>> & { readonly sockets: readonly LivechatClient[] }
    > => {
      const one = await pair(scene);
      const sockets = [
        await joined(scene, one.alice, one.id),
        await scene.connect(tokenOf(one.alice)),
      ];
      return { ...one, sockets };
    };

    it('hears of a claim, a reply, a handover, a ticket, the closing and the rating, in order', async () => {
      const { alice, sarah, id, sockets } = await owners();
      const bob = agent(someone('Bob'));
      const act = acting(scene, id);
      // To be handed to he must have been here.
      await scene.connect(tokenOf(bob));
      await act.claim(sarah);
      const { message } = await act.send(sarah, 'x'.repeat(150));
      await act.handOver(sarah, bob.id);
      const { number } = await act.ticket(bob);
      await act.updateTicket(sarah, number, 'resolved');
      await act.close(bob);
      await act.rate(alice, 5, 'Sarah was amazing!');
      for (const socket of sockets) {
        const heard = [];
        for (const _ of [1, 2, 3, 4, 5, 6, 7])
          heard.push(await socket.next('conversation_updated'));
        expect(heard).to.deep.equal([
          { conversation_id: id, event: 'claimed', assigned_admin_name: sarah.profile.name },
          {
            conversation_id: id,
            event: 'new_reply',
            message: {
              id: message.id,
              preview: 'x'.repeat(100),
              sender_name: sarah.profile.name,
              created_at: new Date(message.at).toISOString(),
            },
          },
          {
            conversation_id: id,
            event: 'handover_completed',
            assigned_admin_name: bob.profile.name,
          },
          { conversation_id: id, event: 'ticket_created', ticket_number: number },
          {
            conversation_id: id,
            event: 'ticket_updated',
            ticket_number: number,
            status: 'resolved',
            priority: 'medium',
          },
          { conversation_id: id, event: 'closed' },
          {
            conversation_id: id,
            event: 'rated',
            satisfaction_rating: 5,
            feedback: 'Sarah was amazing!',
          },
        ]);
      }
    });

    it('hears nothing of its owner’s own messages, nor of anybody else’s conversation', async () => {
      const { alice, id, sockets } = await owners();
      const other = await pair(scene);
      await acting(scene, id).send(alice, 'one');
      await acting(scene, other.id).claim(other.sarah);
      const [here, elsewhere] = sockets;
      expect(here?.waiting('conversation_updated')).to.equal(0);
      if (elsewhere !== undefined) await expectQuiet(elsewhere);
    });

    it('is not for staff', async () => {
      const { alice, sarah, id } = await pair(scene);
      const act = acting(scene, id);
      const staff = await joined(scene, admin(), id);
      await act.claim(sarah);
      await act.send(sarah, 'two');
      await act.close(sarah);
      await act.rate(alice, 1, null);
      await staff.next('conversation_closed');
      expect(staff.waiting('conversation_updated')).to.equal(0);
    });

    it('hears of what its owner has opened through whatever dialect', async () => {
      const alice = customer(someone('Alice'));
      const id = await scene.open(alice.id, {
        channel: { name: 'support', ownership: 'shared', singleOpen: true },
      });
      const socket = await scene.connect(tokenOf(alice));
      const sarah = agent(someone('Sarah'));
      await acting(scene, id).send(sarah, 'Hello');
      expect(await socket.next('conversation_updated')).to.include({ event: 'claimed' });
      expect(await socket.next('conversation_updated')).to.include({ event: 'new_reply' });
    });

    it('shows a code to its addressee', async () => {
      const { alice, id } = await pair(scene);
      const socket = await scene.connect(tokenOf(alice));
      const issued = await scene.cases().issueCode(admin(), {
        userId: alice.id,
        guestId: null,
        conversationId: null,
        deviceInfo: null,
        channel: { name: 'support', ownership: 'shared', singleOpen: true },
      })();
      const { digits } = expectRight(issued);
      const { event, message, conversation_id } = await socket.next('conversation_updated');
      expect(event).to.equal('new_reply');
      expect(message?.preview).to.equal(digits);
      expect(conversation_id).to.not.equal(id);
    });
  });
};
