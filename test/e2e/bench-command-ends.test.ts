import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { WebSocketServer } from 'ws';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { launch, runCommand } from './support/server-process.js';

interface Asked {
  readonly event: string;
  readonly ack: number;
}

/** A server that acknowledges so many messages, delivers none, and what it does at each. */
const acknowledging = async (most: number, onMessage: (count: number) => void) => {
  const http = createServer((_request, response) => {
    response.end(JSON.stringify({ success: true, data: { id: 'one' } }));
  });
  const sockets = new WebSocketServer({ server: http });
  let messages = 0;
  sockets.on('connection', (socket) => {
    socket.on('message', (bytes: Buffer) => {
      const { event, ack } = JSON.parse(bytes.toString()) as Asked;
      const isMessage = event === 'message:send';
      if (isMessage) messages += 1;
      const count = messages;
      if (isMessage && count > most) return;
      socket.send(JSON.stringify({ ack, data: { success: true } }), () => {
        if (isMessage) onMessage(count);
      });
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const goAway = (): void => {
    for (const socket of sockets.clients) socket.terminate();
  };
  return { http, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, goAway };
};

describe('the end of switchboard bench', () => {
  let folder: TemporaryFolder;
  let http: Server | undefined;

  beforeEach(() => {
    folder = temporaryFolder();
    writeFileSync(join(folder.path, 'tokens'), 'one\n');
  });
  afterEach(() => {
    http?.closeAllConnections();
    http?.close();
    folder.remove();
  });

  const args = (url: string, ...more: readonly string[]) => [
    ...['bench', '--url', url, '--connections', '2', '--tokens', join(folder.path, 'tokens')],
    ...more,
  ];

  it('comes with what it has where the server is gone, and nothing more can come', async () => {
    const server = await acknowledging(3, (count) => {
      if (count === 3) server.goAway();
    });
    ({ http } = server);
    const { code, output, errors } = await runCommand(
      args(server.url, '--rate', '10', '--seconds', '1'),
      {},
    );
    expect([code, errors]).to.deep.equal([1, '']);
    expect(output).to.match(/^sent {10}10, of which \S+ a second were acknowledged$/m);
    expect(output).to.match(/^delivered {5}0, /m);
    expect(output).to.match(/^errors {8}disconnected 7$/m);
  });

  it('comes with what was sent by then where a signal asks for it', async () => {
    const sent = Promise.withResolvers<undefined>();
    const server = await acknowledging(72_000, (count) => {
      if (count === 2) sent.resolve(undefined);
    });
    ({ http } = server);
    const child = launch(args(server.url, '--rate', '20', '--seconds', '3600', '--json'), {});
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const ended = once(child, 'close');
    await sent.promise;
    child.kill('SIGINT');
    server.goAway();
    expect((await ended)[0]).to.equal(130);
    expect((JSON.parse(output) as { sent: number }).sent).to.be.within(2, 72_000 - 1);
  });

  it('comes by a signal, too, while it opens conversations of a server that does not answer', async () => {
    http = createServer();
    const asked = once(http, 'request');
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    const child = launch(args(`http://127.0.0.1:${port}`), {});
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    const ended = once(child, 'close');
    await asked;
    child.kill('SIGTERM');
    expect((await ended)[0]).to.equal(143);
    expect(errors).to.equal('Stopped: nothing has been sent.\n');
  });
});
