import { expect } from 'chai';
import { progressOn } from '../../../src/bootstrap/cli/progress.js';

const CLEAR = '\r\u001b[K';

const screen = (isTTY: boolean) => {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
};

describe('progress', () => {
  it('is one line on a terminal, at most ten times a second, and goes away', () => {
    const terminal = screen(true);
    let time = 0;
    const progress = progressOn(terminal, () => time);
    for (time = 0; time < 1_000; time += 1) progress.show('importing', time * 10, 20_000);
    expect(terminal.written).to.have.length(10);
    expect(terminal.written[5]).to.equal(`${CLEAR}importing: 5,000 of 20,000 events (25 %)`);
    progress.clear();
    progress.clear();
    expect(terminal.written.slice(10)).to.deep.equal([CLEAR]);
  });

  it('says what is known, where the end is not, or there is nothing to do', () => {
    const terminal = screen(true);
    let time = 0;
    const progress = progressOn(terminal, () => (time += 1_000));
    progress.show('counting', 1_234, null);
    progress.show('exporting', 0, 0);
    expect(terminal.written).to.deep.equal([
      `${CLEAR}counting: 1,234 events`,
      `${CLEAR}exporting: 0 of 0 events (0 %)`,
    ]);
  });

  it('is nothing where nobody looks', () => {
    const pipe = screen(false);
    const progress = progressOn(pipe);
    progress.show('importing', 1, 2);
    progress.clear();
    expect(pipe.written).to.deep.equal([]);
  });
});
