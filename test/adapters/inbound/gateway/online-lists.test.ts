import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { left, right, rightIO } from 'fp-ts/lib/TaskEither.js';
import type { Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import type { Listener } from '../../../../src/adapters/inbound/gateway/listener.js';
import { OnlineLists } from '../../../../src/adapters/inbound/gateway/online-lists.js';
import type { OnlinePerson, Presence } from '../../../../src/application/ports/presence.js';
import { unavailable } from '../../../../src/domain/failure.js';
import { admin, agent, customer } from '../../../support/actors.js';
import { dialectLike } from '../../../support/dialects.js';
import { countedChannel, ear } from '../../../support/listener.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { until } from '../../../support/until.js';

const SARAH: OnlinePerson = { person: 'staff:sarah', lastSeen: 1 };
const ALICE: OnlinePerson = { person: 'customer:alice', lastSeen: 2 };

describe('OnlineLists', () => {
  const telling: Dialect = {
    ...dialectLike('telling'),
    onlineFrames: (people) => [{ event: 'online', data: people.map(({ person }) => person) }],
  };
  const silent = dialectLike('silent');
  let logger: RecordingLogger;
  let lists: OnlineLists;

  const listsOf = (
    listeners: readonly Listener[],
    present: Presence['present'] = () => right([SARAH, ALICE]),
    interval = 1,
  ): OnlineLists => {
    lists = new OnlineLists({
      presence: { present },
      listeners: () => listeners,
      logger,
      interval,
    });
    return lists;
  };

  beforeEach(() => {
    logger = new RecordingLogger();
  });
  afterEach(() => lists.close());

  it('tell staff of everybody and others of staff, each list written once', async () => {
    const channel = countedChannel();
    const staff = [agent('tom'), admin()].map((actor) => ear(actor, channel, telling));
    const clients = ['alice', 'bob'].map((id) => ear(customer(id), channel, telling));
    listsOf([...staff, ...clients]).changed();
    await until(() => clients.every(({ heard }) => heard.length === 1));
    const all = { event: 'online', data: ['staff:sarah', 'customer:alice'] };
    const ofStaff = { event: 'online', data: ['staff:sarah'] };
    expect(staff.map(({ heard }) => heard)).to.deep.equal([[all], [all]]);
    expect(clients.map(({ heard }) => heard)).to.deep.equal([[ofStaff], [ofStaff]]);
    expect(channel.encoded).to.equal(2);
  });

  it('tell nobody who is not known, or speaks no dialect that has words for it', async () => {
    const channel = countedChannel();
    const [stranger, other] = [ear(null, channel, telling), ear(admin(), channel, silent)];
    const both = ear(admin(), channel, silent, telling);
    listsOf([stranger, other, both]).changed();
    await until(() => both.heard.length === 1);
    expect([stranger.heard, other.heard]).to.deep.equal([[], []]);
  });

  it('are asked for once, however much changes in a while, and once more after it', async () => {
    let asked = 0;
    const present = () =>
      rightIO(() => {
        asked += 1;
        return [{ person: `staff:${asked}` as const, lastSeen: 1 }];
      });
    const one = ear(admin(), countedChannel(), telling);
    const changing = listsOf([one], present, 20);
    for (let change = 0; change < 100; change += 1) changing.changed();
    await until(() => one.heard.length === 2);
    expect(asked).to.equal(2);
    changing.changed();
    await until(() => one.heard.length === 3);
  });

  it('are told to nobody for whom they are what they were', async () => {
    let present: readonly OnlinePerson[] = [];
    let asked = 0;
    const channel = countedChannel();
    const [staff, client] = [
      ear(admin(), channel, telling),
      ear(customer('bob'), channel, telling),
    ];
    const changing = listsOf([staff, client], () =>
      rightIO(() => {
        asked += 1;
        return present;
      }),
    );
    for (const [next, byStaff, byClient] of [
      [[ALICE], 1, 0],
      [[{ ...ALICE, lastSeen: 3 }], 1, 0],
      [[ALICE, SARAH], 2, 1],
      [[SARAH, ALICE], 2, 1],
      [[SARAH], 3, 1],
      [[], 4, 2],
      [[ALICE], 5, 2],
    ] as const) {
      present = next;
      const before = asked;
      changing.changed();
      await until(() => asked > before);
      await turn();
      expect([staff.heard.length, client.heard.length]).to.deep.equal([byStaff, byClient]);
    }
  });

  it('are on record where they could not be had, and told the next time', async () => {
    let isDown = true;
    const one = ear(admin(), countedChannel(), telling);
    const changing = listsOf([one], () => (isDown ? left(unavailable) : right([SARAH])));
    changing.changed();
    await until(() => logger.entries.length === 1);
    expect(one.heard).to.deep.equal([]);
    isDown = false;
    changing.changed();
    await until(() => one.heard.length === 1);
  });

  it('are on record where asking for them is a defect, and told the next time', async () => {
    let isBroken = true;
    const one = ear(admin(), countedChannel(), telling);
    const error = new Error('a defect');
    const changing = listsOf([one], () =>
      isBroken ? () => Promise.reject(error) : right([SARAH]),
    );
    changing.changed();
    await until(() => logger.entries.length === 1);
    expect(logger.entries[0]).to.deep.include({ level: 'error', fields: { error } });
    isBroken = false;
    changing.changed();
    await until(() => one.heard.length === 1);
  });

  it('come the more seldom, the longer they are', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      let asked = 0;
      const present = () =>
        rightIO(() => {
          asked += 1;
          return Array.from({ length: 10_000 }, (_, index) => ({
            person: `customer:${index}` as const,
            lastSeen: 1,
          }));
        });
      const changing = listsOf([], present, 200);
      changing.changed();
      await turn();
      mock.timers.tick(200);
      changing.changed();
      await turn();
      expect(asked).to.equal(2);
      changing.changed();
      mock.timers.tick(7_499);
      await turn();
      expect(asked).to.equal(2);
      mock.timers.tick(1);
      await turn();
      expect(asked).to.equal(3);
    } finally {
      mock.timers.reset();
    }
  });
});
