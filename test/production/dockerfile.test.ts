import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECT } from '../architecture/support/tree.js';
import { freePorts } from '../services/hosts/free-ports.js';
import { copied, listed, stages } from './dockerfile.js';
import { FILES, MAIN } from './production-tree.js';

const all = stages();
const last = all.at(-1)?.instructions ?? [];

const argsOf = (name: string): string => last.find((one) => one.name === name)?.args ?? '';

const copies = all.map(({ instructions }) =>
  instructions.filter(({ name }) => name === 'COPY').map(({ args }) => copied(args)),
);

describe('the Dockerfile', () => {
  it('copies what is there, and what .dockerignore lets in', () => {
    const allowed = readFileSync(join(PROJECT, '.dockerignore'), 'utf8').split('\n');
    const own = copies.flat().filter(({ from }) => from === null);
    for (const path of own.flatMap(({ sources }) => sources)) {
      expect(existsSync(join(PROJECT, path)), path).to.equal(true);
      expect(allowed).to.include(`!${path}`);
    }
    expect(allowed[0]).to.equal('*');
  });

  it('copies from stages that come before', () => {
    const names = all.map(({ name }) => name);
    copies.forEach((ofStage, index) => {
      for (const { from } of ofStage.filter((one) => one.from !== null)) {
        expect(names.slice(0, index)).to.include(from);
      }
    });
  });

  it('has in the end what an installation for production has, less what only npm needs', () => {
    const paths = copies
      .at(-1)
      ?.flatMap(({ from, sources }) =>
        sources.map((path) => (from === null ? path : path.split('/').slice(2).join('/'))),
      );
    expect(paths).to.have.members([
      'node_modules',
      'LICENSE',
      ...FILES.filter((path) => !['.npmrc', 'scripts'].includes(path)),
    ]);
  });

  it('stands on one image throughout, of a Node that the server runs on', () => {
    expect([...new Set(all.map(({ image }) => image))]).to.deep.equal(['node:24-bookworm-slim']);
  });

  it('runs what the installation for production runs, as who is not root, without npm', () => {
    expect(listed(argsOf('CMD')).slice(0, 1)).to.deep.equal(['node']);
    expect(listed(argsOf('CMD')).slice(-3)).to.deep.equal(['--', MAIN, 'serve']);
    expect(argsOf('USER')).to.equal('node');
    const after = last.slice(last.findIndex(({ name }) => name === 'USER'));
    expect(after.map(({ name }) => name)).not.to.include('RUN');
    expect(argsOf('ENV')).to.contain('NODE_ENV=production').and.contain('DATA_DIR=/data');
  });

  describe('has a health check', () => {
    const [program = '', ...args] = listed(argsOf('HEALTHCHECK'));

    const check = async (port: number): Promise<number> => {
      expect(program).to.equal('node');
      const child = spawn(process.execPath, args, { env: { PORT: String(port) }, stdio: 'ignore' });
      const [code] = (await once(child, 'exit')) as [number];
      return code;
    };

    for (const [status, code] of [
      [200, 0],
      [503, 1],
    ] as const) {
      it(`which ends with ${code} for a ${status}`, async () => {
        const [port = 0] = await freePorts(1);
        const asked: (string | undefined)[] = [];
        const server = createServer(({ url }, response) => {
          asked.push(url);
          response.writeHead(status).end();
        });
        server.listen(port, '127.0.0.1');
        await once(server, 'listening');
        try {
          expect(await check(port)).to.equal(code);
          expect(asked).to.deep.equal(['/healthz']);
        } finally {
          server.close();
        }
      });
    }

    it('which ends with 1 where nobody listens', async () => {
      const [port = 0] = await freePorts(1);
      expect(await check(port)).to.equal(1);
    });
  });
});
