import { once } from 'node:events';
import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type AddressInfo, createServer } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import jwt from 'jsonwebtoken';
import { sqliteStore } from '../../src/adapters/outbound/stores/sqlite/sqlite-store.js';
import { DIALECTS } from '../../src/bootstrap/dialects.js';
import { DATABASE_FILE, STORES } from '../../src/bootstrap/stores.js';
import { TRANSPORTS } from '../../src/bootstrap/transports.js';
import { pem, RSA } from '../adapters/outbound/identity/support/families.js';
import { silentLogger } from '../support/fixed-ports.js';
import { until } from '../support/until.js';
import { within } from './support/deadline.js';
import { conversationOf, rest } from './support/rest-client.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { runningServers } from './support/running-servers.js';
import { launch, runCommand, serverEnvironment } from './support/server-process.js';
import { SECRET } from './support/tokens.js';

/** A pipe's end to write to, as soon as somebody reads at the other. */
const writerOf = async (pipe: string): Promise<number> => {
  let writer = -1;
  await until(() => {
    try {
      writer = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENXIO')) throw error;
    }
    return writer !== -1;
  });
  return writer;
};

describe('the command line', () => {
  const servers = runningServers();

  /** Where a user begins: no secret set. */
  const development = (): Readonly<Record<string, string>> => ({
    PORT: '0',
    DATA_DIR: servers.path,
    LOG_LEVEL: 'error',
  });

  describe('--help', () => {
    it('of switchboard names its commands', async () => {
      const { code, output } = await runCommand(['--help'], {});
      expect(code).to.equal(0);
      expect(output).to.contain('serve').and.to.contain('token');
    });

    it('of serve names every variable', async () => {
      const { code, output } = await runCommand(['serve', '--help'], {});
      expect(code).to.equal(0);
      for (const name of [
        ...[
          'PORT',
          'HOST',
          'DATA_DIR',
          'STORE',
          'MONGODB_URI',
          'JWT_SECRET',
          'JWT_PUBLIC_KEY',
          'JWKS_URL',
          'SERVER_SECRET',
          'JWT_ISSUER',
          'JWT_AUDIENCE',
          'JWT_CLOCK_TOLERANCE',
        ],
        ...['DIALECTS', 'TRANSPORTS', 'CORS_ORIGINS', 'SOCKET_HEARTBEAT_INTERVAL'],
        ...['SOCKET_HEARTBEAT_TIMEOUT', 'LOG_LEVEL', 'NODE_ENV'],
      ]) {
        expect(output).to.contain(name);
      }
      for (const [variable, names] of Object.entries({ STORE: STORES, DIALECTS, TRANSPORTS })) {
        const [line = ''] = output.split('\n').filter((text) => text.includes(`  ${variable} `));
        for (const name of names) expect(line).to.contain(name);
      }
    });

    it('says plainly which Node it needs when it runs on an older one', async () => {
      const module = new URL('../../src/bootstrap/cli/require-node.js', import.meta.url).href;
      for (const version of ['20.20.2', '22.21.1']) {
        const versions = JSON.stringify(['23.0.0', '22.22.0', version]);
        const script = `import(${JSON.stringify(module)}).then((m) => ${versions}.map((one) => m.requireNode(one)))`;
        const child = spawn(process.execPath, ['-e', script], {
          stdio: ['ignore', 'ignore', 'pipe'],
        });
        let said = '';
        child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
        const [code] = (await once(child, 'close')) as [number];
        expect(code).to.equal(1);
        expect(said).to.match(/^Switchboard needs Node \d+\.\d+ or newer; this is (\S+)\.\n/);
        expect(said).to.contain(`this is ${version}.`);
      }
    });

    it('of token names its options, and needs no configuration', async () => {
      const { code, output } = await runCommand(['token', '--help'], { PORT: 'x' });
      expect(code).to.equal(0);
      for (const option of [
        '--role',
        '--sub',
        '--name',
        '--email',
        '--departments',
        '--expires-in',
      ]) {
        expect(output).to.contain(option);
      }
    });
  });

  describe('bad configuration', () => {
    const bad = {
      PORT: '70000',
      STORE: 'oracle',
      JWT_SECRET: 'short',
      DIALECTS: 'support,klingon',
      TRANSPORTS: 'pigeon',
      CORS_ORIGINS: 'example.com',
      SOCKET_HEARTBEAT_INTERVAL: '-1',
      SOCKET_HEARTBEAT_TIMEOUT: 'soon',
      LOG_LEVEL: 'loud',
    };

    it('is refused with every problem in one list', async () => {
      const runs = await Promise.all(
        [['serve'], ['token', '--role', 'customer', '--sub', 'alice']].map((args) =>
          runCommand(args, { ...bad, DATA_DIR: servers.path }),
        ),
      );
      for (const { code, output, errors } of runs) {
        expect(code).to.equal(1);
        expect(output).to.equal('');
        for (const name of Object.keys(bad)) expect(errors).to.contain(`${name} must`);
        expect(errors).not.to.contain('short');
      }
      expect(readdirSync(servers.path), 'nothing was begun').to.deep.equal([]);
    });

    it('of production without a secret is refused', async () => {
      const environment = { ...development(), NODE_ENV: 'production' };
      const { code, errors } = await runCommand(['serve'], environment);
      expect(code).to.equal(1);
      expect(errors).to.contain('JWT_SECRET must be set in production');
      expect(readdirSync(servers.path)).to.deep.equal([]);
    });

    it('of keys that cannot be used, or beside each other, is refused, and none is shown', async () => {
      const privateKey = RSA.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const environment = {
        ...development(),
        NODE_ENV: 'production',
        JWT_SECRET: pem(RSA.publicKey),
        JWT_PUBLIC_KEY: privateKey,
        JWKS_URL: 'http://someone:secret@id.example.com/keys',
        JWT_CLOCK_TOLERANCE: 'forever',
      };
      const { code, errors } = await runCommand(['serve'], environment);
      expect(code).to.equal(1);
      const lines = errors.trimEnd().split('\n').slice(1);
      expect(lines.map((line) => line.trim().split(' ').slice(0, 3).join(' '))).to.have.members([
        'JWT_SECRET must be',
        'JWT_PUBLIC_KEY must be',
        'JWKS_URL must be',
        'JWT_CLOCK_TOLERANCE must be',
        'JWT_PUBLIC_KEY must not',
        'JWKS_URL must not',
        'JWKS_URL must be',
      ]);
      const [, body = ''] = privateKey.split('\n');
      expect(errors).not.to.contain(body).and.not.contain('secret@');
    });

    it('of production with keys that sign nothing, and no secret of the server, is refused', async () => {
      const environment = {
        ...development(),
        NODE_ENV: 'production',
        JWT_PUBLIC_KEY: pem(RSA.publicKey),
      };
      const { code, errors } = await runCommand(['serve'], environment);
      expect(code).to.equal(1);
      expect(errors).to.contain('SERVER_SECRET must be set in production beside JWT_PUBLIC_KEY');
      expect(readdirSync(servers.path), 'none is made').to.deep.equal([]);
    });

    it('of contradicting heartbeats is refused', async () => {
      const environment = {
        ...development(),
        SOCKET_HEARTBEAT_INTERVAL: '1000',
        SOCKET_HEARTBEAT_TIMEOUT: '1000',
      };
      const { code, errors } = await runCommand(['serve'], environment);
      expect(code).to.equal(1);
      expect(errors).to.contain('SOCKET_HEARTBEAT_TIMEOUT must be longer');
    });

    it('of a port that is taken ends with a message', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const environment = { ...development(), PORT: String(port) };
      const { code, errors } = await runCommand(['serve'], environment);
      other.close();
      expect(code).to.equal(1);
      expect(errors).to.contain('EADDRINUSE');
    });

    it('of a folder that cannot be made ends with a message', async () => {
      for (const dataDir of ['/dev/null/data', '/proc/a/b']) {
        const environment = { ...development(), DATA_DIR: dataDir, JWT_SECRET: SECRET };
        const { code, errors } = await runCommand(['serve'], environment);
        expect(code).to.equal(1);
        expect(errors).to.contain(
          `The store sqlite: ${dataDir} cannot be opened (see DATA_DIR): E`,
        );
      }
    });
  });

  it('refuses a database of a newer version with a clear message, and leaves it alone', async () => {
    const file = join(servers.path, DATABASE_FILE);
    await (await sqliteStore({ file, logger: silentLogger })).close();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 999');
    database.close();
    const { code, errors } = await runCommand(['serve'], serverEnvironment(servers.path));
    expect(code).to.equal(1);
    expect(errors).to.contain('newer Switchboard').and.to.contain('999').and.to.contain(file);
    expect(errors, 'a message, not a stack').not.to.match(/^\s+at /m);
  });

  it('refuses a database with a damaged page in a line, which exports are still made of', async () => {
    const file = join(servers.path, DATABASE_FILE);
    await (await sqliteStore({ file, logger: silentLogger })).close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, bytes.length - 4_096, bytes.length - 4_000);
    writeFileSync(file, bytes);
    const { code, errors } = await runCommand(['serve'], serverEnvironment(servers.path));
    expect(code).to.equal(1);
    expect(errors).to.match(/^The store sqlite: .*it is damaged: .*Restore a backup.*\n$/);
    const copy = await runCommand(['export', '-'], serverEnvironment(servers.path));
    expect(copy.code, copy.errors).to.equal(0);
  });

  it('warns of variables that are nearly called as ours, by name, and never shows them', async () => {
    const environment = { ...development(), LOG_LEVEL: 'warn', STOER: 'top', JWTSECRET: 'secret' };
    const { output } = await servers.start(environment);
    await until(() => output().includes('JWTSECRET'));
    const lines = output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines.map((line) => ({ ...line, time: 0, pid: 0, hostname: '' }))).to.deep.include({
      ...{ level: 40, time: 0, pid: 0, hostname: '' },
      ...{ variable: 'STOER', meant: 'STORE' },
      msg: 'a variable is set that nobody reads, and is nearly called as one of ours',
    });
    expect(output()).not.to.match(/top|secret/);
    const refused = await runCommand(['serve'], { STORE: 'mongodb', MONGO_URI: 'mongodb://here' });
    expect(refused.errors).to.match(
      /MONGODB_URI must be set .*MONGO_URI is read by nobody: MONGODB_URI is\n/s,
    );
    expect(refused.errors).not.to.contain('//here');
  });

  describe('token', () => {
    const mint = async (
      args: readonly string[],
      environment: Readonly<Record<string, string>>,
    ): Promise<string> => {
      const { code, output, errors } = await runCommand(['token', ...args], environment);
      expect(code, errors).to.equal(0);
      return output.trim();
    };

    it('mints what a development server takes, whichever came first', async () => {
      const customer = ['--role', 'customer', '--sub', 'alice', '--name', 'Alice Smith'];
      const early = await mint(customer, development());
      const server = await servers.start(development());
      const late = await mint(['--role', 'admin', '--sub', 'root'], development());
      const id = await conversationOf(server.url, early);
      const details = await rest(server.url, `/api/support/conversation/${id}`, late);
      expect(details.status).to.equal(200);
      const file = join(servers.path, 'development-secret');
      expect(statSync(file).mode & 0o777, 'nobody else may read the secret').to.equal(0o600);
      expect(Buffer.byteLength(readFileSync(file, 'utf8').trim())).to.be.at.least(32);
      expect(server.errors(), 'how to mint one').to.match(
        /with this environment:\s+npm .* token --role/,
      );
    });

    it('mints nothing that a server with another data folder or issuer takes', async () => {
      const server = await servers.start({ ...development(), JWT_ISSUER: 'us' });
      const customer = ['--role', 'customer', '--sub', 'alice'];
      const other = temporaryFolder();
      const elsewhere = { ...development(), DATA_DIR: other.path, JWT_ISSUER: 'us' };
      const status = async (environment: Readonly<Record<string, string>>): Promise<number> => {
        const bearer = await mint(customer, environment);
        return (await rest(server.url, '/api/support/conversation', bearer)).status;
      };
      expect(await status(elsewhere)).to.equal(401);
      expect(await status(development())).to.equal(401);
      expect(await status({ ...development(), JWT_ISSUER: 'us' })).to.equal(200);
      other.remove();
    });

    it('puts in what it is told, for as long as it is told', async () => {
      const args = [
        ...['--role', 'agent', '--sub', 'sarah', '--email', 'sarah@example.com'],
        ...['--departments', 'sales', 'billing', '--expires-in', '60'],
      ];
      const environment = { JWT_SECRET: SECRET, JWT_ISSUER: 'us', JWT_AUDIENCE: 'them' };
      const claims = jwt.verify(await mint(args, environment), SECRET) as jwt.JwtPayload;
      expect(claims).to.deep.include({
        sub: 'sarah',
        role: 'agent',
        email: 'sarah@example.com',
        departments: ['sales', 'billing'],
        iss: 'us',
        aud: 'them',
      });
      expect((claims.exp ?? 0) - (claims.iat ?? 0)).to.equal(60);
    });

    it('mints none that no server takes, and says why', async () => {
      const options = ['--role', 'customer', '--sub'];
      const good = await mint([...options, 'x'.repeat(200)], { JWT_SECRET: SECRET });
      const server = await servers.start(serverEnvironment(servers.path));
      expect(await conversationOf(server.url, good)).to.be.a('string');
      const bad: readonly (readonly [readonly string[], RegExp])[] = [
        [[...options, ' '], /--sub.*must not be empty/s],
        [[...options, '\u200b'], /--sub.*must not be empty/s],
        [[...options, 'x'.repeat(201)], /--sub.*must be at most 200 characters/s],
        [
          [...options, 'alice', '--name', 'x'.repeat(16_384)],
          /would be \d+ characters long.* 16384/,
        ],
      ];
      for (const [args, why] of bad) {
        const { code, output, errors } = await runCommand(['token', ...args], development());
        expect(code).to.equal(1);
        expect(output).to.equal('');
        expect(errors).to.match(why);
      }
    });

    it('says that it cannot, with keys that sign nothing', async () => {
      const args = ['token', '--role', 'customer', '--sub', 'alice'];
      const keys = {
        JWT_PUBLIC_KEY: pem(RSA.publicKey),
        JWKS_URL: 'https://id.example.com/keys',
      };
      for (const [name, value] of Object.entries(keys)) {
        const { code, output, errors } = await runCommand(args, {
          ...development(),
          [name]: value,
        });
        expect(code).to.equal(1);
        expect(output).to.equal('');
        expect(errors).to.match(new RegExp(`^${name} .*make none.* run the server .*\\n$`));
        expect(readdirSync(servers.path)).to.deep.equal([]);
      }
    });

    it('is not pointed at by a server that takes none of it', async () => {
      const server = await servers.start({ ...development(), JWT_PUBLIC_KEY: pem(RSA.publicKey) });
      expect(server.errors()).to.match(/^Switchboard listens on \S+\n$/);
      expect(readdirSync(servers.path), 'for guests').to.include('development-secret');
    });

    it('says what is missing or wrong', async () => {
      const wrong = [
        ['token'],
        ['token', '--role', 'customer'],
        ['token', '--role', 'king', '--sub', 'alice'],
        ['token', '--role', 'customer', '--sub', 'alice', '--expires-in', '0'],
        ['nothing'],
        ['serve', '--nothing'],
      ];
      const runs = await Promise.all(wrong.map((args) => runCommand(args, development())));
      runs.forEach(({ code, errors }, index) => {
        expect(code, wrong[index]?.join(' ')).to.equal(1);
        expect(errors).to.match(/^error: /m);
      });
    });
  });

  it('says that it makes a secret, and where, and says nothing of one that is there', async () => {
    const args = ['token', '--role', 'customer', '--sub', 'alice'];
    const first = await runCommand(args, development());
    const secret = join(servers.path, 'development-secret');
    expect(first.errors).to.match(/^There was no secret, so one was made: .* same DATA_DIR; .*\n$/);
    expect(first.errors).to.contain(secret);
    expect(first.output, 'the token alone').to.match(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect((await runCommand(args, development())).errors).to.equal('');
    const given = { ...development(), DATA_DIR: join(servers.path, 'none'), JWT_SECRET: SECRET };
    expect((await runCommand(args, given)).errors).to.equal('');
  });

  it('says in a line that its secret cannot be read, or is none', async () => {
    const secret = join(servers.path, 'development-secret');
    const token = ['token', '--role', 'customer', '--sub', 'alice'];
    const expectLine = async (why: string): Promise<void> => {
      for (const args of [['serve'], token]) {
        const { code, errors } = await runCommand(args, development());
        expect(code).to.equal(1);
        expect(errors)
          .to.match(/^[^\n]+\n$/)
          .and.contain(`${secret} ${why}`);
      }
    };
    mkdirSync(secret);
    await expectLine('cannot be opened (see DATA_DIR): EISDIR');
    rmdirSync(secret);
    writeFileSync(secret, 'cut off');
    await expectLine('is too short for a secret: remove it, and another will be made');
  });

  it('says in a line that it has no room for a secret, and leaves no part of one', async () => {
    const secret = join(servers.path, 'development-secret');
    const token = ['token', '--role', 'customer', '--sub', 'alice'];
    for (const args of [['serve'], token]) {
      const environment = { ...development(), STORE: 'memory' };
      const { code, errors } = await runCommand(args, environment, 0);
      expect(code).to.equal(1);
      expect(errors).to.match(/^.* cannot be opened \(see DATA_DIR\): EFBIG.*\n$/);
      expect(errors).to.contain(secret);
      expect(readdirSync(servers.path)).to.deep.equal([]);
    }
  });

  it('is ended by a signal while it starts, whatever it waits for', async () => {
    const secret = join(servers.path, 'development-secret');
    execFileSync('mkfifo', [secret]);
    const starting = launch(['serve'], development());
    const exited = once(starting, 'exit');
    // Somebody else begins to write a secret, and never comes to an end.
    const writer = await writerOf(secret);
    starting.kill('SIGTERM');
    const ended = within(exited, () => 'the end of a server that starts').finally(() => {
      starting.kill('SIGKILL');
    });
    expect(await ended).to.deep.equal([null, 'SIGTERM']);
    closeSync(writer);
  });
});
