import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECT } from '../architecture/support/tree.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { runCommand } from './support/server-process.js';

describe('switchboard', () => {
  let folder: TemporaryFolder;

  before(() => {
    folder = temporaryFolder();
  });
  after(() => folder.remove());

  for (const flag of ['--version', '-V']) {
    it(`prints with ${flag} the version that package.json has`, async () => {
      const manifest = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
        readonly version: string;
      };
      const { code, output } = await runCommand([flag], { PORT: 'x' });
      expect([code, output]).to.deep.equal([0, `${manifest.version}\n`]);
    });
  }

  it('says in its help how to begin, and where more is', async () => {
    const { code, output } = await runCommand(['--help'], { PORT: 'x' });
    expect(code).to.equal(0);
    for (const words of [
      'serve --help',
      'serve --env-file',
      'token --role customer',
      '--version',
    ]) {
      expect(output).to.contain(words);
    }
  });

  const NAMES = ['serve', 'token', 'top', 'doctor', 'bench', 'backup', 'export', 'import'];

  it('has every command in its help', async () => {
    const { output } = await runCommand(['--help'], { PORT: 'x' });
    const listed = [...output.matchAll(/^ {2}([a-z]+) .*/gm)].map(([, name]) => name);
    expect(listed.filter((name) => name !== 'switchboard' && name !== 'help')).to.deep.equal(NAMES);
  });

  for (const name of NAMES) {
    it(`says of ${name} as much by "help ${name}" as by "${name} --help", and what it takes`, async () => {
      const [one, other] = await Promise.all([
        runCommand(['help', name], { PORT: 'x' }),
        runCommand([name, '--help'], { PORT: 'x' }),
      ]);
      expect([one.code, one.output]).to.deep.equal([0, other.output]);
      expect(one.output).to.match(/ {2}--\w/);
    });
  }

  for (const wrong of [
    ['nothing'],
    ['--nothing'],
    ['serve', '--nothing'],
    ['token', '--role', 'customer'],
    ['token', '--role', 'cook', '--sub', 'x'],
    ['export', '/dev/null/x'],
    ['import', '/dev/null/x'],
  ]) {
    it(`answers "${wrong.join(' ')}" with one line, without a stack`, async () => {
      const { code, output, errors } = await runCommand(wrong, { DATA_DIR: folder.path });
      expect([code, output]).to.deep.equal([1, '']);
      expect(errors).to.match(/^[^\n]+\n$/);
    });
  }

  it('says in one line that the folder of its data cannot be used', async () => {
    const environment = { DATA_DIR: '/dev/null/data', JWT_SECRET: 'x'.repeat(32), PORT: '0' };
    for (const command of [['serve'], ['export'], ['import', '/dev/null']]) {
      const { code, errors } = await runCommand(command, { ...environment, LOG_LEVEL: 'silent' });
      expect(code).to.equal(1);
      expect(errors).to.match(/^[^\n]*\/dev\/null[^\n]*\n$/);
    }
  });
});
