import { expect } from 'chai';
import { join } from 'node:path';
import { some } from 'fp-ts/lib/Option.js';
import {
  type Checkpoints,
  startCheckpoints,
} from '../../../../../src/adapters/outbound/stores/sqlite/checkpoints.js';
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
import { walSize } from '../../../../support/write-ahead-log.js';

describe('startCheckpoints', () => {
  let folder: TemporaryFolder;
  let file: string;
  let logger: RecordingLogger;
  let database: SqliteDatabase;
  let started: Checkpoints | undefined;

  const start = (...args: Parameters<typeof startCheckpoints>): Checkpoints =>
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
    let shrunk = 0;
    await until(async () => {
      const before = walSize(file);
      last = message(last.conversation, { text: 'x'.repeat(2_000) });
      expect(await answer(log.append([last]))).to.deep.equal([{ kind: 'appended' }]);
      if (walSize(file) < before) shrunk += 1;
      return shrunk === 5;
    });
    await checkpoints.stop();
    const { conversation } = last;
    expect(await answer(log.load(conversation.id))).to.deep.equal(some(conversation));
    const events = await answer(log.read(conversation.id, 0, 1_000_000));
    expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, index) => index + 1));
    expect(events).to.have.length(conversation.lastSeq);
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

  it('says so when it cannot get at the file, goes on trying, and can still be stopped', async () => {
    const elsewhere = join(folder.path, 'not', 'there', 'switchboard.db');
    const checkpoints = start(elsewhere, logger, { interval: 1 });
    await until(() => logger.entries.length >= 2);
    await checkpoints.stop();
    expect(new Set(logger.entries.map(({ level }) => level))).to.deep.equal(new Set(['warn']));
  });
});
