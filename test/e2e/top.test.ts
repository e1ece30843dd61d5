import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';
import { startServer } from './support/in-process-server.js';
import { launch, runCommand } from './support/server-process.js';
import { connectSupportWs } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';

const TOKEN = 'a-token-of-some-length';

describe('switchboard top', function () {
  this.timeout(30_000);
  let server: App;

  beforeEach(async () => {
    server = await startServer({ METRICS_TOKEN: TOKEN });
  });
  afterEach(() => server.stop());

  it('shows once what a running server does', async () => {
    const client = await connectSupportWs(server.url, token({ sub: someone() }));
    const asked = ['top', '--once', '--url', server.url, '--token', TOKEN];
    const { code, output, errors } = await runCommand(asked, {});
    expect([code, errors]).to.deep.equal([0, '']);
    expect(output).to.contain(server.url);
    expect(output)
      .to.match(/^connections {3}1$/m)
      .and.match(/^ +ws support: 1$/m);
    expect(output).to.match(/^messages {6}0\/s$/m);
    expect(output).to.match(/^memory {8}[\d,.]+ MiB/m);
    expect(output, 'no control characters where there is no terminal').not.to.contain('\u001b');
    client.close();
  });

  it('takes address and token of the environment and of --env-file, as the server does', async () => {
    const { port, hostname } = new URL(server.url);
    const place = { HOST: hostname, PORT: port };
    const known = await runCommand(['top', '--once'], { ...place, METRICS_TOKEN: TOKEN });
    expect([known.code, known.errors]).to.deep.equal([0, '']);
    expect(known.output).to.contain(server.url);
    const folder = temporaryFolder();
    try {
      const file = join(folder.path, 'switchboard.env');
      writeFileSync(file, `PORT=${port}\nHOST=0.0.0.0\nMETRICS_TOKEN=${TOKEN}\n`);
      const asked = ['top', '--once', '--env-file', file];
      const read = await runCommand(asked, { METRICS_TOKEN: '' });
      expect([read.code, read.errors]).to.deep.equal([0, '']);
      const elsewhere = await runCommand([...asked, '--token', 'another-token-of-length'], {});
      expect([elsewhere.code, elsewhere.output]).to.deep.equal([1, '']);
    } finally {
      folder.remove();
    }
  });

  it('says what it is refused, and ends', async () => {
    const { code, output, errors } = await runCommand(['top', '--url', server.url], {});
    expect([code, output]).to.deep.equal([1, '']);
    expect(errors).to.contain('401').and.to.contain('METRICS_TOKEN');
  });

  for (const [what, status, body, said] of [
    [
      'that speaks to the terminal',
      404,
      '\u001b]0;pwn\u0007' + 'x'.repeat(3_000),
      'answers 404: ]0;pwn xxx',
    ],
    ['with metrics of its own', 200, 'up 1\n', "/metrics is another program's"],
  ] as const) {
    it(`ends with a line at another program ${what}`, async () => {
      const other = createServer((_request, response) => {
        response.statusCode = status;
        response.end(body);
      }).listen(0, '127.0.0.1');
      await once(other, 'listening');
      try {
        const { port } = other.address() as AddressInfo;
        const asked = ['top', '--url', `http://127.0.0.1:${port}`];
        const { code, output, errors } = await runCommand(asked, {});
        expect([code, output]).to.deep.equal([1, '']);
        expect(errors)
          .to.contain(said)
          .and.match(/^\P{Cc}{1,300}\n$/u);
      } finally {
        other.close();
      }
    });
  }

  it('says that a server is away, waits for it, and ends with 0 when it is interrupted', async () => {
    const answering = (): Server =>
      createServer((_request, response) => response.end('switchboard_connections 7\n'));
    const away = answering().listen(0, '127.0.0.1');
    await once(away, 'listening');
    const { port } = away.address() as AddressInfo;
    away.close();
    await once(away, 'close');

    const child = launch(['top', '--url', `http://127.0.0.1:${port}`], {});
    let shown = '';
    child.stdout?.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    const exited = once(child, 'exit');
    const back = answering();
    try {
      await until(() => shown.includes('is away (ECONNREFUSED); waiting for it'));
      back.listen(port, '127.0.0.1');
      await until(() => shown.includes('connections   7'));
      child.kill('SIGINT');
      expect(await exited).to.deep.equal([0, null]);
    } finally {
      child.kill('SIGKILL');
      back.close();
      back.closeAllConnections();
    }
  });
});
