import { expect } from 'chai';
import { left } from 'fp-ts/lib/TaskEither.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import { MAX_AGENTS } from '../../../src/application/known-staff.js';
import { personKey, type Staff } from '../../../src/domain/actor.js';
import { notAllowed, unavailable } from '../../../src/domain/failure.js';
import { admin, agent, contact, customer, guest } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { inMemory, type InMemory, nodeBeside, started } from '../../support/in-memory.js';

const tom = agent('tom', ['cards']);
const ann = agent('ann');
const root = admin();

describe('listAgents', () => {
  let chat: InMemory;

  const remember = async (...staff: readonly Staff[]): Promise<void> => {
    for (const one of staff) expectRight(await chat.store.agents.remember(one)());
  };

  const listed = async () => expectRight(await chat.cases.listAgents(tom)()).agents;

  beforeEach(async () => {
    chat = inMemory();
    await remember(tom, root, ann);
  });

  it('has everybody of staff who was ever here, by name, and by id where names are the same', async () => {
    const nameless = { ...agent('x'), profile: { ...agent('x').profile, name: null } };
    const namesake = { ...agent('zed'), profile: ann.profile };
    await remember(nameless, namesake);
    const all = await listed();
    expect(all.map(({ staff }) => staff)).to.deep.equal([nameless, ann, namesake, root, tom]);
  });

  it('knows who is connected, whatever he is by now', async () => {
    chat.presence.arrived(personKey(admin('ann')));
    chat.presence.arrived(personKey(customer('tom')));
    const online = (await listed()).filter((one) => one.online);
    expect(online.map(({ staff }) => staff.id)).to.deep.equal(['ann']);
  });

  it('counts what each has open', async () => {
    for (const by of [tom, tom, tom, ann]) {
      const { id } = await started(chat);
      expectRight(await chat.cases.claimConversation(by, id)());
    }
    const { id: conversationId } = await started(chat);
    expectRight(await chat.cases.claimConversation(tom, conversationId)());
    expectRight(await chat.cases.closeConversation(tom, { conversationId, note: null })());
    const counts = (await listed()).map(({ staff, openConversations }) => [
      staff.id,
      openConversations,
    ]);
    expect(Object.fromEntries(counts)).to.deep.equal({ tom: 3, ann: 1, root: 0 });
  });

  it('reads more of them than the directory gives at a time, and so many at most', async () => {
    const many = Array.from({ length: MAX_AGENTS + 1 }, (_, index) => agent(`agent ${index}`));
    await remember(...many.slice(0, 1_200));
    expect(await listed()).to.have.length(1_203);
    await remember(...many);
    expect(await listed()).to.have.length(MAX_AGENTS);
  });

  it('is for staff', async () => {
    for (const other of [customer(), guest(), contact()]) {
      expect(await chat.cases.listAgents(other)()).to.deep.equal(await left(notAllowed)());
    }
    expect(expectRight(await chat.cases.listAgents(root)()).agents).to.have.length(3);
  });

  it('fails with what it asks', async () => {
    const store = memoryStore();
    const list = () => left(unavailable);
    const down = inMemory({ ...store, agents: { ...store.agents, list } });
    expectLeft(await down.cases.listAgents(tom)(), 'Unavailable');
    const openAssigned = () => left(unavailable);
    const half = inMemory({ ...store, queries: { ...store.queries, openAssigned } });
    expectLeft(await half.cases.listAgents(tom)(), 'Unavailable');
    const presence = { ...chat.presence, online: () => left(unavailable) };
    const alone = nodeBeside({ ...chat, presence });
    expectLeft(await alone.cases.listAgents(tom)(), 'Unavailable');
  });
});
