import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/TaskEither.js';
import type { SweepFiles } from '../../src/application/use-cases/sweep-files.js';
import { startSweeper } from '../../src/bootstrap/sweeper.js';
import { unavailable } from '../../src/domain/failure.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { until } from '../support/until.js';

const HOUR = 3_600_000;

describe('the sweeper of files', () => {
  it('looks at once, and says what it has removed', async () => {
    const logger = new RecordingLogger();
    const sweeper = startSweeper(() => right(3), logger, HOUR);
    await until(() => logger.entries.length > 0);
    expect(logger.entries.map(({ level, fields }) => [level, fields])).to.deep.equal([
      ['info', { count: 3 }],
    ]);
    await sweeper.close();
  });

  it('looks again after a while, whatever came of it before, and no more once it is closed', async () => {
    const logger = new RecordingLogger();
    let looks = 0;
    const sweepFiles: SweepFiles = () => {
      looks += 1;
      if (looks === 1) return left(unavailable);
      if (looks === 2) return () => Promise.reject(new Error('a bug'));
      return right(0);
    };
    const sweeper = startSweeper(sweepFiles, logger, 1);
    await until(() => looks > 3);
    await sweeper.close();
    const before = looks;
    let others = 0;
    const other = startSweeper(() => right((others += 1)), new RecordingLogger(), 1);
    await until(() => others > 3);
    await other.close();
    expect(looks).to.equal(before);
    expect(logger.entries.map(({ level }) => level)).to.deep.equal(['error']);
  });

  it('closes when what it has begun is done', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    let isClosed = false;
    const sweepFiles: SweepFiles = () => async () => right(await promise)();
    const sweeper = startSweeper(sweepFiles, new RecordingLogger(), HOUR);
    const closing = sweeper.close().then(() => {
      isClosed = true;
    });
    await new Promise(setImmediate);
    expect(isClosed).to.equal(false);
    resolve(0);
    await closing;
  });
});
