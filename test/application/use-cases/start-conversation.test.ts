import { expect } from 'chai';
import { right } from 'fp-ts/lib/TaskEither.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import type { Actor } from '../../../src/domain/actor.js';
import type { StartConversationInput } from '../../../src/application/use-cases/start-conversation.js';
import { admin, agent, contact, customer, guest } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import {
  inMemory,
  type InMemory,
  nodeBeside,
  recorded,
  storedEvents,
  toSend,
  toStart,
  types,
} from '../../support/in-memory.js';
import { EXCLUSIVE } from '../../support/channels.js';

const alice = customer('alice');
const help = { text: 'help', kind: 'text', clientMessageId: 'c1' } as const;

describe('startConversation', () => {
  let chat: InMemory;
  const start = (by: Actor, wish: Partial<StartConversationInput> = {}, at = chat) =>
    at.cases.startConversation(by, toStart(wish))();

  beforeEach(() => {
    chat = inMemory();
  });

  it('opens as many as one likes', async () => {
    const opened = [await start(alice), await start(alice)].map(expectRight);
    expect(opened.map(({ conversation }) => conversation.number)).to.deep.equal([1, 2]);
    expect(opened.map(({ message }) => message)).to.deep.equal([null, null]);
    expect(types(recorded(chat))).to.deep.equal(['opened', 'opened']);
  });

  it('keeps what it was opened with', async () => {
    const deviceMetadata = { platform: 'ios' };
    const { conversation } = expectRight(
      await start(guest(), {
        channel: EXCLUSIVE,
        type: 'call_request',
        subject: 'Call me\u0000',
        departmentId: 'sales',
        deviceMetadata,
      }),
    );
    expect(conversation).to.deep.include({
      channel: EXCLUSIVE,
      type: 'call_request',
      subject: 'Call me',
      departmentId: 'sales',
      deviceMetadata,
      owner: { kind: 'guest', id: 'guest_1' },
    });
  });

  it('opens with its first message in one append and one change', async () => {
    const { conversation, message, fresh } = expectRight(await start(alice, { message: help }));
    expect(fresh).to.equal(true);
    expect(message).to.include({ seq: 2, text: 'help', clientMessageId: 'c1' });
    expect(conversation).to.include({ status: 'active', lastSeq: 2, messageCount: 1 });
    expect(chat.bus.changes).to.deep.equal([
      { kind: 'changed', conversation, events: await storedEvents(chat.store, conversation.id) },
    ]);
  });

  it('finds the same conversation for the same first message, on any node', async () => {
    const first = expectRight(await start(alice, { message: help }));
    for (const node of [chat, nodeBeside(chat)]) {
      const again = expectRight(await start(alice, { message: help, subject: 'x' }, node));
      expect(again).to.deep.equal({ ...first, fresh: false });
    }
    expect(types(recorded(chat))).to.deep.equal(['opened', 'messagePosted']);
  });

  it('is a conflict with other content under that clientMessageId', async () => {
    expectRight(await start(alice, { message: help }));
    for (const other of [{ text: 'other' }, { kind: 'file' as const }]) {
      const refused = expectLeft(
        await start(alice, { message: { ...help, ...other } }),
        'Conflict',
      );
      expect(refused.reason).to.equal('clientMessageId');
    }
    expect(recorded(chat)).to.have.length(2);
  });

  it('opens another one for another sender’s same clientMessageId', async () => {
    const one = expectRight(await start(alice, { message: help }));
    const other = expectRight(await start(guest('alice'), { message: help }));
    expect(other.fresh).to.equal(true);
    expect(other.conversation.id).to.not.equal(one.conversation.id);
  });

  it('opens one for fifty equal ones at once, on two nodes', async () => {
    const nodes = [chat, nodeBeside(chat)];
    const all = Array.from({ length: 25 }, () => nodes).flat();
    const got = (await Promise.all(all.map((node) => start(alice, { message: help }, node)))).map(
      expectRight,
    );
    expect(new Set(got.map(({ conversation }) => conversation.id))).to.have.property('size', 1);
    expect(got.filter(({ fresh }) => fresh)).to.have.length(1);
    expect(types(nodes.flatMap((node) => recorded(node)))).to.deep.equal([
      'opened',
      'messagePosted',
    ]);
  });

  it('knows the first message as one of the conversation’s', async () => {
    const { conversation, message } = expectRight(await start(alice, { message: help }));
    const again = expectRight(
      await chat.cases.sendMessage(
        alice,
        toSend(conversation.id, { text: 'help', clientMessageId: 'c1' }),
      )(),
    );
    expect(again.fresh).to.equal(false);
    expect(again.message).to.deep.equal(message);
  });

  it('opens anew under a name that only a later message of another conversation has', async () => {
    const { conversation } = expectRight(await start(alice));
    expectRight(
      await chat.cases.sendMessage(alice, toSend(conversation.id, { clientMessageId: 'c1' }))(),
    );
    expect(expectRight(await start(alice, { message: help })).fresh).to.equal(true);
  });

  it('refuses staff, what is too long, and kinds that are not the client’s', async () => {
    for (const staff of [agent(), admin()]) expectLeft(await start(staff), 'AccessDenied');
    expectLeft(await start(alice, { subject: 'x'.repeat(201) }), 'ValidationFailed');
    expectLeft(await start(alice, { message: { ...help, text: ' ' } }), 'ValidationFailed');
    expectLeft(await start(alice, { message: { ...help, kind: 'system' } }), 'AccessDenied');
    expect(recorded(chat)).to.deep.equal([]);
  });

  describe('with a ticket', () => {
    const ticket = {
      subject: 'Card',
      description: null,
      supportType: 'CARDS',
      priority: 'low',
    } as const;

    /** Gives these serials first, and counts how many were drawn. */
    const drawing = (first: readonly number[] = []) => {
      const store = memoryStore();
      const rest = [...first];
      const drawn: number[] = [];
      const nextTicketSerial: typeof store.log.nextTicketSerial = (year) => {
        drawn.push(year);
        const next = rest.shift();
        return next === undefined ? store.log.nextTicketSerial(year) : right(next);
      };
      chat = inMemory({ ...store, log: { ...store.log, nextTicketSerial } });
      return drawn;
    };

    it('opens both in one append and one change, whoever the client is', async () => {
      for (const by of [alice, guest(), contact('alice@example.com')]) {
        chat = inMemory();
        const { conversation } = expectRight(await start(by, { ticket, message: help }));
        expect(conversation.ticket).to.deep.include({ ...ticket, number: 'SMI-2026-000001' });
        expect(chat.bus.changes.map(({ events }) => types(events))).to.deep.equal([
          ['opened', 'ticketOpened', 'messagePosted'],
        ]);
      }
    });

    it('takes the year of the clock, by UTC', async () => {
      const end = Date.UTC(2026, 11, 31, 23, 59, 59, 999);
      for (const [time, number] of [
        [end, 'SMI-2026-000001'],
        [end + 1, 'SMI-2027-000001'],
      ] as const) {
        chat.clock.time = time;
        const { conversation } = expectRight(await start(alice, { ticket }));
        expect(conversation.ticket?.number).to.equal(number);
      }
    });

    it('finds the one opened before for the same first message, and draws no second number', async () => {
      const drawn = drawing();
      const first = expectRight(await start(alice, { ticket, message: help }));
      for (const node of [chat, nodeBeside(chat)]) {
        const again = expectRight(await start(alice, { ticket, message: help }, node));
        expect(again).to.deep.equal({ ...first, fresh: false });
      }
      expect(drawn).to.deep.equal([2026]);
    });

    it('opens one for many equal ones at once', async () => {
      const nodes = [chat, nodeBeside(chat)];
      const all = Array.from({ length: 10 }, () => nodes).flat();
      const got = (
        await Promise.all(all.map((node) => start(alice, { ticket, message: help }, node)))
      ).map(expectRight);
      expect(new Set(got.map(({ conversation }) => conversation.ticket?.number)).size).to.equal(1);
      expect(got.filter(({ fresh }) => fresh)).to.have.length(1);
    });

    it('draws anew where the number is taken, but not for ever', async () => {
      const drawn = drawing([7, 7, 7, 8, ...Array<number>(20).fill(8)]);
      for (const number of ['SMI-2026-000007', 'SMI-2026-000008']) {
        const { conversation } = expectRight(await start(alice, { ticket }));
        expect(conversation.ticket?.number).to.equal(number);
      }
      expect(drawn).to.have.length(4);
      const before = recorded(chat).length;
      expectLeft(await start(alice, { ticket, message: help }), 'Unavailable');
      expect(drawn).to.have.length(24);
      expect(recorded(chat)).to.have.length(before);
      expect(expectRight(await start(alice, { ticket, message: help })).fresh).to.equal(true);
    });

    it('draws no number for what is refused anyhow', async () => {
      const drawn = drawing();
      for (const staff of [agent(), admin()]) {
        expectLeft(await start(staff, { ticket }), 'AccessDenied');
      }
      for (const wish of [
        { ticket: { ...ticket, subject: '\u0000' } },
        { ticket: { ...ticket, supportType: 'cards' } },
        { ticket, subject: 'x'.repeat(201) },
        { ticket, message: { ...help, text: ' ' } },
      ]) {
        expectLeft(await start(alice, wish), 'ValidationFailed');
      }
      expect(drawn).to.deep.equal([]);
      expect(recorded(chat)).to.deep.equal([]);
    });
  });
});
