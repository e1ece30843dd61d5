import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { DATABASE_FILE } from '../../src/bootstrap/stores.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { conversationOf, rest, wholeHistory } from './support/rest-client.js';
import { serve, serverEnvironment, type ServerProcess } from './support/server-process.js';
import { someone, token } from './support/tokens.js';
import type { Ack, WireMessage } from './support/wire.js';
import {
  type SupportClient,
  connectSupportSocketio,
  connectSupportWs,
} from './support/support-clients.js';

const UNAVAILABLE = {
  error: 'Service unavailable, please try again',
  code: 'unavailable',
};

describe('a store that fails', () => {
  let folder: TemporaryFolder;
  let server: ServerProcess;

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    await server.kill('SIGKILL');
    folder.remove();
  });

  it('by its file being locked: sends are refused, and work again once it is free', async function () {
    this.timeout(20_000);
    server = await serve(serverEnvironment(folder.path));
    const bearer = token({ sub: someone() });
    const id = await conversationOf(server.url, bearer);
    const clients: readonly SupportClient[] = [
      await connectSupportSocketio(server.url, { token: bearer }),
      await connectSupportWs(server.url, bearer),
    ];
    const send = (client: SupportClient, message: string): Promise<Ack> =>
      client.request('message:send', { conversationId: id, message });
    for (const client of clients) expect((await send(client, 'before')).success).to.equal(true);

    const other = new DatabaseSync(join(folder.path, DATABASE_FILE));
    other.exec('BEGIN EXCLUSIVE');
    const opening = '/api/support/conversation?type=onboarding';
    const [{ status, body }, ...refused] = await Promise.all([
      rest(server.url, opening, bearer),
      ...clients.map((client) => send(client, 'meanwhile')),
    ]);
    for (const ack of refused) expect(ack).to.deep.equal({ success: false, ...UNAVAILABLE });
    for (const client of clients) {
      expect(await client.next('message:error')).to.deep.equal(UNAVAILABLE);
    }
    expect(status).to.equal(503);
    expect(body).to.deep.equal({ success: false, message: UNAVAILABLE.error, errors: [] });
    expect((await wholeHistory(server.url, bearer, id)).length, 'reading goes on').to.equal(2);
    other.exec('ROLLBACK');
    other.close();

    for (const client of clients) {
      expect((await send(client, 'after')).success).to.equal(true);
      client.close();
    }
    const texts = (await wholeHistory(server.url, bearer, id)).map(({ message }) => message);
    expect(texts).to.deep.equal(['before', 'before', 'after', 'after']);
  });

  it('by its file being locked for a moment: nobody notices', async () => {
    server = await serve(serverEnvironment(folder.path));
    const bearer = token({ sub: someone() });
    const id = await conversationOf(server.url, bearer);
    const client = await connectSupportWs(server.url, bearer);
    const other = new DatabaseSync(join(folder.path, DATABASE_FILE));
    other.exec('BEGIN EXCLUSIVE');
    const sends = Array.from({ length: 10 }, (_, index) =>
      client.request('message:send', { conversationId: id, message: `message ${index}` }),
    );
    // A round trip that needs no store: the sends have been taken in, and wait.
    await client.request('conversation:leave', { conversationId: randomUUID() });
    other.exec('COMMIT');
    other.close();
    const acks = await Promise.all(sends);
    for (const ack of acks) expect(ack.success, JSON.stringify(ack)).to.equal(true);
    expect(acks.map(({ data }) => (data as WireMessage).seq)).to.deep.equal(
      Array.from({ length: 10 }, (_, index) => index + 2),
    );
    client.close();
  });

  it('by a full disk: sends are refused, and what was acknowledged stays', async function () {
    this.timeout(30_000);
    const limit = 2_048;
    const enough = 50;
    server = await serve(serverEnvironment(folder.path), limit);
    let logged = '';
    server.child.stdout?.on('data', (chunk: Buffer) => (logged += chunk.toString()));
    const bearer = token({ sub: someone() });
    const id = await conversationOf(server.url, bearer);
    const socketio: SupportClient = await connectSupportSocketio(server.url, { token: bearer });
    const ws: SupportClient = await connectSupportWs(server.url, bearer);
    const acknowledged: string[] = [];
    let refusals = 0;
    // A checkpoint may make room for a while; both the log and the file behind it are bounded.
    for (let index = 0; refusals < enough && index < 5_000; index += 1) {
      const client = index % 2 === 0 ? socketio : ws;
      const message = `${index} ${'x'.repeat(4_000)}`;
      const ack = await client.request('message:send', { conversationId: id, message });
      if (ack.success) acknowledged.push((ack.data as WireMessage).message);
      else {
        refusals += 1;
        expect(ack).to.deep.equal({ success: false, ...UNAVAILABLE });
        expect(await client.next('message:error')).to.deep.equal(UNAVAILABLE);
      }
    }
    expect(refusals).to.equal(enough);
    expect(acknowledged.length).to.be.greaterThan(20);
    const texts = async (): Promise<readonly string[]> =>
      (await wholeHistory(server.url, bearer, id)).map(({ message }) => message);
    expect(await texts()).to.deep.equal(acknowledged);
    expect(server.child.exitCode, 'the server is up').to.equal(null);

    for (const client of [socketio, ws]) client.close();
    const ended = once(server.child.stdout ?? server.child, 'end');
    expect(await server.kill('SIGTERM')).to.equal(0);
    await ended;
    expect(logged.split('"msg":"SQLite failed"').length - 1, 'failures in the log')
      .to.be.greaterThan(0)
      .and.below(enough);
    server = await serve(serverEnvironment(folder.path));
    expect(await texts(), 'after a restart with room').to.deep.equal(acknowledged);
    const client = await connectSupportWs(server.url, bearer);
    const send = { conversationId: id, message: 'goes on' };
    expect((await client.request('message:send', send)).success).to.equal(true);
    client.close();
  });
});
