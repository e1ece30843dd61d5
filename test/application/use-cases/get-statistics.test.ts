import { expect } from 'chai';
import { left } from 'fp-ts/lib/TaskEither.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import { unavailable } from '../../../src/domain/failure.js';
import type { Staff } from '../../../src/domain/actor.js';
import { dayOf } from '../../../src/domain/statistics.js';
import { admin, agent, contact, customer, guest } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { inMemory, type InMemory, started, toSend } from '../../support/in-memory.js';

const DAY = 86_400_000;
const alice = customer('alice');
const tom = agent('tom', ['cards']);
const sue = agent('sue', ['loans']);
const root = admin();

describe('getStatistics', () => {
  let chat: InMemory;

  const statistics = async (by: Staff = root, days = 7) =>
    expectRight(await chat.cases.getStatistics(by, days)());

  /** Asked, answered after so many seconds by the one who closes it after so many more, and rated. */
  const served = async (by: Staff, seconds: number, more: number, stars: number | null) => {
    const message = { text: 'help', kind: 'text', clientMessageId: null } as const;
    const departmentId = by.kind === 'agent' ? (by.departments[0] ?? null) : null;
    const { id } = await started(chat, { message, departmentId });
    expectRight(await chat.cases.claimConversation(by, id)());
    chat.clock.time += seconds * 1_000;
    expectRight(await chat.cases.sendMessage(by, toSend(id))());
    chat.clock.time += more * 1_000;
    expectRight(await chat.cases.closeConversation(by, { conversationId: id, note: null })());
    if (stars === null) return;
    expectRight(
      await chat.cases.rateConversation(alice, { conversationId: id, stars, feedback: null })(),
    );
  };

  beforeEach(async () => {
    chat = inMemory();
    for (const one of [tom, sue, root]) expectRight(await chat.store.agents.remember(one)());
  });

  it('is of nothing where there is nothing', async () => {
    const none = { median: null, p90: null };
    expect(await statistics()).to.deep.equal({
      ...{ open: 0, waitingSupport: 0, waitingUser: 0, unassigned: 0, closed: 0 },
      ...{ firstResponse: none, resolution: none, ratings: { average: null, count: 0 } },
      agents: [],
    });
  });

  it('tells what is open, what has been closed, how soon, and how it was liked', async () => {
    for (const [seconds, stars] of [
      [1, 5],
      [2, 4],
      [3, 4],
      [50, null],
    ] as const) {
      await served(tom, seconds, 5, stars);
    }
    await served(sue, 4, 6, 1);
    await started(chat);
    const { id } = await started(chat);
    expectRight(await chat.cases.claimConversation(sue, id)());
    const waiting = await started(chat);
    for (let n = 0; n < 2; n += 1) {
      expectRight(await chat.cases.sendMessage(alice, toSend(waiting.id))());
    }
    const told = await statistics();
    expect(told).to.deep.include({
      ...{ open: 3, waitingSupport: 1, waitingUser: 0, unassigned: 2, closed: 5 },
      firstResponse: { median: 3, p90: 50 },
      resolution: { median: 8, p90: 55 },
      ratings: { average: 3.5, count: 4 },
    });
    expect(told.agents).to.deep.equal([
      { staff: sue, open: 1, closed: 1, ratings: { average: 1, count: 1 } },
      { staff: tom, open: 0, closed: 4, ratings: { average: 4.33, count: 3 } },
    ]);
  });

  it('counts so many days, of which today is the last, by UTC', async () => {
    chat.clock.time = Date.UTC(2026, 11, 31, 23, 59, 59, 999);
    await served(tom, 0, 0, 5);
    for (const [time, days, closed] of [
      [chat.clock.time, 1, 1],
      [chat.clock.time + 1, 1, 0],
      [chat.clock.time + 1, 2, 1],
      [chat.clock.time + 6 * DAY + 1, 7, 0],
      [chat.clock.time + 6 * DAY, 7, 1],
    ] as const) {
      chat.clock.time = time;
      const told = await statistics(root, days);
      expect([dayOf(time), told.closed, told.ratings.count]).to.deep.equal([
        ...[dayOf(time), closed, closed],
      ]);
      chat.clock.time = Date.UTC(2026, 11, 31, 23, 59, 59, 999);
    }
  });

  it('is of what somebody may read, and of those who have had something of it to do', async () => {
    await served(tom, 1, 1, 5);
    await served(sue, 9, 9, 1);
    const told = await statistics(sue);
    expect(told).to.deep.include({ closed: 1, ratings: { average: 1, count: 1 } });
    expect(told.agents.map(({ staff }) => staff.id)).to.deep.equal(['sue']);
    expect((await statistics(agent('new'))).agents).to.deep.equal([]);
  });

  it('is for staff', async () => {
    for (const by of [alice, guest(), contact(), { kind: 'system' } as const]) {
      expectLeft(await chat.cases.getStatistics(by, 7)(), 'AccessDenied');
    }
  });

  it('says so when the store fails', async () => {
    const store = memoryStore();
    const down = () => left(unavailable);
    for (const broken of [
      { ...store, queries: { ...store.queries, tallies: down } },
      { ...store, agents: { ...store.agents, list: down } },
    ]) {
      expectLeft(await inMemory(broken).cases.getStatistics(root, 7)(), 'Unavailable');
    }
  });
});
