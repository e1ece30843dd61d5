import { expect } from 'chai';
import fc from 'fast-check';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import {
  eventPages,
  PAGE,
} from '../../../../../src/adapters/outbound/stores/sqlite/event-pages.js';
import { sqliteConversationLog } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-conversation-log.js';
import { sqliteConversationQueries } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-conversation-queries.js';
import {
  openSqliteDatabase,
  type SqliteDatabase,
} from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-database.js';
import { type Append, MAX_APPEND } from '../../../../../src/application/ports/conversation-log.js';
import { answer } from '../../../../support/answer.js';
import { message, note, opening, together } from '../../../../support/appends.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { temporaryFolder, type TemporaryFolder } from '../../../../support/temporary-folder.js';

/** An opening, and then notes and messages by turns, until there are so many events. */
const ofLength = (length: number): Append => {
  const steps = [opening({ text: null })];
  while (steps.length < length) {
    const last = steps.at(-1);
    if (last !== undefined)
      steps.push((steps.length % 3 === 0 ? note : message)(last.conversation));
  }
  const [first = opening(), ...rest] = steps;
  return together(first, ...rest);
};

/** Appends of these sizes that follow each other. */
const ofSizes = (sizes: readonly number[]): readonly Append[] => {
  const appends: Append[] = [];
  for (const size of sizes) {
    const steps: Append[] = [];
    for (let n = 0; n < size; n += 1) {
      const last = steps.at(-1) ?? appends.at(-1);
      steps.push(last === undefined ? opening({ text: null }) : message(last.conversation));
    }
    const [first, ...rest] = steps;
    if (first !== undefined) appends.push(together(first, ...rest));
  }
  return appends;
};

/** Sizes on both sides of every edge, and whole appends over several pages. */
const sizes = fc.array(
  fc.oneof(
    fc.integer({ min: 1, max: 3 }),
    fc.constantFrom(PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 3 * PAGE + 1, MAX_APPEND.events),
  ),
  { minLength: 1, maxLength: 6 },
);

describe('the pages that SQLite finds events by', () => {
  let folder: TemporaryFolder;
  let database: SqliteDatabase;
  const toClose: SqliteDatabase[] = [];

  const open = async (): Promise<SqliteDatabase> => {
    const opened = await openSqliteDatabase({
      file: join(folder.path, 'switchboard.db'),
      logger: silentLogger,
    });
    toClose.push(opened);
    return opened;
  };

  const store = async (append: Append, into = database): Promise<void> => {
    const outcomes = await answer(sqliteConversationLog(into).append([append]));
    expect(outcomes).to.deep.equal([{ kind: 'appended' }]);
  };

  beforeEach(async () => {
    folder = temporaryFolder();
    database = await open();
  });

  afterEach(async () => {
    for (const opened of toClose.splice(0)) await opened.close();
    folder.remove();
  });

  it('lead to every event from any seq on, however they were appended and refused', async () => {
    const log = sqliteConversationLog(database);
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.nat(),
        fc.integer({ min: 1, max: 250 }),
        async (all, from, limit) => {
          const appends = ofSizes(all);
          for (const append of appends) {
            // Others between them, stored and refused, so that the rows have gaps.
            const outcomes = await answer(log.append([opening(), append, opening()]));
            expect(outcomes.map(({ kind }) => kind)).to.deep.equal(Array(3).fill('appended'));
            expect(await answer(log.append([append]))).to.deep.equal([{ kind: 'taken' }]);
          }
          const events = appends.flatMap((append) => append.events);
          const id = appends[0]?.conversation.id ?? opening().conversation.id;
          expect(await answer(log.read(id, 0, 10_000))).to.deep.equal(events);
          const after = from % (events.length + 2);
          expect(await answer(log.read(id, after, limit))).to.deep.equal(
            events.slice(after, after + limit),
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are moved out of the row of the conversation as soon as they are full', async () => {
    const append = ofLength(2 * PAGE - 1);
    await store(append);
    const pagesAndRecent = (): unknown => [
      database.db.prepare('SELECT count(*) AS pages FROM log_pages').get()?.['pages'],
      String(
        database.db.prepare('SELECT recent_rows FROM conversations').get()?.['recent_rows'],
      ).split(',').length - 1,
    ];
    expect(pagesAndRecent()).to.deep.equal([1, PAGE - 1]);
    const last = message(append.conversation);
    await store(last);
    expect(pagesAndRecent()).to.deep.equal([2, 0]);
    await store(message(last.conversation));
    expect(pagesAndRecent()).to.deep.equal([2, 1]);
  });

  it('are read as they were when reading began, while another process fills more', async () => {
    const append = ofLength(2 * PAGE + 5);
    await store(append);
    const { id } = append.conversation;
    const before = [...eventPages(database.db)(id, 1)];
    expect(before.flat()).to.have.length(append.events.length);
    const reading = eventPages(database.db)(id, 1);
    const first = reading.next().value as readonly number[];
    let more = message(append.conversation);
    for (let n = 0; n < PAGE; n += 1) more = together(more, message(more.conversation));
    await store(more, await open());
    expect([first, ...reading]).to.deep.equal(before);
    expect([...eventPages(database.db)(id, 1)].flat()).to.have.length(more.conversation.lastSeq);
  });

  describe('of a long conversation', () => {
    /** How often each statement is asked for a row. */
    const counting = (db: DatabaseSync, counts: Map<string, number>): DatabaseSync =>
      new Proxy(db, {
        get: (target, name) => {
          if (name !== 'prepare') return Reflect.get(target, name, target) as unknown;
          return (sql: string) => {
            const statement = target.prepare(sql);
            const table = /FROM (\w+)/.exec(sql)?.[1] ?? sql;
            statement.get = new Proxy(statement.get.bind(statement), {
              apply: (get, _, values) => {
                counts.set(table, (counts.get(table) ?? 0) + 1);
                return Reflect.apply(get, undefined, values) as ReturnType<typeof get>;
              },
            });
            return statement;
          };
        },
      });

    it('cost a read no more than the events that it returns, and the pages that these are on', async () => {
      let whole = ofLength(MAX_APPEND.events);
      await store(whole);
      for (let n = 0; n < 5; n += 1) {
        let more = message(whole.conversation);
        for (let k = 1; k < MAX_APPEND.events; k += 1) {
          more = together(more, message(more.conversation));
        }
        await store(more);
        whole = { ...more, events: [] };
      }
      const { id, lastSeq } = whole.conversation;
      const counts = new Map<string, number>();
      const watched = { ...database, db: counting(database.db, counts) };
      const log = sqliteConversationLog(watched);
      const queries = sqliteConversationQueries(watched);
      const costOf = async (read: () => Promise<readonly unknown[]>, length: number) => {
        counts.clear();
        expect(await read()).to.have.length(length);
        return Object.fromEntries(counts);
      };
      const read = (afterSeq: number, limit: number) => () => answer(log.read(id, afterSeq, limit));
      expect(await costOf(read(500, 10), 10)).to.deep.equal({
        conversations: 1,
        log_pages: 1,
        log: 10,
      });
      expect(await costOf(read(500, 40), 40)).to.deep.equal({
        conversations: 1,
        log_pages: 2,
        log: 40,
      });
      expect(await costOf(read(lastSeq - 5, 100), 5)).to.deep.equal({ conversations: 1, log: 5 });
      expect(await costOf(read(lastSeq, 100), 0)).to.deep.equal({ conversations: 1 });
      const notes = lastSeq - whole.conversation.messageCount;
      const messages = await costOf(() => answer(queries.messages(id, 500, 10)), 10);
      expect(messages['log']).to.equal(notes + 10);
    });
  });
});
