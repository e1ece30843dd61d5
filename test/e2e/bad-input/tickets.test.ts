import { expect } from 'chai';
import { john, mike, type Person } from '../documents/livechat-people.js';
import { openTicket } from '../documents/page-003.js';
import {
  connectTicketsSocketio,
  type TicketsAck,
  type TicketsClient,
  type TicketsFrames,
  type TicketsHistory,
  tickets,
} from '../support/tickets-clients.js';
import { openWs, wsPath } from '../support/ws-client.js';
import { onEveryStore, type ServedGround, shortly } from './served-ground.js';
import { KIB } from './sizes.js';

/** Strangers, until they say who they are. */
const CONNECTIONS: Readonly<Record<string, (url: string) => Promise<TicketsClient>>> = {
  'Socket.IO': (url) => connectTicketsSocketio(url),
  ws: (url) => openWs<TicketsFrames, TicketsAck>(tickets, url, { path: wsPath(tickets) }),
};

const EVENTS = {
  join_ticket: 'join_ticket_error',
  get_messages: 'messages_error',
  send_message: 'send_message_error',
  leave_ticket: 'authentication_error',
  typing_start: 'authentication_error',
  typing_stop: 'authentication_error',
} as const;

const STRANGER = { message: 'User not authenticated', code: 'unauthenticated' };
const REFUSED = { success: false, ...STRANGER };

/** What is no token of anybody's. */
const NO_TOKENS: readonly unknown[] = [
  ...[undefined, null, 0, 7, true, '', ' ', 'your-jwt-token-here', 'a.b.c', 'x'.repeat(10_000)],
  ...[[], {}, ['x'], { $ne: null }, { toString: 'x' }, '\u0000', '__proto__'],
];

const suite = (ground: ServedGround): void => {
  let clients: TicketsClient[] = [];
  afterEach(() => {
    for (const client of clients) client.close();
    clients = [];
  });

  const ticketOf = async (user: Person): Promise<string> =>
    (await openTicket(ground.url, user)).ticketNumber;

  for (const [name, connect] of Object.entries(CONNECTIONS)) {
    describe(`over ${name}`, () => {
      const stranger = async (): Promise<TicketsClient> => {
        const client = await connect(ground.url);
        clients.push(client);
        return client;
      };

      const entered = async ({ bearer }: Person): Promise<TicketsClient> => {
        const client = await stranger();
        expect(await client.request('authenticate', { token: bearer })).to.have.all.keys('user');
        await client.next('authenticated');
        return client;
      };

      const historyOf = async (user: Person, ticketId: string): Promise<readonly string[]> => {
        const reader = await entered(user);
        const ack = await reader.request('get_messages', { ticketId, limit: 100 });
        return (ack as unknown as TicketsHistory).messages.map(({ message }) => message);
      };

      it('what is said by several names of one ticket is stored, shown and answered in its order', async () => {
        const user = john();
        const { ticketNumber, _id } = await openTicket(ground.url, user);
        const client = await entered(user);
        const said = Array.from({ length: 12 }, (_, n) => `message ${n}`);
        const answers = said.map((message, n) =>
          client.request('send_message', { ticketId: [ticketNumber, _id][n % 2] ?? '', message }),
        );
        const history = client.request('get_messages', { ticketId: _id });
        for (const answer of answers) expect(await answer).to.have.all.keys('data');
        const { messages } = (await history) as unknown as TicketsHistory;
        expect(messages.map(({ message }) => message).slice(-12)).to.deep.equal(said);
        for (const message of said) {
          expect((await client.next('new_message')).data.message).to.equal(message);
        }
      });

      it('what was said before authenticate, more of it than is held, is stored once when all is said again', async () => {
        const user = john();
        const ticketId = await ticketOf(user);
        const client = await stranger();
        const said = Array.from({ length: 23 }, (_, n) => `message ${n}`);
        const sayAll = () =>
          Promise.all(said.map((message) => client.request('send_message', { ticketId, message })));
        const first = sayAll();
        await client.request('authenticate', { token: user.bearer });
        expect((await first).filter((answer) => 'code' in answer)).to.have.length(3);
        for (const answer of await sayAll()) expect(answer).to.have.all.keys('data');
        expect((await historyOf(user, ticketId)).toSorted()).to.deep.equal(said.toSorted());
      });

      it('who says twice at once who he is is let in twice', async () => {
        const { bearer: right } = john();
        const client = await stranger();
        const asked = [right, right, 'a.b.c'].map((bearer) =>
          client.request('authenticate', { token: bearer }),
        );
        const [first, second, third] = await Promise.all(asked);
        for (const answer of [first, second]) expect(answer).to.have.all.keys('user');
        expect(third).to.include({ success: false, code: 'unauthenticated' });
      });

      it('every event before authenticate is held, whatever is in it, and answered after it', async () => {
        const user = john();
        const ticketId = await ticketOf(user);
        const client = await stranger();
        const asked = Object.keys(EVENTS).flatMap((event) => [
          client.request(event, { ticketId, message: 'held' }),
          client.request(event, null),
        ]);
        const unknown = client.request('nobodys_event', {});
        await client.request('authenticate', { token: user.bearer });
        const answers = await Promise.all(asked);
        for (const [index, answer] of answers.entries()) {
          const what = `${index} ${JSON.stringify(answer)}`;
          if (index % 2 === 0) expect(answer.success, what).not.to.equal(false);
          else expect(answer, what).to.include({ success: false, code: 'invalid' });
        }
        expect(await unknown).to.include({ message: 'Unknown event: nobodys_event' });
        expect(await historyOf(user, ticketId)).to.deep.equal(['held']);
      });

      it('of 21 of them the last is refused, by its own error event, and the others run in order', async () => {
        const user = john();
        for (const [event, by] of Object.entries(EVENTS)) {
          const ticketId = await ticketOf(user);
          const client = await stranger();
          const messages = Array.from({ length: 20 }, (_, n) => `message ${n}`);
          for (const message of messages) client.emit('send_message', { ticketId, message });
          const last = await client.request(event, { ticketId, message: 'too many' });
          expect(last, event).to.deep.equal(REFUSED);
          expect(await client.next(by), event).to.deep.equal(STRANGER);
          await client.request('authenticate', { token: user.bearer });
          for (const message of messages) {
            expect((await client.next('new_message')).data.message, event).to.equal(message);
          }
          expect(await historyOf(user, ticketId), event).to.deep.equal(messages);
        }
      });

      it('of 65 kB of them what is past 64 is refused, and the others run', async () => {
        const user = john();
        const ticketId = await ticketOf(user);
        const client = await stranger();
        const send = (kib: number, message: string) =>
          client.request('send_message', { ticketId, message, padding: 'x'.repeat(kib * KIB) });
        const [first, over, second] = [send(40, 'one'), send(25, 'over'), send(20, 'two')];
        expect(await over).to.deep.equal(REFUSED);
        expect(await client.next('send_message_error')).to.deep.equal(STRANGER);
        await client.request('authenticate', { token: user.bearer });
        for (const answer of [await first, await second]) expect(answer).to.have.all.keys('data');
        expect(await historyOf(user, ticketId)).to.deep.equal(['one', 'two']);
      });

      it('of 65 kB in one frame the connection ends', async () => {
        const user = john();
        const ticketId = await ticketOf(user);
        const client = await stranger();
        client.emit('send_message', { ticketId, message: 'x'.repeat(65 * KIB) });
        await client.ended;
        expect(await historyOf(user, ticketId)).to.deep.equal([]);
      });

      it('a token that is none is refused, however often, and none of what was held is run', async () => {
        const user = john();
        const ticketId = await ticketOf(user);
        const client = await stranger();
        const held = client.request('send_message', { ticketId, message: 'held' });
        for (const bad of NO_TOKENS) {
          const answer = await client.request('authenticate', { token: bad });
          expect(answer, shortly(bad)).to.deep.equal({
            ...{ success: false, message: 'Authentication failed', code: 'unauthenticated' },
          });
          const { success: _, ...said } = answer;
          expect(await client.next('authentication_error')).to.deep.equal(said);
        }
        for (const payload of [undefined, null, 7, 'x', [], [user.bearer], user.bearer]) {
          const answer = await client.request('authenticate', payload);
          expect(answer, shortly(payload)).to.include({ success: false });
        }
        expect(await held).to.deep.equal(REFUSED);
        expect(await historyOf(user, ticketId)).to.deep.equal([]);
      });

      it('many attempts at once are one attempt, and the rest is told so', async () => {
        const user = john();
        const client = await stranger();
        const answers = await Promise.all(
          Array.from({ length: 50 }, () => client.request('authenticate', { token: user.bearer })),
        );
        const refused = answers.filter(({ success }) => success === false);
        expect(answers.length - refused.length).to.be.greaterThan(0);
        for (const answer of refused) expect(answer).to.include({ code: 'rate_limited' });
        expect((await client.next('authenticated')).user.id).to.equal(user.id);
      });

      it('somebody else by a second authenticate is refused, and nothing of his is opened', async () => {
        const [user, other] = [john(), john()];
        const theirs = await ticketOf(other);
        const client = await entered(user);
        for (const { bearer } of [other, mike()]) {
          const answer = await client.request('authenticate', { token: bearer });
          expect(answer).to.include({ success: false, message: 'Authentication failed' });
          for (const event of ['join_ticket', 'get_messages', 'send_message'] as const) {
            const denied = await client.request(event, { ticketId: theirs, message: 'mine?' });
            expect(denied, event).to.include({ message: 'Access denied to this ticket' });
          }
        }
        expect(await historyOf(other, theirs)).to.deep.equal([]);
      });

      it('a ticket that is none is not found, and what is none of its texts stored nowhere', async () => {
        const user = john();
        const ticketId = await ticketOf(user);
        const client = await entered(user);
        const none = ['', ' ', 'null', '%', "' OR 1=1 --", '__proto__', `${ticketId}\u0000`];
        for (const name of [
          ...none,
          ticketId.toLowerCase(),
          '../..',
          'x'.repeat(10_000),
          '\ud800',
        ]) {
          const payload = { ticketId: name, message: 'Hello' };
          for (const event of Object.keys(EVENTS)) {
            const answer = await client.request(event, payload);
            expect(answer, `${event} ${shortly(name)}`).to.include({ message: 'Ticket not found' });
          }
        }
        for (const [field, values] of Object.entries({
          message: [5, true, [], {}, ['Hello'], { toString: 'x' }, 'x'.repeat(5_001)],
          attachments: [5, true, 'x', {}, [null], [{}], { length: 1 }],
          clientMessageId: [5, true, [], {}, '', ' ', 'x'.repeat(201), '\ud800'],
          client_message_id: [5, true, [], {}, ''],
          ifLastSeq: ['1', -1, 0.5, 2 ** 53, [], {}, true],
        })) {
          for (const value of values) {
            const what = `${field} ${shortly(value)}`;
            const payload = { ticketId, message: 'Hello', [field]: value };
            const answer = await client.request('send_message', payload);
            expect(answer, what).to.include({ success: false, code: 'invalid' });
          }
        }
        for (const field of ['page', 'limit']) {
          for (const value of ['1', 0, -1, 0.5, 2 ** 53, [], {}, true, [1]]) {
            const payload = { ticketId, [field]: value };
            const answer = await client.request('get_messages', payload);
            expect(answer, `${field} ${shortly(value)}`).to.include({
              message: `${field}: Must be a whole number from 1`,
            });
          }
        }
        expect(await historyOf(user, ticketId)).to.deep.equal([]);
      });
    });
  }
};

onEveryStore('tickets: bad input by sockets', {}, suite);
