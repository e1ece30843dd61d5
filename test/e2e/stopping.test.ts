import { expect } from 'chai';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { head, openTcp } from '../support/raw-tcp.js';
import { conversationOf, wholeHistory } from './support/rest-client.js';
import { runningServers } from './support/running-servers.js';
import { serve, serverEnvironment, type ServerProcess } from './support/server-process.js';
import { someone, token } from './support/tokens.js';
import type { WireMessage } from './support/wire.js';
import { connectSupportSocketio, connectSupportWs } from './support/support-clients.js';

describe('a server that is to stop', () => {
  const servers = runningServers();

  let deaf: Awaited<ReturnType<typeof connectSupportWs>>;
  let left: TemporaryFolder;
  let leaving: ServerProcess;
  let exit: Promise<number | null>;

  // It takes its seconds, in which the others are tried.
  before(async () => {
    left = temporaryFolder();
    leaving = await serve(serverEnvironment(left.path));
    deaf = await connectSupportWs(leaving.url, token({ sub: someone() }));
    await deaf.next('connection:success');
    deaf.socket.pause();
    exit = leaving.kill('SIGTERM');
    exit.catch(() => undefined);
  });
  after(async () => {
    await leaving.kill('SIGKILL');
    deaf.socket.terminate();
    left.remove();
  });

  it('reads history over REST after a restart', async () => {
    const bearer = token({ sub: someone() });
    const first = await servers.start(serverEnvironment(servers.path));
    const id = await conversationOf(first.url, bearer);
    const client = await connectSupportSocketio(first.url, { token: bearer });
    const ack = await client.request('message:send', { conversationId: id, message: 'Hello' });
    client.close();
    expect(await first.kill('SIGTERM')).to.equal(0);
    const second = await servers.start(serverEnvironment(servers.path));
    expect(await conversationOf(second.url, bearer)).to.equal(id);
    expect(await wholeHistory(second.url, bearer, id)).to.deep.equal([ack.data]);
  });

  it('ends cleanly with clients connected, who come back to the next server', async function () {
    this.timeout(30_000);
    const bearer = token({ sub: someone() });
    const first = await servers.start(serverEnvironment(servers.path));
    const id = await conversationOf(first.url, bearer);
    const reconnectAfter = 50;
    const socketio = await connectSupportSocketio(first.url, { token: bearer }, { reconnectAfter });
    const options = { reconnectAfter, transports: ['polling'] as const };
    const polling = await connectSupportSocketio(first.url, { token: bearer }, options);
    const ws = await connectSupportWs(first.url, bearer);
    const clients = [socketio, polling, ws];
    for (const client of clients) await client.next('connection:success');

    const acknowledged: WireMessage[] = [];
    const answered = Promise.all(
      clients
        .flatMap((client, by) =>
          Array.from({ length: 200 }, async (_, index) => {
            const message = `${by}: ${index}`;
            const ack = await client.request('message:send', { conversationId: id, message });
            acknowledged.push(ack.data as WireMessage);
            if (by === 0 && index === 20) first.child.kill('SIGTERM');
          }),
        )
        .map((send) => send.catch(() => undefined)),
    );
    const began = performance.now();
    expect(await first.exited).to.equal(0);
    expect(performance.now() - began).to.be.below(10_000);
    expect(await ws.closed).to.equal(1012);
    expect(await socketio.ended).to.equal('transport close');

    const second = await servers.start(
      serverEnvironment(servers.path, Number(new URL(first.url).port)),
    );
    expect((await socketio.next('connection:success')).type).to.equal('user');
    expect((await polling.next('connection:success')).type).to.equal('user');
    await answered;
    for (const client of clients) client.close();
    expect(acknowledged.length).to.be.at.least(21);
    const stored = await wholeHistory(second.url, bearer, id);
    const byId = new Map(stored.map((message) => [message.id, message]));
    for (const message of acknowledged) expect(byId.get(message.id)).to.deep.equal(message);
    expect(new Set(stored.map(({ seq }) => seq)).size).to.equal(stored.length);
  });

  /** Leaves it busy with a request that never comes whole, until it is told to stop and has told its clients. */
  const stopping = async (server: ServerProcess, signal: NodeJS.Signals): Promise<void> => {
    const client = await connectSupportWs(server.url, token({ sub: someone() }));
    await client.next('connection:success');
    const unfinished = head('POST /api/v1/support/chat/send', 'Content-Length: 10');
    const asker = await openTcp(server.url);
    asker.socket.write(unfinished);
    server.child.kill(signal);
    expect(await client.closed).to.equal(1012);
  };

  it('ends at once when it is told again, with the code of that signal', async () => {
    const first = await servers.start(serverEnvironment(servers.path));
    await stopping(first, 'SIGTERM');
    expect(await first.kill('SIGTERM')).to.equal(143);
    const second = await servers.start(serverEnvironment(servers.path));
    await stopping(second, 'SIGTERM');
    expect(await second.kill('SIGINT')).to.equal(130);
  });

  it('takes for one what npm passes on, and a supervisor has sent to both', async () => {
    const server = await servers.start({
      ...serverEnvironment(servers.path),
      npm_lifecycle_event: 'start',
    });
    server.child.kill('SIGTERM');
    expect(await server.kill('SIGTERM')).to.equal(0);
  });

  it('does not wait for clients that do not answer', async () => {
    expect(await exit).to.equal(0);
  });
});
