import { expect } from 'chai';
import { admin, customer } from '../../support/actors.js';
import { acting } from '../support/acting.js';
import { someone, token } from '../support/tokens.js';
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

/** Document 003, "Sending Messages" and "Receiving New Messages". */
export const describeMessages = (scene: Scene): void => {
  describe('a message', () => {
    it('has the fields of the document, for all in the room, in order', async () => {
      const { alice, sarah, ticketId, conversationId } = await pair(scene);
      const act = acting(scene, conversationId);
      const clients = [await joined(scene, alice, ticketId), await joined(scene, sarah, ticketId)];
      const said = [
        (await act.send(alice, '<b>one</b> & two\n\tthree')).message,
        (await act.send(sarah, '😀')).message,
      ] as const;
      const expected = [
        {
          sender: {
            _id: alice.id,
            name: alice.profile.name,
            email: alice.profile.email,
            company: null,
          },
          senderModel: 'Client',
          message: '<b>one</b> & two\n\tthree',
        },
        {
          sender: { _id: sarah.id, name: sarah.profile.name, email: sarah.profile.email },
          senderModel: 'SuperAdmin',
          message: '😀',
        },
      ];
      for (const client of clients) {
        for (const [index, { id, at, seq }] of said.entries()) {
          expect(await client.next('new_message')).to.deep.equal({
            data: {
              _id: id,
              ticketId,
              ...expected[index],
              attachments: [],
              createdAt: new Date(at).toISOString(),
              seq,
            },
          });
        }
      }
    });

    it('bears the company of a client whose token names one', async () => {
      const { alice, sarah, ticketId } = await pair(scene);
      const staff = await joined(scene, sarah, ticketId);
      const owner = await scene.connect();
      const claims = { sub: alice.id, name: 'Alice Smith', company: 'ACME <1>' };
      await owner.request('authenticate', { token: token(claims) });
      await sent(owner, ticketId, 'Hello');
      expect((await heard(staff)).sender).to.deep.equal({
        ...{ _id: alice.id, name: 'Alice Smith', email: null, company: 'ACME <1>' },
      });
    });

    it('comes to its sender too, joined or not, once, and before his acknowledgement', async () => {
      const { alice, sarah, ticketId } = await pair(scene);
      const [inside, outside] = [await joined(scene, alice, ticketId), await entered(scene, sarah)];
      for (const client of [inside, outside]) {
        const message = await sent(client, ticketId, 'Hello');
        expect(client.waiting('new_message')).to.be.greaterThan(0);
        expect(await heard(client)).to.deep.equal(message);
      }
      expect((await heard(inside)).senderModel).to.equal('SuperAdmin');
      for (const client of [inside, outside]) await expectQuiet(client);
    });

    it('is acknowledged under the name that its sender used, and heard under that of his room', async () => {
      const { alice, ticketId, number, conversationId } = await pair(scene);
      const client = await joined(scene, alice, ticketId);
      for (const name of [number, conversationId]) {
        const { _id, ticketId: acknowledged } = await sent(client, name, 'Hello');
        expect(acknowledged).to.equal(name);
        const { ticketId: told, ...rest } = await heard(client);
        expect([told, rest._id]).to.deep.equal([ticketId, _id]);
      }
      const outside = await entered(scene, alice);
      await sent(outside, number, 'Hello');
      expect((await heard(outside)).ticketId).to.equal(number);
    });

    it('claims what nobody had, where it is an agent’s', async () => {
      const { sarah, ticketId, conversationId } = await pair(scene);
      const id = await scene.open(someone('Alice'), {
        channel: { name: 'livechat', ownership: 'exclusive', singleOpen: false },
      });
      const client = await entered(scene, sarah);
      await sent(client, id, 'Hello');
      await sent(client, ticketId, 'Hello');
      const other = await entered(scene, admin());
      await sent(other, conversationId, 'shared');
      await expectRefused(
        other,
        ['send_message', { ticketId: id, message: 'mine' }],
        'send_message_error',
        [
          'conflict',
          `Only ${sarah.profile.name ?? ''} can do this: the conversation is assigned to them`,
        ],
      );
    });

    it('is the same however often it is sent under one name', async () => {
      const { alice, sarah, ticketId } = await pair(scene);
      const [owner, staff] = [
        await joined(scene, alice, ticketId),
        await joined(scene, sarah, ticketId),
      ];
      const first = await sent(owner, ticketId, 'Hello', { clientMessageId: 'c1' });
      const again = await sent(owner, ticketId, 'Hello', { client_message_id: 'c1' });
      expect(again).to.deep.equal(first);
      const other = { ticketId, message: 'Other', clientMessageId: 'c1' };
      await expectRefused(owner, ['send_message', other], 'send_message_error', [
        'conflict',
        'This clientMessageId was used for another message',
      ]);
      expect([await heard(owner), await heard(owner)]).to.deep.equal([first, first]);
      expect(await heard(staff)).to.deep.equal(first);
      for (const client of [owner, staff]) await expectQuiet(client);
    });

    it('is two where it is said twice', async () => {
      const { alice, ticketId } = await pair(scene);
      const client = await joined(scene, alice, ticketId);
      const [one, other] = [await sent(client, ticketId, 'ok'), await sent(client, ticketId, 'ok')];
      expect(one._id).not.to.equal(other._id);
      expect([await heard(client), await heard(client)]).to.deep.equal([one, other]);
      await expectQuiet(client);
    });

    it('is the same where it is sent again after an error, here and nowhere else', async () => {
      const { alice, sarah, ticketId } = await pair(scene);
      const { alice: other, ticketId: elsewhere } = await pair(scene);
      const [owner, staff] = [await joined(scene, alice, ticketId), await entered(scene, sarah)];
      const inOther = await entered(scene, other);
      const said = [
        await sent(owner, ticketId, 'Hello'),
        await sent(staff, ticketId, 'Hello'),
        await sent(inOther, elsewhere, 'Hello'),
      ];
      for (const client of [owner, staff]) {
        await client.request('send_message', { ticketId, message: '' });
        await client.next('send_message_error');
      }
      const again = [
        await sent(owner, ticketId, 'Hello'),
        await sent(staff, elsewhere, 'Hello'),
        await sent(inOther, elsewhere, 'Hello'),
        await sent(owner, ticketId, 'Hello', { clientMessageId: 'c1' }),
        await sent(owner, ticketId, 'Hello!'),
      ];
      expect(again[0]).to.deep.equal(said[0]);
      const ids = new Set([...said, ...again].map(({ _id }) => _id));
      expect(ids.size).to.equal(7);
      const heards = [];
      for (const _ of [1, 2, 3, 4, 5]) heards.push((await heard(owner))._id);
      const expected = [said[0], said[1], said[0], again[3], again[4]];
      expect(heards).to.deep.equal(expected.map((one) => one?._id));
      await expectQuiet(owner);
    });

    it('is refused where somebody else has said something since', async () => {
      const { alice, sarah, ticketId } = await pair(scene);
      const [owner, staff] = [await entered(scene, alice), await entered(scene, sarah)];
      const { seq: ifLastSeq } = await sent(owner, ticketId, 'one');
      await sent(owner, ticketId, 'two');
      const payload = { ticketId, message: 'too late', ifLastSeq };
      await expectRefused(staff, ['send_message', payload], 'send_message_error', [
        'conflict',
        'Somebody else has written since',
      ]);
    });

    it('is refused in a closed ticket, of which all the rest goes on', async () => {
      const { alice, sarah, ticketId, conversationId } = await pair(scene);
      const act = acting(scene, conversationId);
      await act.send(alice, 'Hello');
      await act.close(sarah);
      for (const actor of [alice, sarah]) {
        const client = await joined(scene, actor, ticketId);
        const send = ['send_message', { ticketId, message: 'Hello?' }] as const;
        await expectRefused(client, send, 'send_message_error', [
          'closed',
          'This ticket has been closed',
        ]);
        const loaded = await client.request('get_messages', { ticketId });
        expect(loaded).to.have.nested.property('pagination.total', 1);
        await client.next('messages_loaded');
        for (const event of ['typing_start', 'typing_stop']) {
          expect(await client.request(event, { ticketId })).to.deep.equal({ success: true });
        }
        await client.request('leave_ticket', { ticketId });
        await client.next('left_ticket');
        await expectQuiet(client);
      }
    });

    it('shows a code to its addressee alone, live and in history', async () => {
      const { alice, sarah } = await pair(scene);
      const addressee = customer(alice.id);
      const issued = await scene.cases().issueCode(admin(), {
        userId: alice.id,
        guestId: null,
        conversationId: null,
        deviceInfo: null,
        channel: { name: 'support', ownership: 'shared', singleOpen: true },
      })();
      if (issued._tag === 'Left' || issued.right.conversation === null) throw new Error('no code');
      const { digits, conversation } = issued.right;
      for (const [actor, shown] of [
        [addressee, digits],
        [sarah, '••••••'],
      ] as const) {
        const client = await entered(scene, actor);
        client.emit('get_messages', { ticketId: conversation.id });
        const [code] = (await client.next('messages_loaded')).messages;
        expect(code).to.include({ message: shown, senderModel: 'SuperAdmin' });
        expect(code?.sender).to.deep.equal({ _id: null, name: null, email: null });
      }
    });
  });
};
