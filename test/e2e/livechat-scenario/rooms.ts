import { expect } from 'chai';
import { admin } from '../../support/actors.js';
import { tokenOf } from '../support/tokens.js';
import { acting } from '../support/acting.js';
import { expectQuiet, joined, pair, type Scene } from './scene.js';

/** Document 004, `join_conversation`, `leave_conversation`, and what happens inside a conversation's room. */
export const describeRooms = (scene: Scene): void => {
  describe('a room', () => {
    it('hears each message, its own members’ too, in order', async () => {
      const { alice, sarah, id } = await pair(scene);
      const act = acting(scene, id);
      const clients = [await joined(scene, alice, id), await joined(scene, sarah, id)];
      await act.claim(sarah);
      const said = [
        (await act.send(alice, 'one')).message,
        (await act.send(sarah, '<b>two</b> & three')).message,
      ];
      for (const client of clients) {
        for (const { id: messageId, seq, sender, at } of said) {
          const { conversation_id, message } = await client.next('new_message');
          expect(conversation_id).to.equal(id);
          const isFromUser = sender.kind === 'customer';
          expect(message).to.deep.equal({
            id: messageId,
            message: isFromUser ? 'one' : '<b>two</b> & three',
            is_from_user: isFromUser,
            sender_name: isFromUser ? alice.profile.name : sarah.profile.name,
            sender_email: isFromUser ? alice.profile.email : sarah.profile.email,
            attachments: null,
            seq,
            createdAt: new Date(at).toISOString(),
          });
        }
      }
    });

    it('hears who claims it, that it has a ticket, and that it is closed', async () => {
      const { alice, sarah, id } = await pair(scene);
      const act = acting(scene, id);
      const clients = [await joined(scene, alice, id), await joined(scene, sarah, id)];
      await act.claim(sarah);
      const ticket = await act.ticket(sarah, '<b>Failed</b>');
      await act.close(sarah);
      for (const client of clients) {
        expect(await client.next('conversation_claimed')).to.deep.equal({
          conversation_id: id,
          assigned_to: sarah.id,
          assigned_admin_name: sarah.profile.name,
        });
        expect(await client.next('ticket_created_from_conversation')).to.deep.equal({
          conversation_id: id,
          ticket: {
            id: ticket.id,
            ticket_number: ticket.number,
            subject: '<b>Failed</b>',
            status: 'open',
            priority: 'medium',
            support_type: 'TRANSFERS',
          },
        });
        expect(await client.next('conversation_closed')).to.deep.equal({ conversation_id: id });
      }
    });

    it('tells those who leave it nothing more, and may be left by whoever is not in it', async () => {
      const { alice, sarah, id } = await pair(scene);
      const act = acting(scene, id);
      const client = await joined(scene, sarah, id);
      for (const _ of [1, 2]) {
        const left = await client.request('leave_conversation', { conversation_id: id });
        expect(left).to.deep.equal({ success: true });
      }
      await act.send(alice, 'one');
      await act.claim(sarah);
      await expectQuiet(client);
    });

    it('tells staff who have not joined nothing', async () => {
      const { alice, sarah, id } = await pair(scene);
      const client = await scene.connect(tokenOf(sarah));
      const act = acting(scene, id);
      await act.send(alice, 'one');
      await act.claim(sarah);
      await act.send(sarah, 'two');
      await expectQuiet(client);
    });

    it('is joined again without hearing anything twice', async () => {
      const { alice, id } = await pair(scene);
      const client = await joined(scene, alice, id);
      const again = await client.request('join_conversation', {
        conversation_id: id.toUpperCase(),
      });
      expect(again).to.deep.equal({ success: true });
      await acting(scene, id).send(alice, 'one');
      expect((await client.next('new_message')).message.message).to.equal('one');
      await expectQuiet(client);
    });

    it('hears a message once, however often it is sent', async () => {
      const { alice, id } = await pair(scene);
      const client = await joined(scene, admin(), id);
      for (const _ of [1, 2, 3]) await acting(scene, id).send(alice, 'one', 'c1');
      expect((await client.next('new_message')).message.message).to.equal('one');
      await expectQuiet(client);
    });

    it('hears staff’s notes where its members are staff, and its owner nothing of them', async () => {
      const { alice, sarah, id } = await pair(scene);
      const act = acting(scene, id);
      const elsewhere = await scene.connect(tokenOf(alice));
      const [owner, staff] = [await joined(scene, alice, id), await joined(scene, sarah, id)];
      const note = await act.note(admin(), 'between us');
      expect((await staff.next('new_message')).message).to.deep.equal({
        id: note.id,
        message: 'between us',
        is_from_user: false,
        sender_name: 'root',
        sender_email: 'root@example.com',
        attachments: null,
        seq: note.seq,
        is_note: true,
        createdAt: new Date(note.at).toISOString(),
      });
      await expectQuiet(owner);
      await expectQuiet(elsewhere);
      await act.send(alice, 'still here');
      expect((await owner.next('new_message')).message.message).to.equal('still here');
    });
  });
};
