import { expect } from 'chai';
import type { ListConversationsInput } from '../../../src/application/use-cases/list-conversations.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { SINGLE_OPEN } from '../../support/channels.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { type InMemory, inMemory, started } from '../../support/in-memory.js';

const ALL: ListConversationsInput = {
  filter: { status: null, type: null, assignee: null, search: null },
  after: null,
  page: 1,
  limit: 50,
};

describe('listConversations', () => {
  let core: InMemory;
  beforeEach(() => {
    core = inMemory();
  });

  const list = async (input: Partial<ListConversationsInput> = {}, by = admin()) =>
    expectRight(await core.cases.listConversations(by, { ...ALL, ...input })());

  it('is for staff', async () => {
    for (const actor of [customer(), guest(), { kind: 'system' } as const]) {
      expectLeft(await core.cases.listConversations(actor, ALL)(), 'AccessDenied');
    }
    expectRight(await core.cases.listConversations(agent(), ALL)());
  });

  it('says after which place it goes on, and nothing at the end', async () => {
    for (let count = 0; count < 5; count += 1) await started(core);
    const first = await list({ limit: 2 });
    expect(first.conversations.map(({ number }) => number)).to.deep.equal([5, 4]);
    expect([first.total, first.next?.number]).to.deep.equal([5, 4]);
    const second = await list({ limit: 2, after: first.next });
    expect(second.conversations.map(({ number }) => number)).to.deep.equal([3, 2]);
    const third = await list({ limit: 2, after: second.next });
    expect(third.conversations.map(({ number }) => number)).to.deep.equal([1]);
    expect([third.total, third.next]).to.deep.equal([5, null]);
    expect((await list({ limit: 5 })).next).to.equal(null);
  });

  it('counts pages, from a place where there is one', async () => {
    for (let count = 0; count < 5; count += 1) await started(core);
    const pages = await Promise.all([1, 2, 3, 4].map((page) => list({ page, limit: 2 })));
    const numbers = pages.map((one) => one.conversations.map(({ number }) => number));
    expect(numbers).to.deep.equal([[5, 4], [3, 2], [1], []]);
    const [first] = pages;
    const { conversations } = await list({ after: first?.next ?? null, page: 2, limit: 2 });
    expect(conversations.map(({ number }) => number)).to.deep.equal([1]);
  });

  it('has what a newcomer opened when his minute is over by the clock', async () => {
    const input = { channel: SINGLE_OPEN, type: 'general', subject: null, address: null } as const;
    const opening = core.cases.getOrStartConversation(guest(), { ...input, isNewcomer: true });
    const { conversation } = expectRight(await opening());
    expect((await list()).conversations).to.deep.equal([]);
    core.clock.time += 60_000;
    expect((await list()).conversations).to.deep.equal([conversation]);
  });
});
