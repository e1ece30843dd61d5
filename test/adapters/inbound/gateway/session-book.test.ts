import { mock } from 'node:test';
import { expect } from 'chai';
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { some } from 'fp-ts/lib/Option.js';
import { SessionBook } from '../../../../src/adapters/inbound/gateway/session-book.js';
import { memorySessions } from '../../../../src/adapters/outbound/stores/memory/memory-sessions.js';
import { memoryTables } from '../../../../src/adapters/outbound/stores/memory/memory-tables.js';
import type {
  SavedSession,
  SessionEntry,
  Sessions,
} from '../../../../src/application/ports/sessions.js';
import { type Unavailable, unavailable } from '../../../../src/domain/failure.js';
import { answer } from '../../../support/answer.js';
import { FixedClock } from '../../../support/fixed-ports.js';
import { ManualTurn } from '../../../support/manual-turn.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { joined, session } from '../../../support/sessions.js';
import { settled } from '../../../support/settled.js';

const RETRY = 1_000;
const RENEWAL = 3_600_000;

interface Call {
  readonly entries: readonly SessionEntry[];
  end(outcome: Either<Unavailable, void>): Promise<void>;
}

describe('SessionBook', () => {
  let calls: Call[];
  let stored: Sessions;
  let turn: ManualTurn;
  let clock: FixedClock;
  let logger: RecordingLogger;
  let book: SessionBook;
  /** Save by save, what ended in the meantime. */
  let ended: string[];

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    calls = [];
    ended = [];
    stored = memorySessions(memoryTables());
    turn = new ManualTurn();
    clock = new FixedClock();
    logger = new RecordingLogger();
    const sessions: Sessions = {
      find: (key, now) => stored.find(key, now),
      save: (entries, now) => () =>
        new Promise((resolve) => {
          calls.push({
            entries,
            end: async (outcome) => {
              if (outcome._tag === 'Right') await answer(stored.save(entries, now));
              resolve(outcome);
              await settled(() => ended.length);
            },
          });
        }),
    };
    book = new SessionBook({
      sessions,
      turn,
      logger,
      now: () => clock.now(),
      retryAfter: RETRY,
      renewEvery: RENEWAL,
    });
  });
  afterEach(() => mock.timers.reset());

  const tick = async (milliseconds: number): Promise<void> => {
    mock.timers.tick(milliseconds);
    await endTurn();
  };

  const endTurn = async (): Promise<void> => {
    turn.end();
    await settled(() => calls.length);
  };

  /** One connection, whose joins are counted. */
  const connection = (id: string) => {
    const place = book.place(id);
    let joins = 0;
    const state = (): SavedSession =>
      session(...Array.from({ length: joins }, (_, n) => joined(n)));
    return {
      id,
      save: (name = id): void => {
        joins += 1;
        void place.save(state).then(() => ended.push(name));
      },
      close: (): void => {
        place.close();
        joins = 0;
      },
    };
  };

  const sizes = ({ entries }: Call): readonly number[] =>
    entries.map((entry) => entry.session.joined.length);

  const last = (): Call => calls.at(-1) ?? expect.fail('nothing was saved');

  const found = async (id: string): Promise<number | undefined> => {
    const result = await book.find(id);
    return result._tag === 'Right' ? result.right?.joined.length : undefined;
  };

  it('saves what comes in one turn together, each connection once, as it is by then', async () => {
    const [one, two] = [connection('one'), connection('two')];
    one.save();
    two.save();
    one.save();
    expect(calls).to.deep.equal([]);
    await endTurn();
    expect(calls.map(sizes)).to.deep.equal([[2, 1]]);
    expect(ended).to.deep.equal([]);
    await last().end(right(undefined));
    expect(ended.toSorted()).to.deep.equal(['one', 'one', 'two']);
  });

  it('begins none before the one ahead has ended, so that none overtakes it', async () => {
    const one = connection('one');
    one.save('first');
    await endTurn();
    one.save('second');
    one.save('third');
    await endTurn();
    expect(calls).to.have.length(1);
    await last().end(right(undefined));
    expect(ended).to.deep.equal(['first']);
    expect(calls.map(sizes)).to.deep.equal([[1], [3]]);
    await last().end(right(undefined));
    expect(ended).to.deep.equal(['first', 'second', 'third']);
  });

  it('tells those who wait when it has failed, and tries again until it has not', async () => {
    const one = connection('one');
    one.save();
    await endTurn();
    await last().end(left(unavailable));
    expect(ended).to.deep.equal(['one']);
    for (const outcome of [left(unavailable), right(undefined)]) {
      await tick(RETRY - 1);
      const before = calls.length;
      await tick(1);
      expect(calls).to.have.length(before + 1);
      await last().end(outcome);
    }
    await tick(10 * RETRY);
    expect(calls).to.have.length(3);
    expect(await found('one')).to.equal(1);
  });

  it('tries again with what has come since, once', async () => {
    const one = connection('one');
    one.save();
    await endTurn();
    await last().end(left(unavailable));
    one.save();
    await endTurn();
    expect(calls.map(sizes)).to.deep.equal([[1], [2]]);
    await last().end(right(undefined));
    await tick(10 * RETRY);
    expect(calls).to.have.length(2);
  });

  it('takes a store that throws as one that fails, and logs the bug', async () => {
    const one = connection('one');
    const throwing = new SessionBook({
      sessions: {
        ...stored,
        save: () => () => Promise.reject(new Error('a bug')),
      },
      turn,
      logger,
      now: () => clock.now(),
      retryAfter: RETRY,
      renewEvery: RENEWAL,
    });
    const saved = throwing.place(one.id).save(() => session());
    await endTurn();
    await saved;
    expect(logger.entries.map(({ level }) => level)).to.deep.equal(['error', 'warn']);
  });

  it('logs once a minute that it fails, with how many sessions', async () => {
    for (const id of ['one', 'two']) connection(id).save();
    await endTurn();
    await last().end(left(unavailable));
    for (let n = 0; n < 5; n += 1) {
      await tick(RETRY);
      await last().end(left(unavailable));
    }
    const warnings = () => logger.entries.filter(({ level }) => level === 'warn');
    expect(warnings().map(({ fields }) => fields)).to.deep.equal([{ sessions: 2 }]);
    clock.time += 60_000;
    await tick(RETRY);
    await last().end(left(unavailable));
    expect(warnings()).to.have.length(2);
  });

  it('keeps the session of a connection that is gone as it was', async () => {
    const gone = connection('gone');
    gone.save();
    gone.close();
    await endTurn();
    expect(sizes(last())).to.deep.equal([1]);
    await last().end(left(unavailable));
    await tick(RETRY);
    expect(sizes(last())).to.deep.equal([1]);

    const later = connection('later');
    later.save();
    await last().end(right(undefined));
    later.close();
    await endTurn();
    await last().end(left(unavailable));
    expect(await found('later')).to.equal(1);
  });

  it('finds what is not saved yet, whether it waits, is under way or has failed', async () => {
    const one = connection('one');
    one.save();
    expect(await found('one')).to.equal(1);
    await endTurn();
    expect(await found('one')).to.equal(1);
    await last().end(left(unavailable));
    expect(await found('one')).to.equal(1);
    await tick(RETRY);
    await last().end(right(undefined));
    expect(await found('one')).to.equal(1);
    expect(await found('two')).to.equal(undefined);
  });

  it('saves the sessions of those who stay again, and of nobody else', async () => {
    const [stays, goes] = [connection('stays'), connection('goes')];
    connection('has nothing');
    for (const one of [stays, goes]) one.save();
    await endTurn();
    await last().end(right(undefined));
    goes.close();
    for (let hour = 1; hour <= 30; hour += 1) {
      clock.time += RENEWAL;
      await tick(RENEWAL);
      await last().end(right(undefined));
    }
    expect(calls.slice(1).map(({ entries }) => entries.length)).to.deep.equal(
      Array.from({ length: 30 }, () => 1),
    );
    expect(await found('stays')).to.equal(1);
    expect(await found('goes')).to.equal(undefined);
  });

  it('saves many in several calls, one after the other', async () => {
    for (let n = 0; n < 1_200; n += 1) connection(`id ${n}`).save();
    await endTurn();
    for (let call = 1; call <= 3; call += 1) {
      expect(calls).to.have.length(call);
      await last().end(right(undefined));
    }
    expect(calls.map(({ entries }) => entries.length)).to.deep.equal([500, 500, 200]);
    expect(ended).to.have.length(1_200);
  });

  it('keeps nobody waiting for more than one call of a store that is down', async () => {
    for (let n = 0; n < 1_200; n += 1) connection(`id ${n}`).save();
    await endTurn();
    await last().end(left(unavailable));
    expect(calls).to.have.length(1);
    expect(ended).to.have.length(1_200);
    await tick(RETRY);
    for (let call = 2; call <= 4; call += 1) await last().end(right(undefined));
    expect(calls.map(({ entries }) => entries.length)).to.deep.equal([500, 500, 500, 200]);
    expect(await found('id 1199')).to.equal(1);
  });

  it('is closed when all is tried that is due', async () => {
    connection('one').save();
    let isClosed = false;
    const closing = book.close().then(() => (isClosed = true));
    await endTurn();
    expect(isClosed).to.equal(false);
    await last().end(left(unavailable));
    await closing;
    await tick(RENEWAL);
    expect(calls).to.have.length(1);
  });

  it('stores no id', async () => {
    connection('an id that opens').save();
    await endTurn();
    await last().end(right(undefined));
    expect(JSON.stringify(calls)).not.to.contain('an id');
    const [entry] = calls[0]?.entries ?? [];
    expect(entry?.key).to.match(/^[\w-]{43}$/);
    const there = await answer(stored.find(entry?.key ?? '', clock.now()));
    expect(there).to.deep.equal(some(session(joined(0))));
  });
});
