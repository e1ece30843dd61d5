import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from './support/in-process-server.js';
import { connectServanaSocketio, type ServanaSocketioClient } from './support/servana-clients.js';
import { someone, token } from './support/tokens.js';

type Told = readonly [event: string, data: unknown];

/** Design: two dialects share the namespace, and one socket may speak both. */
describe('`servana` beside `tickets`', () => {
  let server: App;
  let client: ServanaSocketioClient;
  let told: Told[];
  const sub = someone();

  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());
  afterEach(() => client.close());

  const come = async (headers: Readonly<Record<string, string>> = {}): Promise<void> => {
    client = await connectServanaSocketio(server.url, { headers });
    told = [];
    client.socket.onAny((event: string, data: unknown) => told.push([event, data]));
  };
  const bearer = () => ({ authorization: `Bearer ${token({ sub, role: 'agent' })}` });
  const eventsTold = (): readonly string[] => told.map(([event]) => event);

  it('hears in both dialects that a token is refused, whichever it speaks', async () => {
    for (const headers of [{}, bearer()]) {
      await come(headers);
      await client.request('auth', { token: 'no token' });
      expect(eventsTold()).to.have.members(['authentication_error', 'error']);
      expect(await client.next('error')).to.include({
        message: 'Authentication failed',
        code: 'AUTH_REQUIRED',
      });
      client.close();
    }
  });

  it('hears in `tickets` alone what was asked in `tickets`', async () => {
    await come();
    await client.request('authenticate', { token: 'no token' });
    expect(eventsTold()).to.deep.equal(['authentication_error']);
  });

  it('has the answer to what is no dialect’s own in the words of the one that it used last', async () => {
    await come(bearer());
    for (const [event, payload, expected] of [
      ['getOnlineUsers', {}, { success: false, error: 'Unknown event: x', code: 'INVALID_DATA' }],
      ['leave_ticket', {}, { success: false, message: 'Unknown event: x', code: 'invalid' }],
    ] as const) {
      await client.request(event, payload);
      expect(await client.request('x', {}), event).to.deep.include(expected);
    }
    const refused = await client.request('auth', { token: 'no token' });
    expect(refused).to.include({ success: false, message: 'Authentication failed' });
    await client.request('getOnlineUsers');
    const again = await client.request('auth', { token: 'no token' });
    expect(again).to.include({ error: 'Authentication failed', code: 'AUTH_REQUIRED' });
  });

  it('is told of one refusal once', async () => {
    await come(bearer());
    await client.request('joinChatGroup', { groupId: 0 });
    await client.request('join_ticket', {});
    expect(eventsTold()).to.deep.equal(['error', 'join_ticket_error']);
  });
});
