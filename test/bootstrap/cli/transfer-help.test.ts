import { expect } from 'chai';
import type { Command } from 'commander';
import { exportCommand } from '../../../src/bootstrap/cli/export-command.js';
import { importCommand } from '../../../src/bootstrap/cli/import-command.js';

const helpOf = (command: Command): string => {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
};

describe('the help of moving', () => {
  for (const [command, words] of [
    [exportCommand(), ['--force', '130', 'standard output']],
    [importCommand(), ['server', 'twice', 'kill -9', '143']],
  ] as const) {
    it(`says all that there is to know of ${command.name()}`, () => {
      const help = helpOf(command);
      for (const word of [...words, 'STORE', 'DATA_DIR', 'MONGODB_URI']) {
        expect(help).to.contain(word);
      }
    });
  }
});
