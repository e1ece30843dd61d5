import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { SupportClient as Client } from './support/support-clients.js';
import type { Stage } from './support/stages.js';
import { type Claims, someone, token } from './support/tokens.js';
import type { Ack, FrameName, Frames, WireMessage } from './support/wire.js';
import { EXCLUSIVE, SHARED } from '../support/channels.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const messageOf = (ack: Ack): WireMessage => {
  expect(ack).to.have.all.keys('success', 'data');
  expect(ack.success).to.equal(true);
  return ack.data as WireMessage;
};

/** A round trip after which everything that was sent to this client before has arrived. */
const settle = async (client: Client): Promise<void> => {
  await client.request('conversation:leave', { conversationId: randomUUID() });
};

const expectNothing = async (client: Client, event: FrameName): Promise<void> => {
  await settle(client);
  expect(client.waiting(event), `${event} that nobody should get`).to.equal(0);
};

/** A refusal comes twice: as the answer, and as `message:error` for clients that ask for none. */
const expectRefused = async (
  client: Client,
  [event, payload]: readonly [event: string, payload: unknown],
  code: string,
): Promise<string> => {
  const ack = await client.request(event, payload);
  expect(ack).to.have.all.keys('success', 'error', 'code');
  expect(ack).to.include({ success: false, code });
  expect(await client.next('message:error')).to.deep.equal({ error: ack.error, code });
  return String(ack.error);
};

const take = async (client: Client, count: number): Promise<WireMessage[]> => {
  const messages: WireMessage[] = [];
  while (messages.length < count) messages.push(await client.next('message:received'));
  return messages;
};

/** The `support` dialect as its clients see it; names neither transport nor store. */
export const describeSupportScenario = (
  name: string,
  setup: () => Promise<Stage<Frames, Ack>>,
): void => {
  describe(`support ${name}`, () => {
    let stage: Stage<Frames, Ack>;
    let clients: Client[] = [];

    before(async () => {
      stage = await setup();
    });
    after(() => stage.leave());

    afterEach(() => {
      for (const client of clients) client.close();
      clients = [];
    });

    const enter = async (claims: Claims): Promise<Client> => {
      const client = await stage.connect(token(claims));
      clients.push(client);
      await client.next('connection:success');
      return client;
    };

    const joined = async (claims: Claims, conversationId: string): Promise<Client> => {
      const client = await enter(claims);
      const answer = await client.request('conversation:join', { conversationId });
      expect(answer.success).to.equal(true);
      await client.next('conversation:joined');
      return client;
    };

    const anAdmin = (): Claims => ({ sub: someone('admin'), role: 'admin' });
    const anAgent = (...departments: readonly string[]): Claims => ({
      sub: someone('agent'),
      role: 'agent',
      departments,
    });

    describe('welcome', () => {
      const welcome = async (claims: Claims): Promise<unknown> => {
        const client = await stage.connect(token(claims));
        clients.push(client);
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
        const refusal = await stage.connect('no.token.atall').then(
          () => 'let in',
          (error: unknown) => String(error),
        );
        expect(refusal).to.match(/Authentication failed|401/);
      });
    });

    describe('joining and leaving', () => {
      it('answers with the conversation id, by frame and by ack', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
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
        const conversationId = await stage.open(sub);
        const client = await enter({ sub });
        client.emit('conversation:join', { conversationId });
        expect(await client.next('conversation:joined')).to.deep.equal({ conversationId });
        client.emit('conversation:leave', { conversationId });
        expect(await client.next('conversation:left')).to.deep.equal({ conversationId });
      });

      it('takes an id in capitals for the same conversation', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const client = await enter({ sub });
        const join = { conversationId: conversationId.toUpperCase() };
        expect(await client.request('conversation:join', join)).to.deep.equal({
          success: true,
          data: { conversationId },
        });
      });

      it('joins once however often it is asked', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const client = await joined({ sub }, conversationId);
        await client.request('conversation:join', { conversationId });
        const other = await enter({ sub });
        await other.request('message:send', { conversationId, message: 'once' });
        expect((await client.next('message:received')).message).to.equal('once');
        await expectNothing(client, 'message:received');
      });

      it('sends nothing more to who has left', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const client = await joined({ sub }, conversationId);
        await client.request('conversation:leave', { conversationId });
        const other = await enter({ sub });
        await other.request('message:send', { conversationId, message: 'unheard' });
        await expectNothing(client, 'message:received');
      });
    });

    describe('sending', () => {
      it('makes a message with exactly the fields of the document, and seq', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const client = await joined({ sub, name: 'Alice' }, conversationId);
        const before = Date.now();
        const ack = await client.request('message:send', { conversationId, message: 'Hello' });
        const message = messageOf(ack);
        expect(message).to.deep.equal({
          id: message.id,
          conversationId,
          senderId: sub,
          senderType: 'user',
          guestId: null,
          message: 'Hello',
          messageType: 'text',
          isRead: false,
          createdAt: message.createdAt,
          seq: 2,
        });
        expect(message.id).to.match(UUID_V7);
        expect(message.createdAt).to.match(INSTANT);
        expect(Date.parse(message.createdAt)).to.be.within(before - 1, Date.now() + 1);
        expect(await client.next('message:received')).to.deep.equal(message);
      });

      it('echoes to the sender exactly once, joined or not', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const inside = await joined({ sub }, conversationId);
        const fromInside = await inside.request('message:send', { conversationId, message: 'in' });
        expect(await inside.next('message:received')).to.deep.equal(messageOf(fromInside));
        await expectNothing(inside, 'message:received');

        const outside = await enter({ sub });
        const fromOutside = await outside.request('message:send', {
          conversationId,
          message: 'out',
        });
        expect(await outside.next('message:received')).to.deep.equal(messageOf(fromOutside));
        await expectNothing(outside, 'message:received');
        expect(await inside.next('message:received')).to.deep.equal(messageOf(fromOutside));
        await expectNothing(inside, 'message:received');
      });

      it('echoes before it acknowledges', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const outside = await enter({ sub });
        await outside.request('message:send', { conversationId, message: 'hello' });
        expect(outside.waiting('message:received')).to.equal(1);
        const inside = await joined({ sub }, conversationId);
        await inside.request('message:send', { conversationId, message: 'hello' });
        expect(inside.waiting('message:received')).to.equal(1);
      });

      it('reaches the other side, both ways', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const customer = await joined({ sub }, conversationId);
        const adminClaims = anAdmin();
        const admin = await joined(adminClaims, conversationId);
        await customer.request('message:send', { conversationId, message: 'help' });
        expect(await admin.next('message:received')).to.include({
          senderType: 'user',
          senderId: sub,
        });
        const reply = await admin.request('message:send', { conversationId, message: 'how?' });
        const heard = await take(customer, 2);
        expect(heard[1]).to.deep.equal(messageOf(reply));
        expect(heard[1]).to.include({
          senderType: 'admin',
          senderId: adminClaims.sub,
          guestId: null,
          message: 'how?',
        });
      });

      it('tells nothing to customers who have not joined', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const otherDevice = await enter({ sub });
        const stranger = await enter({ sub: someone() });
        const client = await enter({ sub });
        await client.request('message:send', { conversationId, message: 'hello' });
        for (const deaf of [otherDevice, stranger]) {
          await expectNothing(deaf, 'message:received');
          await expectNothing(deaf, 'conversation:new_message');
        }
      });

      it('answers those who ask for no ack with the echo alone', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const client = await enter({ sub });
        client.emit('message:send', { conversationId, message: 'hello' });
        expect((await client.next('message:received')).message).to.equal('hello');
      });

      it('refuses what is sent to a closed conversation', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const client = await joined({ sub }, conversationId);
        await stage.closeConversation(conversationId);
        const send = ['message:send', { conversationId, message: 'too late' }] as const;
        await expectRefused(client, send, 'closed');
      });
    });

    describe('staff', () => {
      it('get conversation:new_message of every message, joined or not', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const outside = await enter(anAdmin());
        const inside = await joined(anAdmin(), conversationId);
        const agent = await enter(anAgent());
        const client = await enter({ sub });
        const send = { conversationId, message: 'hello' };
        const message = messageOf(await client.request('message:send', send));
        for (const staff of [outside, inside, agent]) {
          expect(await staff.next('conversation:new_message')).to.deep.equal({
            conversationId,
            message,
          });
          await expectNothing(staff, 'conversation:new_message');
        }
        await expectNothing(outside, 'message:received');
        await expectNothing(agent, 'message:received');
        expect(await inside.next('message:received')).to.deep.equal(message);
        await expectNothing(inside, 'message:received');
      });

      it('get both kinds for their own message', async () => {
        const conversationId = await stage.open(someone());
        const admin = await enter(anAdmin());
        const send = { conversationId, message: 'hello' };
        const message = messageOf(await admin.request('message:send', send));
        expect(await admin.next('message:received')).to.deep.equal(message);
        expect((await admin.next('conversation:new_message')).message).to.deep.equal(message);
        await expectNothing(admin, 'message:received');
        await expectNothing(admin, 'conversation:new_message');
      });

      it('of another department get nothing and may do nothing', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub, { channel: SHARED, departmentId: 'sales' });
        const stranger = await enter(anAgent('billing'));
        const colleague = await enter(anAgent('billing', 'sales'));
        const admin = await enter(anAdmin());
        for (const event of ['conversation:join', 'message:send']) {
          const attempt = [event, { conversationId, message: 'let me in' }] as const;
          const words = await expectRefused(stranger, attempt, 'not_found');
          expect(words).to.equal('Conversation not found');
        }
        const client = await enter({ sub });
        await client.request('message:send', { conversationId, message: 'hello' });
        await colleague.next('conversation:new_message');
        await admin.next('conversation:new_message');
        await expectNothing(stranger, 'conversation:new_message');
        await expectNothing(stranger, 'message:received');
      });

      it('answer an exclusive conversation one at a time: a reply claims it', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub, { channel: EXCLUSIVE });
        const first = await enter({ ...anAgent(), name: 'Sarah Hall' });
        const second = await enter(anAgent());
        messageOf(await first.request('message:send', { conversationId, message: 'mine' }));
        const send = ['message:send', { conversationId, message: 'mine too' }] as const;
        expect(await expectRefused(second, send, 'conflict')).to.contain('Sarah Hall');
      });
    });

    describe('a conversation of someone else', () => {
      it('answers as one that there is not', async () => {
        const client = await enter({ sub: someone() });
        const theirs = await stage.open(someone());
        for (const event of ['conversation:join', 'message:send']) {
          for (const conversationId of [theirs, randomUUID()]) {
            const attempt = [event, { conversationId, message: 'hello' }] as const;
            const words = await expectRefused(client, attempt, 'not_found');
            expect(words).to.equal('Conversation not found');
          }
        }
      });

      it('is not heard after a refused join', async () => {
        const owner = someone();
        const conversationId = await stage.open(owner);
        const client = await enter({ sub: someone() });
        await client.request('conversation:join', { conversationId });
        const other = await enter({ sub: owner });
        await other.request('message:send', { conversationId, message: 'private' });
        await expectNothing(client, 'message:received');
      });
    });

    describe('messageType', () => {
      it('text and file are for everybody, system for staff, auth_code for nobody', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const customer = await enter({ sub });
        const admin = await enter(anAdmin());
        const agent = await enter(anAgent());
        const send = (messageType: string) =>
          ['message:send', { conversationId, message: 'm', messageType }] as const;
        for (const client of [customer, admin, agent]) {
          for (const type of ['text', 'file']) {
            const { messageType } = messageOf(await client.request(...send(type)));
            expect(messageType).to.equal(type);
          }
          await expectRefused(client, send('auth_code'), 'forbidden');
          await expectRefused(client, send('note'), 'invalid');
        }
        await expectRefused(customer, send('system'), 'forbidden');
        for (const staff of [admin, agent]) {
          const { messageType } = messageOf(await staff.request(...send('system')));
          expect(messageType).to.equal('system');
        }
      });
    });

    describe('clientMessageId', () => {
      for (const spelling of ['clientMessageId', 'client_message_id']) {
        it(`as ${spelling} makes a repeated send the same message`, async () => {
          const sub = someone();
          const conversationId = await stage.open(sub);
          const client = await joined({ sub }, conversationId);
          const otherDevice = await joined({ sub }, conversationId);
          const admin = await joined(anAdmin(), conversationId);
          const send = { conversationId, message: 'once', [spelling]: randomUUID() };
          const first = messageOf(await client.request('message:send', send));
          for (const listener of [client, otherDevice, admin]) {
            expect(await listener.next('message:received')).to.deep.equal(first);
          }
          await admin.next('conversation:new_message');

          expect(messageOf(await client.request('message:send', send))).to.deep.equal(first);
          expect(await client.next('message:received'), 'the echo again').to.deep.equal(first);
          await expectNothing(client, 'message:received');
          await expectNothing(otherDevice, 'message:received');
          await expectNothing(admin, 'message:received');
          await expectNothing(admin, 'conversation:new_message');
        });
      }

      it('holds over devices, and over both spellings', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const name = randomUUID();
        const one = await enter({ sub });
        const two = await enter({ sub });
        const send = { conversationId, message: 'once' };
        const first = await one.request('message:send', { ...send, clientMessageId: name });
        const again = await two.request('message:send', { ...send, client_message_id: name });
        expect(messageOf(again)).to.deep.equal(messageOf(first));
      });

      it('makes one of many sent at once', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const one = await joined({ sub }, conversationId);
        const two = await joined({ sub }, conversationId);
        const send = { conversationId, message: 'once', clientMessageId: randomUUID() };
        const sends = Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? one : two).request('message:send', send),
        );
        const ids = (await Promise.all(sends)).map((ack) => messageOf(ack).id);
        expect(new Set(ids).size).to.equal(1);
      });

      it('is a conflict with other content', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const client = await enter({ sub });
        const name = { conversationId, clientMessageId: randomUUID() };
        messageOf(await client.request('message:send', { ...name, message: 'one' }));
        await client.next('message:received');
        const other = ['message:send', { ...name, message: 'two' }] as const;
        await expectRefused(client, other, 'conflict');
        const file = ['message:send', { ...name, message: 'one', messageType: 'file' }] as const;
        await expectRefused(client, file, 'conflict');
        await expectNothing(client, 'message:received');
      });

      it('belongs to its sender and its conversation', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const elsewhere = await stage.open(sub, { channel: SHARED });
        const clientMessageId = randomUUID();
        const send = { conversationId, message: 'hello', clientMessageId };
        const customer = await enter({ sub });
        const admin = await enter(anAdmin());
        const ids = [
          messageOf(await customer.request('message:send', send)).id,
          messageOf(await admin.request('message:send', send)).id,
          messageOf(await customer.request('message:send', { ...send, conversationId: elsewhere }))
            .id,
        ];
        expect(new Set(ids).size).to.equal(3);
      });
    });

    describe('ifLastSeq', () => {
      it("refuses a reply when somebody else's message is newer, and not for one's own", async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const customer = await enter({ sub });
        const admin = await enter(anAdmin());
        const say = async (
          client: Client,
          message: string,
          ifLastSeq?: number,
        ): Promise<number> => {
          const send = {
            conversationId,
            message,
            ...(ifLastSeq === undefined ? {} : { ifLastSeq }),
          };
          return messageOf(await client.request('message:send', send)).seq;
        };
        const question = await say(customer, 'question');
        const answer = await say(admin, 'answer', question);
        expect(await say(admin, 'more', question)).to.be.greaterThan(answer);
        const seen = await say(customer, 'new question');
        const stale = { conversationId, message: 'to the old one', ifLastSeq: question };
        await expectRefused(admin, ['message:send', stale], 'conflict');
        expect(await say(admin, 'to the new one', seen)).to.equal(seen + 1);
      });
    });

    describe('order', () => {
      it('of 200 sends in a row is one for everybody, seq rising', async () => {
        const count = 200;
        const sub = someone();
        const conversationId = await stage.open(sub);
        const sender = await joined({ sub }, conversationId);
        const otherDevice = await joined({ sub }, conversationId);
        const admin = await joined(anAdmin(), conversationId);
        const texts = Array.from({ length: count }, (_, index) => `message ${index}`);
        const acks = texts.map((message) =>
          sender.request('message:send', { conversationId, message }),
        );
        for (const listener of [sender, otherDevice, admin]) {
          const messages = await take(listener, count);
          expect(messages.map(({ message }) => message)).to.deep.equal(texts);
          expect(messages.map(({ seq }) => seq)).to.deep.equal(texts.map((_, index) => index + 2));
        }
        const acked = (await Promise.all(acks)).map((ack) => messageOf(ack).message);
        expect(acked).to.deep.equal(texts);
      });

      it('is the same for all when several write at once', async () => {
        const count = 50;
        const sub = someone();
        const conversationId = await stage.open(sub);
        const writers = [
          await joined({ sub }, conversationId),
          await joined({ sub }, conversationId),
          await joined(anAdmin(), conversationId),
        ];
        for (let index = 0; index < count; index += 1) {
          for (const writer of writers) {
            writer.emit('message:send', { conversationId, message: `message ${index}` });
          }
        }
        const seen = await Promise.all(writers.map((writer) => take(writer, 3 * count)));
        const seqs = seen.map((messages) => messages.map(({ seq }) => seq));
        const [first = []] = seqs;
        expect(first).to.deep.equal(first.toSorted((a, b) => a - b));
        expect(new Set(first).size).to.equal(3 * count);
        for (const other of seen) expect(other).to.deep.equal(seen[0]);
      });

      it('of a join and sends that wait for nothing is kept', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const client = await enter({ sub });
        const order: string[] = [];
        const note = (what: string) => (): number => order.push(what);
        await Promise.all([
          client.request('conversation:join', { conversationId }).then(note('join')),
          client.request('message:send', { conversationId, message: 'one' }).then(note('one')),
          client.request('message:send', { conversationId, message: 'two' }).then(note('two')),
          client.request('conversation:leave', { conversationId }).then(note('leave')),
          client.request('message:send', { conversationId, message: 'three' }).then(note('three')),
        ]);
        expect(order).to.deep.equal(['join', 'one', 'two', 'leave', 'three']);
        const texts = (await take(client, 3)).map(({ message }) => message);
        expect(texts).to.deep.equal(['one', 'two', 'three']);
        await expectNothing(client, 'message:received');
      });

      it('of one conversation does not hold up another', async () => {
        const sub = someone();
        const conversations = await Promise.all(
          Array.from({ length: 20 }, () => stage.open(sub, { channel: SHARED })),
        );
        const client = await enter({ sub });
        const acks = conversations.map((conversationId) =>
          client.request('message:send', { conversationId, message: conversationId }),
        );
        const answered = (await Promise.all(acks)).map((ack) => messageOf(ack).conversationId);
        expect(answered).to.deep.equal(conversations);
      });
    });

    describe('refusals', () => {
      it('of events that there are not', async () => {
        const client = await enter({ sub: someone() });
        for (const event of ['message:recall', 'message:received', 'constructor', '']) {
          await expectRefused(client, [event, {}], 'invalid');
        }
      });

      it('come as message:error to those who ask for no ack', async () => {
        const client = await enter({ sub: someone() });
        client.emit('message:recall', {});
        expect((await client.next('message:error')).code).to.equal('invalid');
        client.emit('message:send', { conversationId: randomUUID(), message: 'hello' });
        expect((await client.next('message:error')).code).to.equal('not_found');
      });

      it('of payloads with something wrong', async () => {
        const sub = someone();
        const conversationId = await stage.open(sub);
        const client = await enter({ sub });
        const good = { conversationId, message: 'hello' };
        const bad: readonly unknown[] = [
          { conversationId },
          { ...good, message: 5 },
          { ...good, message: { toString: 'x' } },
          { ...good, conversationId: 'mine' },
          { ...good, conversationId: { $ne: null } },
          { ...good, clientMessageId: '' },
          { ...good, clientMessageId: 5 },
          { ...good, clientMessageId: 'x'.repeat(201) },
          { ...good, ifLastSeq: -1 },
          { ...good, ifLastSeq: 1.5 },
          { ...good, ifLastSeq: '1' },
        ];
        for (const payload of bad)
          await expectRefused(client, ['message:send', payload], 'invalid');
        await expectNothing(client, 'message:received');
      });
    });

    describe('text', () => {
      let client: Client;
      let conversationId: string;

      beforeEach(async () => {
        const sub = someone();
        conversationId = await stage.open(sub);
        client = await enter({ sub });
      });

      const written: readonly (readonly [what: string, typed: string, out: string])[] = [
        ['passes as typed', '  Grüße, 世界 🎉  ', '  Grüße, 世界 🎉  '],
        ['keeps tab and newline', 'a\tb\nc', 'a\tb\nc'],
        ['loses control characters', 'a\u0000b\u0007c\u007fd\u0085e\r\n', 'abcde\n'],
        ['loses lone surrogates', 'a\ud800b\udc00c', 'abc'],
        ['of 5,000 characters, each of two units', '🎉'.repeat(5_000), '🎉'.repeat(5_000)],
        ['counts what is left', `${'x'.repeat(5_000)}\u0000\u0000`, 'x'.repeat(5_000)],
        ['with a tag', '<img src=x onerror=alert(1)>', '<\u200bimg src=x onerror=alert(1)>'],
        ['with an end tag', 'a</b>', 'a<\u200b/b>'],
        ['with a comment', '<!-- -->', '<\u200b!-- -->'],
        ['with an instruction', '<?x?>', '<\u200b?x?>'],
        ['that ends with a bracket', 'a <', 'a <\u200b'],
        ['with a named reference', '&lt;b&gt;', '&\u200blt;b&\u200bgt;'],
        ['with a numeric reference', '&#60;&#x3c;', '&\u200b#60;&\u200b#x3c;'],
        ['with a reference that needs no semicolon', '&copy=1', '&\u200bcopy=1'],
        ['with comparisons', '1 < 2 & 3 > 2', '1 < 2 & 3 > 2'],
        ['with a link', 'https://x.example/?a=1&b=2', 'https://x.example/?a=1&b=2'],
        ['with quotes', `"it's"`, `"it's"`],
      ];

      for (const [what, typed, out] of written) {
        it(`${what}: ack and echo alike`, async () => {
          const ack = await client.request('message:send', { conversationId, message: typed });
          expect(messageOf(ack).message).to.equal(out);
          expect((await client.next('message:received')).message).to.equal(out);
        });
      }

      const refused: Readonly<Record<string, string>> = {
        'nothing at all': '',
        'only spaces': ' \t\n ',
        'only control characters': '\u0000\u0001\u0008\u007f\u009f',
        'only a lone surrogate': '\ud800',
        'spaces around control characters': ' \u0000 ',
        '5,001 characters': 'x'.repeat(5_001),
        '5,001 characters of two units': '🎉'.repeat(5_001),
      };

      for (const [what, message] of Object.entries(refused)) {
        it(`is refused with ${what}`, async () => {
          await expectRefused(client, ['message:send', { conversationId, message }], 'invalid');
          await expectNothing(client, 'message:received');
        });
      }
    });
  });
};
