import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readEnvFile } from '../../../src/bootstrap/cli/env-file.js';
import { PROJECT } from '../../architecture/support/tree.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';

describe('readEnvFile', () => {
  let folder: TemporaryFolder;
  let file: string;

  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder.path, 'switchboard.env');
  });
  afterEach(() => folder.remove());

  const read = (content: string | Buffer) => {
    writeFileSync(file, content);
    return readEnvFile(file);
  };

  for (const [what, text, variables] of [
    ['a mark of the order of bytes', '\uFEFFPORT=1\nHOST=x', { PORT: '1', HOST: 'x' }],
    ['the line ends of Windows', 'PORT=1\r\n\r\nHOST=x\r\n', { PORT: '1', HOST: 'x' }],
    ['export, blanks and comments', '# a: b\n export PORT = 1 # c\n\n', { PORT: '1' }],
    [
      'a key of several lines',
      'KEY="-----BEGIN\nAbc\n-----"\nPORT=1',
      { KEY: '-----BEGIN\nAbc\n-----', PORT: '1' },
    ],
    [
      'quotation marks in comments',
      '# as A="x\nB="y z" # or C="x\nD=1 # or E="x\nF="y"',
      { B: 'y z', D: '1', F: 'y' },
    ],
    ['nothing', '', {}],
  ] as const) {
    it(`reads ${what}`, () => {
      expect({ ...read(text) }).to.deep.equal(variables);
    });
  }

  for (const [what, content, line] of [
    ['a colon', 'PORT=1\nRATE_MESSAGES: 5/60\n', 2],
    ['a name alone', 'KEY="a\nb"\n\nPORT 0', 4],
    ['what a comment with a quotation mark precedes', '# as A="x\nno\nB="y"', 2],
    ['no name', '=x', 1],
    ['what is no text', Buffer.concat([Buffer.from([0]), randomBytes(4_096)]), 1],
  ] as const) {
    it(`refuses ${what} by the number of its line, and shows nothing of it`, () => {
      expect(() => read(content)).to.throw(
        new RegExp(
          `^The file of --env-file, ${file}, cannot be read: line ${line} is no NAME=value$`,
        ),
      );
    });
  }

  it('reads the example that the project has', () => {
    expect(() => read(readFileSync(join(PROJECT, '.env.example')))).not.to.throw();
  });
});
