import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { BenchResult } from '../../src/bootstrap/bench/run-bench.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import {
  runCommand,
  serve,
  serverEnvironment,
  type ServerProcess,
} from './support/server-process.js';
import { someone, token } from './support/tokens.js';

describe('switchboard bench', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder;
  let server: ServerProcess;

  before(async () => {
    folder = temporaryFolder();
    server = await serve({ ...serverEnvironment(folder.path), RATE_MESSAGES: '5/3600' });
  });
  after(async () => {
    await server.kill('SIGKILL');
    folder.remove();
  });

  const bench = (...args: readonly string[]) =>
    runCommand(
      ['bench', '--url', server.url, '--connections', '4', '--seconds', '1', ...args],
      serverEnvironment(folder.path),
    );

  it('sends at a rate, by tokens of its own, and tells how soon all was acknowledged and delivered', async () => {
    const { code, output, errors } = await bench('--rate', '6', '--json');
    expect(code, errors).to.equal(0);
    const result = JSON.parse(output) as BenchResult;
    expect(result.sent).to.equal(6);
    expect(result.errors).to.deep.equal({});
    expect(result.throughput).to.be.greaterThan(0);
    for (const { count, p50, p95, p99 } of [result.acknowledged, result.delivered]) {
      expect(count).to.equal(6);
      expect([p50, p95, p99]).to.deep.equal(
        [p50, p95, p99].toSorted((a, b) => Number(a) - Number(b)),
      );
      expect(p50).to.be.greaterThan(0);
    }
  });

  it('tells what was refused, by tokens that it is given', async () => {
    const file = join(folder.path, 'tokens');
    writeFileSync(file, `${token({ sub: someone() })}\n${token({ sub: someone() })}\n`);
    const { code, output } = await bench('--rate', '12', '--tokens', file);
    expect(code).to.equal(1);
    expect(output).to.match(/^sent {10}12, of which \S+ a second were acknowledged$/m);
    expect(output).to.match(/^acknowledged {2}10, in ms: p50 \S+ {2}p95 \S+ {2}p99 \S+$/m);
    expect(output).to.match(/^errors {8}rate_limited 2$/m);
  });

  it('says in a line that nobody is there, and what it does not take', async () => {
    const nobody = await runCommand(
      ['bench', '--url', 'http://127.0.0.1:1'],
      serverEnvironment(folder.path),
    );
    expect(nobody.code).to.equal(1);
    expect(nobody.errors).to.equal('http://127.0.0.1:1 is away (bad port)\n');
    const wrong = await bench('--rate', 'many');
    expect([wrong.code, wrong.output]).to.deep.equal([1, '']);
    expect(wrong.errors).to.match(/--rate.*whole number/);
  });
});
