import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { stopSignals, type StopSignals } from '../../../src/bootstrap/cli/stop-signals.js';

/** A process that is told of signals, and remembers how it ended. */
const signalled = (isUnderNpm: boolean) => {
  const ended: number[] = [];
  const emitter = new EventEmitter();
  const time = { now: 0 };
  const stopping: StopSignals = stopSignals({
    isUnderNpm,
    now: () => time.now,
    process: { on: (name, heard) => emitter.on(name, heard), exit: (code) => ended.push(code) },
  });
  return {
    stopping,
    ended,
    signal: (name: string, at: number): void => {
      time.now = at;
      emitter.emit(name);
    },
  };
};

describe('signals to stop', () => {
  it('abort what goes on with the first, and end the process with the second', () => {
    const { stopping, ended, signal } = signalled(false);
    expect(stopping.exitCode()).to.equal(1);
    signal('SIGINT', 0);
    expect([stopping.signal.aborted, stopping.exitCode(), ended]).to.deep.equal([true, 130, []]);
    signal('SIGINT', 1);
    expect(ended).to.deep.equal([130]);
  });

  it('end it with the code of the second', () => {
    const { ended, signal } = signalled(false);
    signal('SIGINT', 0);
    signal('SIGTERM', 1);
    expect(ended).to.deep.equal([143]);
  });

  it('that npm passes on are the one that it had itself, and another or a later one is a second', () => {
    const { stopping, ended, signal } = signalled(true);
    signal('SIGINT', 0);
    signal('SIGINT', 999);
    expect([stopping.signal.aborted, ended]).to.deep.equal([true, []]);
    signal('SIGTERM', 999);
    expect(ended).to.deep.equal([143]);
    signal('SIGINT', 1_000);
    expect(ended).to.deep.equal([143, 130]);
  });
});
