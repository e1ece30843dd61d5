import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/TaskEither.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import type { Store } from '../../../src/application/ports/store.js';
import type { OpenTicketInput } from '../../../src/application/use-cases/open-ticket.js';
import type { Actor } from '../../../src/domain/actor.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { unavailable } from '../../../src/domain/failure.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { answer } from '../../support/answer.js';
import { EXCLUSIVE } from '../../support/channels.js';
import { conversationId } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import {
  inMemory,
  type InMemory,
  nodeBeside,
  recorded,
  started,
  types,
} from '../../support/in-memory.js';

const sarah = agent('sarah');

const toOpen = (id: ConversationId, wish: Partial<OpenTicketInput> = {}): OpenTicketInput => ({
  conversationId: id,
  subject: 'Card',
  description: null,
  supportType: 'CARDS',
  priority: 'low',
  ...wish,
});

/** A store that is told of each serial drawn, and gives these first. */
const drawing = (drawn: number[], first: readonly number[] = []): Store => {
  const store = memoryStore();
  const rest = [...first];
  return {
    ...store,
    log: {
      ...store.log,
      nextTicketSerial: (year) => {
        drawn.push(year);
        const next = rest.shift();
        return next === undefined ? store.log.nextTicketSerial(year) : right(next);
      },
    },
  };
};

describe('openTicket', () => {
  let chat: InMemory;
  const open = (by: Actor, input: OpenTicketInput, at = chat) => at.cases.openTicket(by, input)();

  beforeEach(() => {
    chat = inMemory();
  });

  it('opens it under the next number of the year, and tells everybody once', async () => {
    for (const number of ['SMI-2026-000001', 'SMI-2026-000002']) {
      const { id } = await started(chat);
      const before = recorded(chat).length;
      const opened = expectRight(await open(sarah, toOpen(id, { subject: 'My\u0000 card' })));
      expect(opened.ticket).to.deep.include({ number, subject: 'My card', supportType: 'CARDS' });
      expect(types(recorded(chat).slice(before))).to.deep.equal(['ticketOpened']);
      expect(await answer(chat.store.log.loadByTicket(number))).to.deep.include({ value: opened });
    }
  });

  it('counts each year by itself, by the clock and UTC', async () => {
    const numbers: (string | undefined)[] = [];
    const end = Date.UTC(2026, 11, 31, 23, 59, 59, 999);
    for (const time of [end, end + 1, end + 2, end - 1]) {
      chat.clock.time = time;
      const { id } = await started(chat);
      numbers.push(expectRight(await open(sarah, toOpen(id))).ticket.number);
    }
    expect(numbers).to.deep.equal([
      ...['SMI-2026-000001', 'SMI-2027-000001'],
      ...['SMI-2027-000002', 'SMI-2026-000002'],
    ]);
  });

  it('goes on with seven digits', async () => {
    await answer(chat.store.log.skipTicketSerials(2026, 999_998));
    for (const number of ['SMI-2026-999999', 'SMI-2026-1000000']) {
      const { id } = await started(chat);
      expect(expectRight(await open(sarah, toOpen(id))).ticket).to.include({ number });
    }
  });

  it('draws anew where the number is taken, but not for ever', async () => {
    const drawn: number[] = [];
    chat = inMemory(drawing(drawn, [5, 5, 5, 6, ...Array<number>(20).fill(6)]));
    const [one, other, last] = [await started(chat), await started(chat), await started(chat)];
    expect(expectRight(await open(sarah, toOpen(one.id))).ticket.number).to.contain('000005');
    expect(expectRight(await open(sarah, toOpen(other.id))).ticket.number).to.contain('000006');
    expect(drawn).to.have.length(4);
    expectLeft(await open(sarah, toOpen(last.id)), 'Unavailable');
    expect(drawn).to.have.length(24);
    expect(expectRight(await open(sarah, toOpen(last.id))).ticket.number).to.contain('000001');
  });

  it('draws no number for what is refused anyhow', async () => {
    const drawn: number[] = [];
    chat = inMemory(drawing(drawn));
    const [plain, ticketed, closed, exclusive] = [
      await started(chat),
      await started(chat),
      await started(chat),
      await started(chat, { channel: EXCLUSIVE }),
    ];
    expectRight(await open(sarah, toOpen(ticketed.id)));
    expectRight(
      await chat.cases.closeConversation(sarah, { conversationId: closed.id, note: null })(),
    );
    drawn.splice(0);
    const before = recorded(chat).length;
    expectLeft(await open(sarah, toOpen(ticketed.id)), 'Conflict');
    expectLeft(await open(sarah, toOpen(closed.id)), 'ConversationClosed');
    expectLeft(await open(sarah, toOpen(exclusive.id)), 'Conflict');
    expectLeft(await open(sarah, toOpen(conversationId(99))), 'NotFound');
    for (const by of [customer('alice'), customer('bob'), guest()]) {
      expectLeft(await open(by, toOpen(plain.id)), 'AccessDenied');
    }
    for (const wish of [
      { subject: '\u0000 ' },
      { subject: 'x'.repeat(201) },
      { description: 'x'.repeat(5_001) },
      { supportType: 'general' },
    ]) {
      expectLeft(await open(sarah, toOpen(plain.id, wish)), 'ValidationFailed');
    }
    expect(drawn).to.deep.equal([]);
    expect(recorded(chat)).to.have.length(before);
  });

  it('opens one of many at once, on two nodes', async () => {
    const { id } = await started(chat);
    const nodes = [chat, nodeBeside(chat)];
    const all = Array.from({ length: 10 }, () => nodes).flat();
    const got = await Promise.all(all.map((node) => open(admin(), toOpen(id), node)));
    const [opened, ...others] = got.filter(({ _tag }) => _tag === 'Right');
    expect(opened).to.not.equal(undefined);
    expect(others).to.deep.equal([]);
    for (const one of got.filter(({ _tag }) => _tag === 'Left')) {
      expect(expectLeft(one, 'Conflict').reason).to.equal('ticket');
    }
  });

  it('gives each of many conversations a number of its own', async () => {
    const nodes = [chat, nodeBeside(chat)];
    const states = [];
    for (let n = 0; n < 20; n += 1) states.push(await started(chat));
    const numbers = await Promise.all(
      states.map(
        async ({ id }, n) => expectRight(await open(sarah, toOpen(id), nodes[n % 2])).ticket.number,
      ),
    );
    expect(new Set(numbers).size).to.equal(20);
  });

  it('says so when no number can be had', async () => {
    const store = memoryStore();
    chat = inMemory({ ...store, log: { ...store.log, nextTicketSerial: () => left(unavailable) } });
    const { id } = await started(chat);
    expectLeft(await open(sarah, toOpen(id)), 'Unavailable');
    expect(types(recorded(chat))).to.deep.equal(['opened']);
  });
});
