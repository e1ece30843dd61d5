import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from './support/in-process-server.js';
import { openRawSocketio } from './support/raw-socketio.js';
import { rest } from './support/rest-client.js';
import { connectServanaSocketio, type ServanaSocketioClient } from './support/servana-clients.js';
import { someone, token } from './support/tokens.js';

const SHOP = 'https://shop.example';

/** Document 002, "Rate Limiting" and "Environment Setup". */
describe('what an operator sets for `servana`', () => {
  let server: App;
  const clients: ServanaSocketioClient[] = [];

  const begin = async (environment: Readonly<Record<string, string>>): Promise<void> => {
    server = await startServer(environment);
  };
  const come = async (sub: string, role = 'agent'): Promise<ServanaSocketioClient> => {
    const headers = { authorization: `Bearer ${token({ sub, role })}` };
    const client = await connectServanaSocketio(server.url, { headers });
    clients.push(client);
    return client;
  };
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await server.stop();
  });

  it('is how often somebody may say that he is there, whichever way and on whatever socket', async () => {
    await begin({ RATE_STATUS: '10/600' });
    const sub = someone();
    const [one, other] = [await come(sub), await come(sub)];
    const said = ['userOnline', 'userHeartbeat', 'userHeartbeat', 'userOffline', 'userOnline'];
    for (const client of [one, other]) {
      for (const event of said) {
        expect(await client.request(event, {}), event).to.not.include({ success: false });
      }
    }
    for (const event of ['userOnline', 'userHeartbeat', 'userOffline']) {
      const { error, ...refused } = await one.request(event, {});
      expect(refused).to.include({ success: false, code: 'RATE_LIMIT_EXCEEDED' });
      expect(refused['retryAfter']).to.be.within(1, 600);
      expect(await one.next('error')).to.include({ message: error, code: 'RATE_LIMIT_EXCEEDED' });
    }
    expect(await one.request('getOnlineUsers')).to.have.lengthOf(1);
    expect(await (await come(someone())).request('userOnline', {})).to.include({
      status: 'online',
    });
  });

  it('is how many messages somebody may send, while he may type as much as he likes', async () => {
    await begin({ RATE_MESSAGES: '4/600' });
    const clientId = someone();
    const client = await come(clientId, 'customer');
    const { chatGroupId } = await client.request('createChatGroup', {});
    await client.request('joinChatGroup', { groupId: chatGroupId });
    const said = { message: 'Hello', chatGroupId, clientId };
    for (let count = 1; count <= 4; count += 1) {
      expect(await client.request('sendMessage', said)).to.include({ chatGroupId });
    }
    expect(await client.request('sendMessage', said)).to.include({ code: 'RATE_LIMIT_EXCEEDED' });
    for (let count = 1; count <= 100; count += 1) {
      for (const event of ['typing', 'stopTyping']) {
        expect(await client.request(event, { chatGroupId })).to.deep.equal({ success: true });
      }
    }
  });

  it('is how many chat groups somebody may open, beside his messages', async () => {
    await begin({ RATE_MESSAGES: '4/600' });
    const sub = someone();
    const [client, other] = [await come(sub, 'customer'), await come(sub, 'customer')];
    for (let count = 1; count <= 4; count += 1) {
      expect(await client.request('createChatGroup', {})).to.include({ status: 'active' });
    }
    const refused = await other.request('createChatGroup', {});
    expect(refused).to.include({ code: 'RATE_LIMIT_EXCEEDED' });
    const bearer = token({ sub });
    const asked = await rest(server.url, '/api/servana/chat-groups', bearer, { method: 'POST' });
    expect(asked.status).to.equal(429);
    expect(asked.headers.get('retry-after')).to.match(/^\d+$/);
    expect(await (await come(someone(), 'customer')).request('createChatGroup', {})).to.include({
      status: 'active',
    });
  });

  it('are a hundred chat groups at once on one connection, whatever is set', async () => {
    await begin({});
    const client = await come(someone(), 'customer');
    for (let count = 1; count <= 101; count += 1) {
      const { chatGroupId } = await client.request('createChatGroup', {});
      const joined = await client.request('joinChatGroup', { groupId: chatGroupId });
      if (count <= 100) expect(joined, `${count}`).to.include({ chatGroupId });
      else expect(joined).to.include({ success: false, code: 'RATE_LIMIT_EXCEEDED' });
    }
  });

  it('are the pages that may come, by SOCKET_CORS_ORIGINS', async () => {
    await begin({ SOCKET_CORS_ORIGINS: `http://localhost:5173,${SHOP}`, NODE_ENV: 'production' });
    const headers = (origin: string) => ({
      authorization: `Bearer ${token({ sub: someone() })}`,
      origin,
    });
    for (const transport of ['websocket', 'polling'] as const) {
      for (const origin of [SHOP, 'http://localhost:5173']) {
        const options = { transports: [transport], headers: headers(origin) };
        clients.push(await connectServanaSocketio(server.url, options));
      }
      const options = { transports: [transport], headers: headers('https://evil.example') };
      const refused = connectServanaSocketio(server.url, options);
      expect(await refused.then(() => null, String)).to.match(/^Error: /);
    }
    for (const [origin, status] of [
      [SHOP, 200],
      ['https://evil.example', 403],
    ] as const) {
      const bearer = token({ sub: someone() });
      const asked = await rest(server.url, '/api/servana/chat-groups', bearer, {
        headers: { origin },
      });
      expect(asked.status, origin).to.equal(status);
    }
  });

  it('is how often it asks whether somebody is there, and how long it waits for an answer', async () => {
    await begin({ SOCKET_HEARTBEAT_INTERVAL: '60', SOCKET_HEARTBEAT_TIMEOUT: '200' });
    const staff = await come(someone());
    await staff.request('userOnline', {});
    const told = async (userId: string, is: boolean): Promise<void> => {
      for (;;) {
        const { onlineUsers } = await staff.next('onlineUsersUpdate');
        if (onlineUsers.some((one) => one.userId === userId) === is) return;
      }
    };
    const sub = someone();
    const dead = await openRawSocketio(server.url);
    const welcome = dead.next(/^40\{/);
    dead.packet(`0${JSON.stringify({ token: token({ sub, role: 'agent' }) })}`);
    await welcome;
    dead.packet('2["userOnline",{}]');
    await told(sub, true);
    await dead.closed;
    await told(sub, false);
    const beaten = new Promise<void>((resolve) => {
      let count = 0;
      staff.socket.io.on('ping', () => (count += 1) === 5 && resolve());
    });
    await beaten;
    expect(staff.socket.connected).to.equal(true);
  });

  it('is the name of the cookie that says who somebody is', async () => {
    await begin({ AUTH_COOKIE: 'my-session' });
    for (const [name, code] of [
      ['my-session', undefined],
      ['sb-access-token', 'AUTH_REQUIRED'],
    ] as const) {
      const headers = { cookie: `${name}=${token({ sub: someone() })}` };
      const client = await connectServanaSocketio(server.url, { headers });
      clients.push(client);
      const answer = await client.request('userOnline', {});
      expect(answer['code'], name).to.equal(code);
    }
  });
});
