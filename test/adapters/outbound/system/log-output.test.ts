import { Writable } from 'node:stream';
import { expect } from 'chai';
import { logOutput } from '../../../../src/adapters/outbound/system/log-output.js';

/** What nobody reads until he is told to. */
const stalled = () => {
  const lines: string[] = [];
  let take: (() => void) | null = null;
  let isRead = false;
  const stream = new Writable({
    decodeStrings: false,
    write: (line: string, _encoding, done) => {
      lines.push(line);
      if (isRead) done();
      else take = done;
    },
  });
  return {
    stream,
    lines,
    read: () => {
      isRead = true;
      take?.();
    },
  };
};

const LIMITS = { maxUnread: 10, patience: 0 };

describe('logOutput', () => {
  it('drops what is too much for its reader, and tells him how much it was', async () => {
    const { stream, lines, read } = stalled();
    const { write, flush } = logOutput(stream, LIMITS);
    for (const line of ['first\n', 'second\n', 'third\n', 'fourth\n']) write(line);
    read();
    await flush();
    write('fifth\n');
    write('sixth\n');
    const [first, second, notice = '', ...rest] = lines.filter((line) => line !== '');
    expect([first, second, ...rest]).to.deep.equal(['first\n', 'second\n', 'fifth\n', 'sixth\n']);
    expect(JSON.parse(notice)).to.include({ level: 40, dropped: 2 });
  });

  it('is flushed once all is taken', async () => {
    const { stream, lines, read } = stalled();
    const { write, flush } = logOutput(stream, { ...LIMITS, patience: 600_000 });
    write('first\n');
    write('second\n');
    const flushed = flush();
    read();
    await flushed;
    expect(lines.slice(0, 2)).to.deep.equal(['first\n', 'second\n']);
  });

  it('waits for nobody for ever', async () => {
    const { write, flush } = logOutput(stalled().stream, LIMITS);
    write('first\n');
    await flush();
  });

  it('outlives an output that fails, and listens to it once', () => {
    const stream = new Writable({ write: (_line, _encoding, done) => done(new Error('gone')) });
    for (const _ of ['one', 'another']) logOutput(stream).write('line\n');
    expect(stream.listenerCount('error')).to.equal(1);
  });
});
