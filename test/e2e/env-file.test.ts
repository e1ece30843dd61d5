import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { DATABASE_FILE } from '../../src/bootstrap/stores.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { conversationOf } from './support/rest-client.js';
import { runCommand, serve } from './support/server-process.js';
import { SECRET, someone, token } from './support/tokens.js';

const MINT = ['token', '--role', 'customer', '--sub', 'alice'];

describe('--env-file', () => {
  let folder: TemporaryFolder;
  let file: string;

  const write = (variables: Readonly<Record<string, string>>): void =>
    writeFileSync(
      file,
      Object.entries(variables)
        .map(([name, value]) => `# of the test\n${name}="${value}" # as it is\n`)
        .join('\n'),
    );

  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder.path, 'switchboard.env');
  });
  afterEach(() => folder.remove());

  it('is what the server goes by, as far as the environment does not say otherwise', async () => {
    const dataDir = join(folder.path, 'data');
    write({ PORT: '1', HOST: '127.0.0.1', DATA_DIR: dataDir, JWT_SECRET: SECRET });
    const environment = { PORT: '0', LOG_LEVEL: 'error' };
    const server = await serve(environment, undefined, ['--env-file', file]);
    try {
      const id = await conversationOf(server.url, token({ sub: someone() }));
      expect(id).to.be.a('string');
    } finally {
      expect(await server.kill('SIGTERM')).to.equal(0);
    }
  });

  it('is what counts where the environment has an empty variable', async () => {
    write({ PORT: 'x' });
    const { errors } = await runCommand(['serve', '--env-file', file], { PORT: '' });
    expect(errors).to.contain('PORT must be a whole number');
  });

  it('says what is wrong with what it holds as of the environment', async () => {
    write({ PORT: 'x' });
    const { code, errors } = await runCommand(['serve', '--env-file', file], {});
    expect([code, errors]).to.deep.equal([
      1,
      'The configuration cannot be used:\n  PORT must be a whole number from 0 to 65535\n',
    ]);
  });

  it('is what tokens are minted by', async () => {
    write({ JWT_SECRET: SECRET, JWT_ISSUER: 'file', JWT_AUDIENCE: 'file' });
    const minted = await runCommand([...MINT, '--env-file', file], { JWT_ISSUER: 'environment' });
    const claims = jwt.verify(minted.output.trim(), SECRET);
    expect(claims).to.include({ sub: 'alice', iss: 'environment', aud: 'file' });
  });

  for (const name of ['export', 'import']) {
    it(`is where ${name} finds the store`, async () => {
      write({ STORE: 'memory' });
      const { code, errors } = await runCommand([name, '--env-file', file], {
        DATA_DIR: folder.path,
      });
      expect(code).to.equal(1);
      expect(errors).to.match(/^STORE is memory/);
    });
  }

  describe('that cannot be read', () => {
    for (const command of [['serve'], MINT, ['export'], ['import']]) {
      it(`ends ${command[0] ?? ''} with one line and exit code 1`, async () => {
        mkdirSync(file);
        for (const [path, why] of [
          [join(folder.path, 'nothing.env'), 'ENOENT'],
          [file, 'EISDIR'],
        ] as const) {
          const { code, output, errors } = await runCommand([...command, '--env-file', path], {
            DATA_DIR: folder.path,
          });
          expect([code, output]).to.deep.equal([1, '']);
          expect(errors).to.match(
            new RegExp(`^The file of --env-file, ${path}, cannot be read: ${why}.*\\n$`),
          );
        }
      });
    }
  });

  it('makes no store where the file is not there', async () => {
    const missing = join(folder.path, 'nothing.env');
    await runCommand(['serve', '--env-file', missing], { DATA_DIR: folder.path });
    const exported = await runCommand(['export'], { DATA_DIR: folder.path });
    expect(exported.errors).to.contain(`There is no ${join(folder.path, DATABASE_FILE)}`);
  });
});
