import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { some } from 'fp-ts/lib/Option.js';
import { startCheckpoints } from '../../../../../src/adapters/outbound/stores/sqlite/checkpoints.js';
import {
  type KeptWorker,
  nextPause,
} from '../../../../../src/adapters/outbound/stores/sqlite/kept-worker.js';
import { sqliteConversationLog } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-conversation-log.js';
import {
  openSqliteDatabase,
  type SqliteDatabase,
} from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-database.js';
import type { Append } from '../../../../../src/application/ports/conversation-log.js';
import { answer } from '../../../../support/answer.js';
import { message, opening } from '../../../../support/appends.js';
import { RecordingLogger } from '../../../../support/recording-logger.js';
import { temporaryFolder, type TemporaryFolder } from '../../../../support/temporary-folder.js';
import { until } from '../../../../support/until.js';
import { walGeneration, walSize } from '../../../../support/write-ahead-log.js';

describe('startCheckpoints', () => {
  let folder: TemporaryFolder;
  let file: string;
  let logger: RecordingLogger;
  let database: SqliteDatabase;
  let started: KeptWorker | undefined;

  const start = (...args: Parameters<typeof startCheckpoints>): KeptWorker =>
    (started = startCheckpoints(...args));

  beforeEach(async () => {
    folder = temporaryFolder();
    file = join(folder.path, 'switchboard.db');
    logger = new RecordingLogger();
    database = await openSqliteDatabase({ file, logger });
  });

  afterEach(async () => {
    await started?.stop();
    await database.close();
    folder.remove();
  });

  it('begins the write-ahead log anew, over and over, under a load that never pauses', async () => {
    const log = sqliteConversationLog(database);
    const checkpoints = start(file, logger, { interval: 5, maxFrames: 20 });
    let last: Append = opening();
    await answer(log.append([last]));
    const generations = new Set<string>();
    await until(async () => {
      last = message(last.conversation, { text: 'x'.repeat(2_000) });
      expect(await answer(log.append([last]))).to.deep.equal([{ kind: 'appended' }]);
      generations.add(walGeneration(file));
      return generations.size === 6;
    });
    await checkpoints.stop();
    const { conversation } = last;
    expect(await answer(log.load(conversation.id))).to.deep.equal(some(conversation));
    const events = await answer(log.read(conversation.id, 0, 1_000_000));
    expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, index) => index + 1));
    expect(events).to.have.length(conversation.lastSeq);
    expect(logger.entries).to.deep.equal([]);
  });

  it('makes no thread before the first look is due', async () => {
    const script = new URL('./not-there.js', import.meta.url);
    const checkpoints = start(file, logger, { script, interval: 1_000_000_000 });
    const others = new RecordingLogger();
    const soon = startCheckpoints(file, others, { script, interval: 1, firstPause: 1 });
    await until(() => others.entries.length >= 3);
    await Promise.all([soon.stop(), checkpoints.stop()]);
    expect(logger.entries).to.deep.equal([]);
  });

  it('leaves a short log alone', async () => {
    const log = sqliteConversationLog(database);
    const checkpoints = start(file, logger, { interval: 1, maxFrames: 1_000_000 });
    const whole = Array.from({ length: 50 }, () => opening({ text: 'x'.repeat(2_000) }));
    let size = 0;
    for (const append of whole) {
      await answer(log.append([append]));
      expect(walSize(file)).to.be.at.least(size);
      size = walSize(file);
    }
    await checkpoints.stop();
  });

  it('empties a long log though nothing more is written', async () => {
    const log = sqliteConversationLog(database);
    await answer(log.append(Array.from({ length: 50 }, () => opening())));
    expect(walSize(file)).to.be.greaterThan(0);
    const checkpoints = start(file, logger, { interval: 1, maxFrames: 1 });
    await until(() => walSize(file) === 0);
    await checkpoints.stop();
  });

  it('empties a log that was long once, and has been begun anew', async () => {
    const log = sqliteConversationLog(database);
    await answer(
      log.append(Array.from({ length: 50 }, () => opening({ text: 'x'.repeat(2_000) }))),
    );
    const long = walSize(file);
    database.db.exec('PRAGMA wal_checkpoint(RESTART)');
    await answer(log.append([opening()]));
    expect(walSize(file), 'what is written over keeps its size').to.equal(long);
    const checkpoints = start(file, logger, { interval: 1, maxFrames: 20 });
    await until(() => walSize(file) === 0);
    await checkpoints.stop();
  });

  describe('when its thread dies', () => {
    const script = new URL('./dying-checkpoint-worker.js', import.meta.url);
    const deaths = (): readonly unknown[] =>
      logger.entries.map(({ level, fields }) => [level, fields['pause']]);

    it('starts another, after pauses that grow, and goes on', async () => {
      await answer(sqliteConversationLog(database).append([opening(), opening()]));
      // It dies as often as there are letters in this file.
      writeFileSync(`${file}-deaths`, 'xxxx');
      const checkpoints = start(file, logger, {
        script,
        interval: 1,
        maxFrames: 1,
        firstPause: 1,
      });
      await until(() => walSize(file) === 0);
      await checkpoints.stop();
      expect(deaths()).to.deep.equal([
        ['error', 1],
        ['error', 2],
        ['error', 4],
        ['error', 8],
      ]);
      expect(String(logger.entries[0]?.fields['error'])).to.contain('made to die');
    });

    it('waits no longer than the longest pause, and after a long life as at first', () => {
      const pauses = { firstPause: 1, longestPause: 5 };
      expect(nextPause(null, 0, pauses)).to.equal(1);
      expect([1, 2, 4, 5].map((before) => nextPause(before, 5, pauses))).to.deep.equal([
        2, 4, 5, 5,
      ]);
      expect(nextPause(5, 6, pauses)).to.equal(1);
    });

    it('can be stopped while it waits to start again', async () => {
      writeFileSync(`${file}-deaths`, 'x');
      const checkpoints = start(file, logger, {
        script,
        interval: 1,
        firstPause: 1_000_000_000,
      });
      await until(() => logger.entries.length === 1);
      await checkpoints.stop();
      expect(readFileSync(`${file}-deaths`, 'utf8')).to.equal('');
    });

    it('can be stopped at once, whether it dies or not', async () => {
      writeFileSync(`${file}-deaths`, 'xxxx');
      for (const interval of [0, 1_000]) {
        await start(file, logger, { script, interval, firstPause: 1 }).stop();
        await start(file, logger, { interval }).stop();
      }
    });

    it('starts again though it could not even begin', async () => {
      const missing = new URL('./not-there.js', import.meta.url);
      const options = { script: missing, interval: 1, firstPause: 1, longestPause: 1 };
      const checkpoints = start(file, logger, options);
      await until(() => logger.entries.length >= 3);
      await checkpoints.stop();
      expect(deaths().slice(0, 3)).to.deep.equal([1, 2, 3].map(() => ['error', 1]));
    });

    it('starts again though no thread can be made', async () => {
      const script = new URL('https://example.com/');
      const options = { script, interval: 1, firstPause: 1, longestPause: 1 };
      const checkpoints = start(file, logger, options);
      await until(() => logger.entries.length >= 3);
      await checkpoints.stop();
    });
  });

  it('says once what fails each time, as on a full disk, and at once what fails in another way', async () => {
    const script = new URL('./failing-checkpoint-worker.js', import.meta.url);
    const checkpoints = start(file, logger, { script, interval: 1 });
    await until(() => logger.entries.length >= 2);
    await checkpoints.stop();
    expect(
      logger.entries.map(({ level, fields }) => [level, String(fields['error'])]),
    ).to.deep.equal([
      ['warn', 'Error: database or disk is full'],
      ['warn', 'Error: disk I/O error'],
    ]);
  });

  it('says so when it cannot get at the file, goes on trying, and can still be stopped', async () => {
    const elsewhere = join(folder.path, 'not', 'there', 'switchboard.db');
    const checkpoints = start(elsewhere, logger, { interval: 1, silence: 0 });
    await until(() => logger.entries.length >= 2);
    await checkpoints.stop();
    expect(new Set(logger.entries.map(({ level }) => level))).to.deep.equal(new Set(['warn']));
  });
});
