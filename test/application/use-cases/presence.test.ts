import { expect } from 'chai';
import { left } from 'fp-ts/lib/TaskEither.js';
import { limitedUseCases } from '../../../src/application/limited-use-cases.js';
import { disconnectPerson } from '../../../src/application/use-cases/disconnect-person.js';
import type { AgentDirectory } from '../../../src/application/ports/agent-directory.js';
import type { BusMessage } from '../../../src/application/ports/event-bus.js';
import { type Person, personKey } from '../../../src/domain/actor.js';
import { unavailable } from '../../../src/domain/failure.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { inMemory, type InMemory, nodeBeside, started } from '../../support/in-memory.js';
import { limiterOf } from '../../support/limits.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const ALICE = customer('alice');
const SARAH = agent('sarah');
const ROOT = admin('root');
const HERE = { connection: 'here' };

describe('who is online', () => {
  let chat: InMemory;

  beforeEach(() => {
    chat = inMemory();
  });

  const seenBy = async (actor: Person): Promise<readonly string[]> =>
    expectRight(await chat.cases.listOnline(actor)())
      .map(({ person }) => person)
      .sort();

  it('is whoever says so, until he takes it back', async () => {
    for (const person of [ALICE, SARAH]) expectRight(await chat.cases.goOnline(person, HERE)());
    expect(await seenBy(ROOT)).to.deep.equal(['customer:alice', 'staff:sarah']);
    expectRight(await chat.cases.stayOnline(ALICE, HERE)());
    expectRight(await chat.cases.goOffline(ALICE, HERE)());
    expectRight(await chat.cases.goOffline(ALICE, HERE)());
    expect(await seenBy(ROOT)).to.deep.equal(['staff:sarah']);
  });

  it('is told of staff alone to everybody else, not even of himself', async () => {
    for (const person of [ALICE, SARAH, ROOT, guest()]) await chat.cases.goOnline(person, HERE)();
    for (const client of [ALICE, customer('bob'), guest()]) {
      expect(await seenBy(client)).to.deep.equal(['staff:root', 'staff:sarah']);
    }
    expect(await seenBy(SARAH)).to.have.length(4);
  });

  it('is not renewed by whoever has not gone online, there', async () => {
    expectLeft(await chat.cases.stayOnline(ALICE, HERE)(), 'NotFound');
    await chat.cases.goOnline(ALICE, HERE)();
    expectLeft(await chat.cases.stayOnline(ALICE, { connection: 'elsewhere' })(), 'NotFound');
    expectLeft(await chat.cases.stayOnline(SARAH, HERE)(), 'NotFound');
  });

  it('may be said ten times in a while, with what takes it back, by each person', async () => {
    const cases = limitedUseCases(chat.cases, limiterOf({ statuses: { limit: 3, seconds: 60 } }));
    expectRight(await cases.goOnline(ALICE, HERE)());
    expectRight(await cases.stayOnline(ALICE, HERE)());
    expectRight(await cases.goOffline(ALICE, HERE)());
    for (const say of [cases.goOnline, cases.stayOnline, cases.goOffline]) {
      expectLeft(await say(ALICE, HERE)(), 'RateLimited');
      expectRight(await cases.goOnline(SARAH, HERE)());
    }
    expect(await seenBy(ROOT)).to.deep.equal(['staff:sarah']);
  });

  it('is not known where presence is down', async () => {
    const down = () => left(unavailable);
    const presence = { ...chat.presence, appeared: down, stayed: down, vanished: down };
    const { cases } = nodeBeside(chat, { presence: { ...presence, present: down } });
    expectLeft(await cases.goOnline(ALICE, HERE)(), 'Unavailable');
    expectLeft(await cases.stayOnline(ALICE, HERE)(), 'Unavailable');
    expectLeft(await cases.goOffline(ALICE, HERE)(), 'Unavailable');
    expectLeft(await cases.listOnline(ALICE)(), 'Unavailable');
  });
});

describe('how many there are', () => {
  it('in a conversation, are people, with him who is about to be', async () => {
    const chat = inMemory();
    const { id } = await started(chat);
    const count = async (actor: Person) => expectRight(await chat.cases.countInside(actor, id)());
    expect(await count(ALICE)).to.equal(1);
    for (const _ of [1, 2]) chat.presence.entered(id, personKey(SARAH));
    expect([await count(ALICE), await count(SARAH)]).to.deep.equal([2, 1]);
  });

  it('in a department, are its agents who are connected, with him who asks', async () => {
    const chat = inMemory();
    const count = async (actor: Person, id = '5') =>
      expectRight(await chat.cases.countNamed(actor, { kind: 'dept', id })());
    const [sam, sue, tom, off] = ['sam', 'sue', 'tom', 'off'].map((id) =>
      agent(id, id === 'tom' ? ['6'] : ['5', '7']),
    );
    for (const one of [sam, sue, tom, off, { ...ROOT, departments: ['5'] }]) {
      if (one !== undefined) expectRight(await chat.store.agents.remember(one)());
    }
    for (const id of ['sam', 'sam', 'sue', 'tom', 'root'])
      chat.presence.arrived(personKey(agent(id)));
    chat.presence.arrived(personKey(customer('off')));
    expect(await count(agent('sam', ['5']))).to.equal(2);
    expect(await count(ROOT)).to.equal(3);
    expect(await count(ROOT, '6')).to.equal(2);
    expect(await count(ROOT, 'none')).to.equal(1);
    expect(await count(agent('new', ['5']))).to.equal(3);
    for (const other of [ALICE, agent('tom', ['6'])]) {
      expectLeft(await chat.cases.countNamed(other, { kind: 'dept', id: '5' })(), 'AccessDenied');
    }
  });

  it('in a department, are counted by a directory that is read once a second, however many ask', async () => {
    const chat = inMemory();
    let reads = 0;
    const agents: AgentDirectory = {
      remember: (staff) => chat.store.agents.remember(staff),
      find: (id) => chat.store.agents.find(id),
      list: (after, limit) => {
        if (after === null) reads += 1;
        return chat.store.agents.list(after, limit);
      },
    };
    const queries = { ...chat.store.queries, openAssigned: () => expect.fail('not asked') };
    const { cases, clock } = nodeBeside(chat, { agents, queries });
    const count = async (id: string) =>
      expectRight(await cases.countNamed(ROOT, { kind: 'dept', id })());
    for (const id of ['5', '6', '5']) expect(await count(id)).to.equal(1);
    expect(reads).to.equal(1);
    clock.time += 1_000;
    await count('5');
    expect(reads).to.equal(2);
  });

  it('by the id of a user, are those who go by it and are connected, with him who asks', async () => {
    const chat = inMemory();
    const count = async (actor: Person) =>
      expectRight(await chat.cases.countNamed(actor, { kind: 'user', id: 'alice' })());
    expect([await count(ALICE), await count(ROOT)]).to.deep.equal([1, 1]);
    for (const _ of [1, 2]) chat.presence.arrived(personKey(ALICE));
    expect([await count(ALICE), await count(ROOT)]).to.deep.equal([1, 2]);
    for (const other of [SARAH, customer('bob')]) {
      const room = { kind: 'user', id: 'alice' } as const;
      expectLeft(await chat.cases.countNamed(other, room)(), 'AccessDenied');
    }
  });

  it('in all, is told admins: of open conversations, of those with somebody in, and of people', async () => {
    const chat = inMemory();
    const count = async () => expectRight(await chat.cases.countRooms(ROOT)());
    expect(await count()).to.deep.equal({ open: 0, occupied: 0, people: 0 });
    const [first] = [await started(chat, {}, ALICE), await started(chat, {}, customer('bob'))];
    chat.presence.entered(first.id, personKey(SARAH));
    for (const person of [SARAH, SARAH, ALICE]) chat.presence.arrived(personKey(person));
    expect(await count()).to.deep.equal({ open: 2, occupied: 1, people: 2 });
    for (const other of [SARAH, ALICE, guest()]) {
      expectLeft(await chat.cases.countRooms(other)(), 'AccessDenied');
    }
  });
});

describe('disconnectPerson', () => {
  it('is for admins, of whoever is connected by that id, on whichever side', async () => {
    const { presence } = inMemory();
    const published: BusMessage[] = [];
    const logger = new RecordingLogger();
    const due: (() => void)[] = [];
    const disconnect = disconnectPerson({
      presence,
      bus: { publish: (message) => published.push(message) },
      turn: { atEnd: (work) => due.push(work) },
      logger,
    });
    const endTurn = (): void => {
      for (const work of due.splice(0)) work();
    };
    presence.arrived(personKey(customer('sam')));
    presence.arrived(personKey(agent('sam')));
    presence.arrived(personKey(guest('visitor')));
    expectRight(await disconnect(ROOT, 'sam')());
    expectRight(await disconnect(ROOT, 'visitor')());
    expect(published, 'before they are answered').to.deep.equal([]);
    endTurn();
    expect(published).to.deep.equal([
      { kind: 'disconnect', people: ['staff:sam', 'customer:sam'] },
      { kind: 'disconnect', people: ['guest:visitor'] },
    ]);
    for (const nobody of ['', 'Sam', 'sa', 'alice']) {
      expectLeft(await disconnect(ROOT, nobody)(), 'NotFound');
    }
    for (const other of [SARAH, ALICE, guest()]) {
      expectLeft(await disconnect(other, 'sam')(), 'AccessDenied');
    }
    endTurn();
    expect(published).to.have.length(2);
    expect(logger.entries.map(({ level, fields }) => [level, fields])).to.deep.equal([
      ['info', { by: personKey(ROOT), people: ['staff:sam', 'customer:sam'] }],
      ['info', { by: personKey(ROOT), people: ['guest:visitor'] }],
    ]);
  });
});

describe('identifyNumber', () => {
  it('knows each conversation by its number, and no other', async () => {
    const chat = inMemory();
    const [first, second] = [await started(chat), await started(chat, {}, customer('bob'))];
    const identify = async (number: number) =>
      expectRight(await chat.cases.identifyNumber(number)());
    expect(await identify(first.number)).to.equal(first.id);
    expect(await identify(second.number)).to.equal(second.id);
    for (const other of [0, -1, 1.5, second.number + 1, 2 ** 53]) {
      expect(await identify(other), `${other}`).to.equal(null);
    }
  });
});
