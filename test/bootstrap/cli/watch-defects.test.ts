import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { watchDefects } from '../../../src/bootstrap/cli/watch-defects.js';
import { RecordingLogger } from '../../support/recording-logger.js';

describe('what nobody has caught', () => {
  const error = new Error('a defect');
  let logger: RecordingLogger;
  let bare: EventEmitter;

  beforeEach(() => {
    logger = new RecordingLogger();
    bare = new EventEmitter();
    watchDefects(
      bare,
      { logger, flushLog: () => Promise.reject(new Error('nobody reads')) },
      (code) => bare.emit('exit', code),
    );
  });

  it('is on record, and ends nothing where it is a rejection', () => {
    let ended = false;
    bare.on('exit', () => (ended = true));
    for (const reason of [error, 'no error']) bare.emit('unhandledRejection', reason);
    expect(logger.entries.map(({ level, fields }) => [level, fields])).to.deep.equal([
      ['error', { error }],
      ['error', { error: 'no error' }],
    ]);
    expect(ended).to.equal(false);
  });

  it('ends the process where it is an exception, once it is on record', async () => {
    const exited = once(bare, 'exit');
    bare.emit('uncaughtException', error);
    expect(logger.entries).to.have.lengthOf(1);
    expect(await exited).to.deep.equal([1]);
  });
});
