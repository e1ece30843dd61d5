import { expect } from 'chai';
import { UNCOUNTED } from '../../../src/adapters/inbound/transports/common/frame-budget.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import type { App } from '../../../src/bootstrap/app.js';
import type { Samples } from '../../../src/bootstrap/cli/top/parse-metrics.js';
import { TOKENS } from '../../../src/bootstrap/tokens.js';
import { ScriptedLog } from '../../support/scripted-log.js';
import { until } from '../../support/until.js';
import { startServer } from '../support/in-process-server.js';
import { metricsOf, sumWhere } from '../support/metrics.js';
import { conversationOf, rest } from '../support/rest-client.js';
import {
  connectSupportSocketio,
  connectSupportWs,
  supportUpgradeStatus,
} from '../support/support-clients.js';
import { type TicketsAck, type TicketsFrames, tickets } from '../support/tickets-clients.js';
import { someone, token } from '../support/tokens.js';
import { connectWs } from '../support/ws-client.js';

type Labels = Readonly<Record<string, string>>;

describe('what a server counts', () => {
  let server: App;

  const begin = async (...settings: Parameters<typeof startServer>): Promise<void> => {
    server = await startServer(...settings);
  };
  afterEach(() => server.stop());

  const samples = (): Promise<Samples> => metricsOf(server.url);
  const count = async (name: string, labels: Labels = {}): Promise<number> =>
    sumWhere(await samples(), `switchboard_${name}`, labels);

  it('is who is connected, over what, to which dialect, until he is gone', async () => {
    await begin();
    const bearer = token({ sub: someone() });
    const ws = await connectSupportWs(server.url, bearer);
    const socketio = await connectSupportSocketio(server.url, { token: bearer });
    const overWs = { transport: 'ws', dialect: 'support' };
    const overSocketio = { transport: 'socketio', dialect: 'support and livechat' };
    expect(await count('connections', overWs)).to.equal(1);
    expect(await count('connections', overSocketio)).to.equal(1);
    expect(await count('people_connected')).to.equal(1);
    ws.close();
    socketio.close();
    await until(async () => (await count('connections')) === 0);
    expect(await count('people_connected')).to.equal(0);
    for (const labels of [overWs, overSocketio]) {
      expect(await count('connections_opened_total', labels)).to.equal(1);
    }
  });

  it('is who was not let in, and why', async () => {
    await begin({ NODE_ENV: 'production', RATE_CONNECTIONS: '2/60' });
    const origin = 'https://elsewhere.example';
    const authorization = (value: string) => ({ headers: { authorization: `Bearer ${value}` } });
    await supportUpgradeStatus(server.url, { headers: { origin } });
    await supportUpgradeStatus(server.url, authorization('no-token'));
    await connectSupportSocketio(server.url, { token: 'no-token' }).catch(() => undefined);
    await supportUpgradeStatus(server.url, authorization(token({ sub: someone() })));
    const refused = (transport: string, reason: string): Promise<number> =>
      count('handshakes_refused_total', { transport, reason });
    expect(await refused('ws', 'origin')).to.equal(1);
    expect(await refused('ws', 'unauthenticated')).to.equal(1);
    expect(await refused('socketio', 'unauthenticated')).to.equal(1);
    expect(await refused('ws', 'limited')).to.equal(1);
    expect(await count('handshakes_refused_total')).to.equal(4);
  });

  it('is what is stored, by whom, and what of it is followed', async () => {
    await begin({ STORE: 'sqlite' });
    const bearer = token({ sub: someone() });
    const id = await conversationOf(server.url, bearer);
    const before = await count('commits_total', { outcome: 'answered' });
    const client = await connectSupportWs(server.url, bearer);
    await client.request('conversation:join', { conversationId: id });
    for (const message of ['one', 'two', 'three']) {
      await client.request('message:send', { conversationId: id, message });
    }
    const labels = { channel: 'support', sender: 'customer' };
    expect(await count('messages_total', labels)).to.equal(3);
    expect((await count('commits_total', { outcome: 'answered' })) - before).to.equal(3);
    expect(await count('appends_total', { outcome: 'appended' })).to.equal(before + 3);
    expect(await count('commit_text_bytes_sum')).to.be.greaterThanOrEqual(11);
    expect(await count('commit_duration_seconds_sum')).to.be.greaterThan(0);
    expect(await count('bus_messages_total', { kind: 'changed' })).to.equal(before + 3);
    expect(await count('followers')).to.equal(1);
    expect(await count('rooms')).to.equal(1);
    expect(await count('lane_commands')).to.equal(0);
    expect(await count('write_ahead_log_bytes')).to.be.greaterThan(0);
    client.close();
    await until(async () => (await count('followers')) === 0);
  });

  it('is the commands that wait for the store, until they are answered', async () => {
    const store = memoryStore();
    const script = new ScriptedLog(store.log);
    await begin({}, (bindings) => {
      bindings.rebind(TOKENS.store).toConstantValue({ ...store, log: script.log });
    });
    const bearer = token({ sub: someone() });
    const conversationId = await conversationOf(server.url, bearer);
    const client = await connectSupportWs(server.url, bearer);
    const held = script.hold('append');
    const sends = ['one', 'two', 'three'].map((message) =>
      client.request('message:send', { conversationId, message }),
    );
    await until(async () => (await count('lane_commands')) === 3);
    held.release();
    for (const { success } of await Promise.all(sends)) expect(success).to.equal(true);
    expect(await count('lane_commands')).to.equal(0);
    client.close();
  });

  it('is the large frames that wait for room, until there is some', async () => {
    await begin({ UPLOAD_MEMORY: '32' });
    const bearer = token({ sub: someone() });
    // Of a message in parts only the last one tells how large it is: each takes all the room that there is.
    const sending = async () => {
      const { socket, request } = await connectWs<TicketsFrames, TicketsAck>(tickets, server.url);
      await request('authenticate', { token: bearer });
      socket.send('x'.repeat(UNCOUNTED + 1), { fin: false });
      return socket;
    };
    const [first, second] = [await sending(), await sending()];
    await until(async () => (await count('frames_waiting')) === 1);
    first.terminate();
    await until(async () => (await count('frames_waiting')) === 0);
    second.terminate();
  });

  it('is what is refused, by its kind and dialect', async () => {
    await begin({ RATE_MESSAGES: '1/60' });
    const [own, other] = [token({ sub: someone() }), token({ sub: someone() })];
    const id = await conversationOf(server.url, own);
    const client = await connectSupportWs(server.url, other);
    await client.request('conversation:join', { conversationId: id });
    await client.request('conversation:join', { conversationId: 7 });
    const send = { conversationId: id, message: 'hello' };
    for (let time = 0; time < 2; time += 1) await client.request('message:send', send);
    await rest(server.url, '/api/support/conversation?type=general', 'no-token');
    const refused = (reason: string): Promise<number> =>
      count('refusals_total', { dialect: 'support', reason });
    expect(await refused('AccessDenied')).to.equal(2);
    expect(await refused('InvalidPayload')).to.equal(1);
    expect(await refused('RateLimited')).to.equal(1);
    expect(await refused('InvalidToken')).to.equal(1);
    client.close();
  });

  it('is requests, by the route and not by what a client wrote', async () => {
    await begin();
    const bearer = token({ sub: someone() });
    const id = await conversationOf(server.url, bearer);
    await rest(server.url, `/api/support/conversation/${id}`, bearer);
    await rest(server.url, `/api/support/${id}`, bearer);
    await fetch(`${server.url}/${id}`, { method: 'BREW' }).catch(() => undefined);
    const requests = (labels: Labels): Promise<number> =>
      count('http_request_duration_seconds_count', labels);
    const route = '/api/support/conversation/:conversationId';
    expect(await requests({ dialect: 'support', method: 'GET', route, status: '200' })).to.equal(1);
    expect(await requests({ dialect: 'other', route: 'other', status: '404' })).to.equal(1);
    expect(
      JSON.stringify((await samples()).of('switchboard_http_request_duration_seconds_count')),
    ).not.to.contain(id);
  });

  it('is files, and those that are refused', async () => {
    await begin();
    const bearer = token({ sub: someone() });
    const id = await conversationOf(server.url, bearer);
    const send = async (content: string, name: string): Promise<number> => {
      const body = new FormData();
      body.append('attachments', new Blob([content]), name);
      const path = `/api/support/conversation/${id}/attachments`;
      const headers = { authorization: `Bearer ${bearer}` };
      return (await fetch(`${server.url}${path}`, { method: 'POST', headers, body })).status;
    };
    expect(await send('plain text', 'one.txt')).to.equal(201);
    await send('\u007fELF\u0000\u0001', 'two.bin');
    expect(await count('files_total', { outcome: 'stored' })).to.equal(1);
    expect(await count('file_bytes_total')).to.equal(10);
    expect(await count('files_total', { outcome: 'UnsupportedFile' })).to.equal(1);
  });
});
