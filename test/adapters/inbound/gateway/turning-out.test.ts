import { expect } from 'chai';
import type { Dialect, EventRow } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { channel } from '../../../../src/adapters/inbound/dialects/support/channel.js';
import type { Guest } from '../../../../src/domain/actor.js';
import type { Conversation } from '../../../../src/domain/conversation.js';
import { admin, customer, guest } from '../../../support/actors.js';
import type { DirectClient } from '../../../support/direct-client.js';
import { expectRight } from '../../../support/expect-either.js';
import { guestIds } from '../../../support/guest-ids.js';
import { toSend } from '../../../support/in-memory.js';
import { settled } from '../../../support/manual-turn.js';
import { smallGateway } from '../../../support/small-gateway.js';
import { until } from '../../../support/until.js';

const alice = customer('alice');
const boss = admin('boss');

const secretOf = ({ id }: Guest): string => guestIds.credentialOf(id).reveal();

/** A guest may turn out to be somebody else, on a connection that goes on. */
describe('who turns out to be somebody else', () => {
  /** Calls of these events wait before they are answered, until the gate is opened. */
  let held: Set<string>;
  let gate: PromiseWithResolvers<void>;
  let chat: ReturnType<typeof smallGateway>;

  const gated = (row: EventRow): EventRow => ({
    ...row,
    handle: (payload) => {
      const call = row.handle(payload);
      if (call._tag === 'Left') return call;
      const { right: inner } = call;
      const run: typeof inner.run = async (caller, entered) => {
        const reply = await inner.run(caller, entered);
        if (held.has(row.event)) await gate.promise;
        return reply;
      };
      return { ...call, right: { ...inner, run } };
    },
  });

  const withGuests = (dialect: Dialect): Dialect => ({
    ...dialect,
    admission: { ...dialect.admission, guests: true },
    events: dialect.events.map(gated),
  });

  const open = async (
    by: Guest,
    isNewcomer: boolean,
    type: 'general' | 'onboarding' = 'general',
  ) => {
    const input = { channel, type, subject: null, isNewcomer, address: null } as const;
    return expectRight(await chat.cases.getOrStartConversation(by, input)()).conversation;
  };

  const connectAs = async (one: Guest): Promise<DirectClient> => {
    const client = await chat.connect();
    await client.request('auth', { guestId: secretOf(one) });
    client.came.length = 0;
    return client;
  };

  const last = (client: DirectClient): unknown => client.all('connection:success').at(-1);

  let ann: Guest;
  let bea: Guest;
  let anns: Conversation;

  beforeEach(async () => {
    held = new Set();
    gate = Promise.withResolvers();
    chat = smallGateway([alice, boss], { change: withGuests });
    ann = guest(guestIds.issue());
    bea = guest(guestIds.issue());
    anns = await open(ann, false);
  });

  it('hears and says nothing more of what he followed, also under the name that he had for it', async () => {
    const fresh = await open(guest(guestIds.issue()), true);
    const client = await connectAs(ann);
    for (const { id } of [anns, fresh]) {
      expect(await client.request('conversation:join', { conversationId: id })).to.include({
        success: true,
      });
    }
    await client.request('auth', { guestId: secretOf(bea) });
    client.came.length = 0;
    expectRight(await chat.cases.sendMessage(boss, toSend(anns.id, { text: 'for Ann' }))());
    for (const { id: conversationId } of [anns, fresh]) {
      for (const event of ['message:send', 'typing:start', 'conversation:join']) {
        const answer = await client.request(event, { conversationId, message: 'I am Bea' });
        expect(answer, event).to.include({ success: false, code: 'not_found' });
      }
    }
    expect(client.events.filter((event) => event !== 'message:error')).to.deep.equal(
      client.events.filter((event) => event === 'answer'),
    );
  });

  it('joins as many conversations as anybody, whatever the other had joined', async () => {
    const client = await connectAs(ann);
    await client.request('conversation:join', { conversationId: anns.id });
    await client.request('auth', { token: 'boss' });
    client.came.length = 0;
    const { id } = await open(bea, false);
    const others = await Promise.all(
      Array.from({ length: 99 }, () => open(guest(guestIds.issue()), false)),
    );
    for (const conversationId of [id, ...others.map((other) => other.id)]) {
      expect(await client.request('conversation:join', { conversationId })).to.include({
        success: true,
      });
    }
  });

  it('is nobody else until what he asked for before has been answered', async () => {
    const client = await connectAs(ann);
    held.add('conversation:join');
    const joined = client.request('conversation:join', { conversationId: anns.id });
    const changed = client.request('auth', { token: 'alice' });
    await settled();
    expect(client.came).to.deep.equal([]);
    gate.resolve();
    expect(await joined).to.include({ success: true });
    expect(await changed).to.include({ success: true });
    expect(client.events).to.deep.equal([
      ...['conversation:joined', 'answer', 'connection:success', 'answer'],
    ]);
  });

  it('stays the one whose token he shows, though a conversation that he joined before makes him a guest', async () => {
    const fresh = await open(bea, true);
    const client = await chat.connect();
    held.add('conversation:join');
    const joined = client.request('conversation:join', { conversationId: fresh.id });
    const changed = client.request('auth', { token: 'alice' });
    await settled();
    gate.resolve();
    expect(await joined).to.include({ success: true });
    await changed;
    expect(last(client)).to.deep.equal({ type: 'user', userId: 'alice' });
  });

  it('is still typing as nobody else', async () => {
    const client = await connectAs(ann);
    const witness = await chat.connect('boss');
    await witness.request('conversation:join', { conversationId: anns.id });
    held.add('typing:start');
    const typing = client.request('typing:start', { conversationId: anns.id });
    const changed = client.request('auth', { guestId: secretOf(bea) });
    await settled();
    gate.resolve();
    await Promise.all([typing, changed]);
    await until(() => witness.all('typing:stop').length > 0);
    const told = [...witness.all('typing:start'), ...witness.all('typing:stop')];
    expect(told).to.deep.equal(told.map(() => ({ conversationId: anns.id, senderId: ann.id })));
  });

  it('has no more frames wait for it than can be held: the next is refused, and does not overtake them', async () => {
    const client = await connectAs(ann);
    held.add('conversation:leave');
    const before = client.request('conversation:leave', { conversationId: anns.id });
    const changed = client.request('auth', { guestId: secretOf(bea) });
    const sent = Array.from({ length: 21 }, (_, n) =>
      client.request('message:send', { conversationId: anns.id, message: `${n}` }),
    );
    expect(await sent.at(-1)).to.include({ success: false, code: 'rate_limited' });
    gate.resolve();
    await Promise.all([before, changed]);
    for (const answer of await Promise.all(sent.slice(0, -1))) {
      expect(answer).to.include({ success: false, code: 'not_found' });
    }
    expect(await chat.cases.getConversation(boss, anns.id)()).to.have.nested.property(
      'right.messageCount',
      0,
    );
  });

  describe('by joining two fresh conversations at once', () => {
    it('is the one guest whose both are, if a newcomer', async () => {
      const [general, onboarding] = [
        await open(bea, true),
        await open(guest(guestIds.issue()), true, 'onboarding'),
      ];
      const client = await chat.connect();
      const answers = await Promise.all(
        [general, onboarding].map(({ id }) =>
          client.request('conversation:join', { conversationId: id }),
        ),
      );
      for (const answer of answers) expect(answer).to.include({ success: true });
      expect(last(client)).to.deep.equal({ type: 'guest', guestId: secretOf(bea) });
      for (const { id: conversationId } of [general, onboarding]) {
        expect(
          await client.request('message:send', { conversationId, message: 'hello' }),
        ).to.include({ success: true });
      }
      expect(client.all('message:received')).to.have.length(2);
    });

    it('is so too where one of them was opened by the other’s guest', async () => {
      const [general, onboarding] = [await open(bea, true), await open(bea, false, 'onboarding')];
      const client = await chat.connect();
      const answers = await Promise.all(
        [general, onboarding].map(({ id }) =>
          client.request('conversation:join', { conversationId: id }),
        ),
      );
      for (const answer of answers) expect(answer).to.include({ success: true });
    });
  });

  it('goes on where another of his connections has come by a conversation first', async () => {
    await chat.cases.closeConversation(boss, { conversationId: anns.id, note: null })();
    const fresh = await open(bea, true);
    const tabs = [await connectAs(ann), await connectAs(ann)];
    const answers = await Promise.all(
      tabs.map((tab) => tab.request('conversation:join', { conversationId: fresh.id })),
    );
    for (const answer of answers) expect(answer).to.include({ success: true });
  });
});
