import { expect } from 'chai';
import { io } from 'socket.io-client';
import { until } from '../../support/until.js';
import { openRawSocketio } from '../support/raw-socketio.js';
import { CLIENTS } from './connection-002.js';
import { type Check, ENVIRONMENT } from './ground-002.js';
import { connected, pageOn } from './page-002.js';
import {
  admin,
  agent,
  client,
  elsewhere,
  expectQuiet,
  expectRefused,
  openGroup,
  playing,
  untilTold,
} from './scene-002.js';
import { LIMITS } from './security-002.js';
import { OF_ADMINS, OF_AGENTS, OF_CLIENTS } from './rooms-002.js';

const POLLING = '/socket.io/?EIO=4&transport=polling';

/** What the handshake by long polling says. */
const handshake = async (url: string): Promise<Readonly<Record<string, unknown>>> =>
  JSON.parse((await (await fetch(`${url}${POLLING}`)).text()).slice(1)) as Readonly<
    Record<string, unknown>
  >;

const named = (checks: Readonly<Record<string, Check>>, name: string): Check => {
  const check = checks[name];
  if (check === undefined) throw new Error(`there is no check of ${name}`);
  return check;
};

const all =
  (...checks: readonly Check[]): Check =>
  async (ground) => {
    for (const check of checks) await check(ground);
  };

/** By the variables of "Environment Setup". */
export const VARIABLES: Readonly<Record<string, Check>> = {
  SOCKET_DEBUG: playing(async ({ ground, enter, john }) => {
    await (await enter(john)).request('getOnlineUsers');
    for (const [msg, event] of [
      ['event in', 'getOnlineUsers'],
      ['event out', 'onlineUsersList'],
    ] as const) {
      await until(() =>
        ground.logged().some((line) => line['msg'] === msg && line['event'] === event),
      );
    }
  }),
  SOCKET_CORS_ORIGINS: async ({ url }) => {
    const origins = (ENVIRONMENT['SOCKET_CORS_ORIGINS'] ?? '').split(',');
    expect(origins).to.have.length(2);
    for (const origin of origins) {
      const { status, headers } = await fetch(`${url}${POLLING}`, { headers: { origin } });
      expect(status).to.equal(200);
      expect(headers.get('access-control-allow-origin')).to.equal(origin);
      expect(headers.get('access-control-allow-credentials')).to.equal('true');
    }
    const other = { origin: 'https://evil.example' };
    const { headers } = await fetch(`${url}${POLLING}`, { headers: other });
    expect(headers.get('access-control-allow-origin')).to.equal(null);
  },
  SOCKET_HEARTBEAT_INTERVAL: async ({ url }) => {
    expect(await handshake(url)).to.include({
      pingInterval: Number(ENVIRONMENT['SOCKET_HEARTBEAT_INTERVAL']),
    });
  },
  // Of silence, which begins with the last ping that was answered.
  SOCKET_HEARTBEAT_TIMEOUT: async ({ url }) => {
    const { pingInterval, pingTimeout } = await handshake(url);
    const silence = Number(pingInterval) + Number(pingTimeout);
    expect(silence).to.equal(Number(ENVIRONMENT['SOCKET_HEARTBEAT_TIMEOUT']));
  },
};

/** By the bullets of "Connection Management", "Memory Management" and "Scalability". */
export const PERFORMANCE: Readonly<Record<string, Check>> = {
  'Automatic reconnection on disconnect': playing(async ({ join, john, jane, chatGroupId }) => {
    const [page, hers] = [await join(john), await join(jane)];
    const back = new Promise((resolve) => hers.socket.io.once('reconnect', resolve));
    hers.socket.io.engine.close();
    await back;
    await connected(hers.socket);
    const again = await hers.request('joinChatGroup', { groupId: chatGroupId });
    expect(again).to.include({ chatGroupId });
    const said = { message: 'Still there?', chatGroupId, clientId: jane.id };
    await page.request('sendMessage', said);
    expect(await hers.next('receiveMessage')).to.include({ chat_message: 'Still there?' });
  }),
  'Graceful degradation on network issues': playing(
    async ({ url, ids, john, jane, chatGroupId, enter }) => {
      const extraHeaders = { Authorization: `Bearer ${john.bearer}` };
      const socket = io(url, { extraHeaders, transports: ['polling'], forceNew: true });
      const page = pageOn(socket, { url, ids, self: john.id });
      try {
        await connected(socket);
        const hers = await enter(jane);
        for (const one of [page, hers])
          await one.request('joinChatGroup', { groupId: chatGroupId });
        await hers.request('sendMessage', { message: 'Hello', chatGroupId, clientId: jane.id });
        expect(await page.next('receiveMessage')).to.include({ chat_message: 'Hello' });
      } finally {
        page.close();
      }
    },
  ),
  'User status cleanup for stale connections': playing(async ({ url, enter, john }) => {
    const other = await enter(agent());
    const raw = await openRawSocketio(url);
    const welcome = raw.next(/^40\{/);
    raw.packet(`0${JSON.stringify({ token: john.bearer })}`);
    await welcome;
    raw.packet('2["userOnline",{}]');
    await untilTold(other, john);
    raw.close();
    await untilTold(other, john, false);
  }),
  'Room cleanup when empty': playing(async ({ enter, join, john, jane, chatGroupId }) => {
    const [hers, page, boss] = [await join(jane), await join(john), await enter(admin())];
    await hers.next('userJoined');
    page.close();
    await hers.next('userLeft');
    await hers.request('leaveRoom', { chatGroupId });
    const joined = await boss.request('joinChatGroup', { groupId: chatGroupId });
    expect(joined['roomInfo']).to.deep.equal({ status: 'active', memberCount: 1 });
  }),
  'Room-based message broadcasting': playing(
    async ({ url, join, enter, john, jane, chatGroupId }) => {
      const [page, hers, outside] = [await join(john), await join(jane), await enter(agent())];
      const other = client();
      const elsewhereInside = await join(other, await openGroup(url, other));
      await page.request('sendMessage', { message: 'Hello', chatGroupId, clientId: jane.id });
      await hers.next('receiveMessage');
      for (const one of [outside, elsewhereInside]) await expectQuiet(one, 'receiveMessage');
    },
  ),
};

/** By what is in bold in "Common Issues". */
export const ISSUES: Readonly<Record<string, Check>> = {
  'Connection Fails': all(
    named(CLIENTS, 'Mobile Clients'),
    named(VARIABLES, 'SOCKET_CORS_ORIGINS'),
  ),
  "Can't Join Room": playing(async ({ enter, stranger, john, jane, chatGroupId, url }) => {
    const join = ['joinChatGroup', { groupId: chatGroupId }] as const;
    await expectRefused(await enter(client()), join, 'ACCESS_DENIED');
    await expectRefused(await stranger(), join, 'AUTH_REQUIRED');
    const page = await enter(john);
    await expectRefused(page, ['joinChatGroup', { groupId: 999_999_999 }], 'ROOM_NOT_FOUND');
    await (await elsewhere(url, jane)).end();
    await expectRefused(page, join, 'ROOM_INACTIVE');
  }),
  'Messages Not Received': all(
    playing(async ({ enter, join, john, jane, chatGroupId }) => {
      const [page, hers] = [await enter(john), await join(jane)];
      const said = { message: 'Hello', chatGroupId, clientId: jane.id };
      await expectRefused(page, ['sendMessage', said], 'ACCESS_DENIED');
      const { clientId: _, ...addressedToNobody } = said;
      await expectRefused(hers, ['sendMessage', addressedToNobody], 'INVALID_DATA');
      await hers.request('sendMessage', said);
      await expectQuiet(page, 'receiveMessage');
    }),
    named(LIMITS, 'Message sending: 30/minute per user'),
  ),
  'Typing Indicators Not Working': playing(async ({ enter, join, jane, chatGroupId }) => {
    const [outside, hers] = [await enter(agent()), await join(jane)];
    await expectRefused(outside, ['typing', { chatGroupId }], 'ACCESS_DENIED');
    await expectRefused(outside, ['typing', {}], 'INVALID_DATA');
    await expectRefused(await enter(client()), ['typing', { chatGroupId }], 'ACCESS_DENIED');
    await expectQuiet(hers, 'typing');
  }),
};

/** By the bullets of "Testing". */
export const TESTING: Readonly<Record<string, Check>> = {
  'Use Socket.IO client for testing connections': named(CLIENTS, 'Mobile Clients'),
  'Test authentication with different user types': playing(async ({ enter, john, jane }) => {
    const other = await enter(agent());
    for (const [who, userType] of [
      [john, 'agent'],
      [jane, 'client'],
      [admin(), 'agent'],
    ] as const) {
      await (await enter(who)).request('userOnline', { userId: who.id, userType });
      const { onlineUsers } = await untilTold(other, who);
      expect(onlineUsers.find(({ userId }) => userId === who.id)).to.include({ userType });
    }
  }),
  'Verify rate limiting behavior': all(
    named(LIMITS, 'Message sending: 30/minute per user'),
    named(LIMITS, 'Status updates: 10/minute per user'),
    named(LIMITS, 'Typing events: No limit (short-lived)'),
  ),
  'Test room access controls': all(
    ...[OF_CLIENTS, OF_AGENTS, OF_ADMINS].flatMap((checks) => Object.values(checks)),
  ),
};
