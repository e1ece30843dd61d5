import { expect } from 'chai';
import { isLeft, left } from 'fp-ts/lib/Either.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import {
  type Append,
  type ConversationLog,
  MAX_APPEND,
} from '../../../src/application/ports/conversation-log.js';
import type { Store } from '../../../src/application/ports/store.js';
import {
  type ExportDeps,
  exportRecords,
} from '../../../src/application/transfer/export-records.js';
import type { TransferRecord } from '../../../src/application/transfer/transfer-record.js';
import { unavailable } from '../../../src/domain/failure.js';
import { agent } from '../../support/actors.js';
import { answer } from '../../support/answer.js';
import { message, opening, together } from '../../support/appends.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';

const ignore = (): void => undefined;

describe('an export', () => {
  let store: Store;

  const stored = async (append: Append): Promise<Append> => {
    expect(await answer(store.log.append([append]))).to.deep.equal([{ kind: 'appended' }]);
    return append;
  };

  const recordsOf = async (
    deps: Omit<ExportDeps, 'onCounted'>,
  ): Promise<readonly TransferRecord[]> => {
    const records: TransferRecord[] = [];
    for await (const one of exportRecords({ ...deps, onCounted: ignore })) {
      records.push(expectRight(one));
    }
    return records;
  };

  beforeEach(() => {
    store = memoryStore();
  });

  it('reads no more ahead of whoever writes it than the first events of a few', async () => {
    for (let n = 0; n < 60; n += 1) {
      let last = await stored(opening());
      for (let m = 0; m < 249; m += 1) last = await stored(message(last.conversation));
    }
    let [read, written, most] = [0, 0, 0];
    const { log } = store;
    const watched: ConversationLog = {
      ...log,
      read:
        (...range) =>
        async () => {
          const events = await log.read(...range)();
          if (!isLeft(events)) read += events.right.length;
          return events;
        },
    };
    for await (const one of exportRecords({ ...store, log: watched, onCounted: ignore })) {
      if (expectRight(one).kind !== 'event') continue;
      written += 1;
      most = Math.max(most, read - written);
    }
    expect(written).to.equal(60 * 251);
    expect(most)
      .to.be.greaterThan(0)
      .and.at.most(17 * MAX_APPEND.events);
  });

  it('is of one moment, whatever is appended while it is written', async () => {
    const first = await stored(opening());
    const { conversation } = await stored(message(first.conversation));
    const deps = { ...store, onCounted: ignore };
    const types: string[] = [];
    let last = conversation;
    for await (const one of exportRecords(deps)) {
      const record = expectRight(one);
      types.push(record.kind);
      last = (await stored(message(last))).conversation;
      await stored(opening());
    }
    expect(types).to.deep.equal(['header', 'conversation', 'event', 'event', 'event']);
  });

  it('has the staff by their ids, however many there are', async () => {
    const ids = Array.from({ length: 1_100 }, (_, n) => `agent-${(n * 7) % 1_100}`);
    for (const id of ids) await answer(store.agents.remember(agent(id)));
    const records = await recordsOf(store);
    expect(records.slice(1)).to.deep.equal(
      ids.toSorted().map((id) => ({ kind: 'staff', staff: agent(id) })),
    );
    expect(records[0]).to.deep.include({ kind: 'header' });
  });

  it('says how many events opened a conversation, though there are many, or some have no name', async () => {
    const first = opening({ name: 'o0' });
    let last = first;
    const whole = [first];
    for (let n = 1; n < MAX_APPEND.events - 1; n += 1) {
      last = message(last.conversation, { name: n % 3 === 1 ? null : `o${n}` });
      whole.push(last);
    }
    await stored(together(first, ...whole.slice(1)));
    for (const name of [null, 'm1']) last = await stored(message(last.conversation, { name }));
    const heads = (await recordsOf(store)).flatMap((record) =>
      record.kind === 'conversation' ? record.conversation : [],
    );
    expect(heads.map((head) => head.opening)).to.deep.equal([MAX_APPEND.events]);
  });

  it('ends with the first failure of the store, and is no export then', async () => {
    await stored(opening({ name: 'o1' }));
    const { log, feed, agents, reads } = store;
    const down = () => () => Promise.resolve(left(unavailable));
    const broken = [
      { log, agents, reads, feed: { after: down } },
      { log, feed, reads, agents: { ...agents, list: down } },
      { feed, agents, reads, log: { ...log, read: down } },
      { feed, agents, reads, log: { ...log, findOpening: down } },
      { log, feed, agents, reads: { ...reads, within: down } },
    ];
    for (const deps of broken) {
      const all = [];
      for await (const one of exportRecords({ ...deps, onCounted: ignore })) all.push(one);
      const last = all.pop();
      if (last === undefined) throw new Error('nothing came');
      expectLeft(last, 'Unavailable');
      for (const one of all) expectRight(one);
    }
  });
});
