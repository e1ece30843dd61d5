import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Finished, mocha } from '../services/support/run-mocha.js';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.js';

const FILES = {
  passes: `it('passes', () => {}); it('passes too', () => {});`,
  fails: `it('fails', () => { throw new Error('as it is meant to'); });`,
  'throws at load': `throw new Error('not loaded');`,
  'ends its process': `it('ends', () => process.exit(0));`,
  'is killed': `it('is killed', () => process.kill(process.pid, 'SIGKILL'));`,
  'throws later': `it('waits', (done) => { setImmediate(() => { throw new Error('later'); }); });`,
} as const;

describe('mocha as .mocharc.json has it', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  /** Of these files alone. */
  const run = (...names: readonly (keyof typeof FILES)[]): Promise<Finished> => {
    const spec = names.map((name) => {
      const path = join(folder.path, `${name.replaceAll(' ', '-')}.cjs`);
      writeFileSync(path, FILES[name]);
      return path;
    });
    const own = JSON.parse(readFileSync('.mocharc.json', 'utf8')) as object;
    const config = join(folder.path, 'configuration.json');
    writeFileSync(config, JSON.stringify({ ...own, spec }));
    return mocha(['--config', config]);
  };

  it('counts what passed in the last line', async () => {
    const { code, output } = await run('passes');
    expect(output.trimEnd().split('\n').at(-1)).to.equal('2 passed, 0 failed');
    expect(code).to.equal(0);
  });

  for (const [name, why] of [
    ['fails', 'as it is meant to'],
    ['throws at load', 'not loaded'],
    ['ends its process', 'terminated Unexpectedly'],
    ['is killed', 'SIGKILL'],
    ['throws later', 'later'],
  ] as const) {
    it(`counts a file that ${name}, says why, and runs the other one`, async () => {
      const { code, output } = await run('passes', name);
      expect(output).to.contain(why);
      expect(output.trimEnd().split('\n').at(-1)).to.equal('2 passed, 1 failed');
      expect(code).to.equal(1);
    });
  }
});
