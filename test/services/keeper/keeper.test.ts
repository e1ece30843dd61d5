import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { testProcess } from '../support/test-process.js';
import { keeper } from './keeper.js';

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the keeper of servers', () => {
  it('runs a program and tells its end', async () => {
    const server = await keeper().run(process.execPath, ['--eval', 'process.exit(3)']);
    expect(await server.ended).to.equal('exit code 3');
    await server.kill();
  });

  it('ends a program', async () => {
    const idle = ['--eval', 'setInterval(() => undefined, 1000)'];
    const server = await keeper().run(process.execPath, idle);
    expect(isRunning(server.pid)).to.equal(true);
    await server.kill();
    expect(isRunning(server.pid)).to.equal(false);
    expect(await server.ended).to.equal('SIGKILL');
  });

  it('says so when a program is not there', async () => {
    const outcome = await keeper()
      .run('/no/such/program', [])
      .catch((error: unknown) => String(error));
    expect(outcome).to.contain('ENOENT');
  });

  it('removes a folder with what is in it', async () => {
    const folder = await keeper().folder(tmpdir(), 'switchboard-kept-');
    writeFileSync(join(folder, 'file'), 'text');
    await keeper().removeFolder(folder);
    expect(existsSync(folder)).to.equal(false);
  });

  for (const [title, then, signal] of [
    ['is killed', 'stay', 'SIGKILL'],
    ['is asked to end', 'stay', 'SIGTERM'],
    ['is interrupted', 'stay', 'SIGINT'],
    ['is killed with its whole group', 'stay', 'GROUP'],
    ['is killed while its server is frozen', 'freeze', 'SIGKILL'],
    ['ends by itself', 'end', undefined],
  ] as const) {
    it(`leaves nothing of a test process that ${title}`, async () => {
      const tests = testProcess('kept-server', [then]);
      const [pid = '', folder = ''] = (await tests.line).split(' ');
      if (signal !== undefined) {
        expect(isRunning(Number(pid))).to.equal(true);
        expect(existsSync(folder)).to.equal(true);
        if (signal === 'GROUP') tests.signalGroup('SIGKILL');
        else tests.child.kill(signal);
      }
      await tests.gone;
      expect(isRunning(Number(pid))).to.equal(false);
      expect(existsSync(folder)).to.equal(false);
    });
  }
});
