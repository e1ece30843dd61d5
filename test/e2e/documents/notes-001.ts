import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import { expect } from 'chai';
import { io } from 'socket.io-client';
import { selfSigned } from '../../support/self-signed.js';
import { within } from '../support/deadline.js';
import { openAsGuest } from '../support/guests.js';
import { historyPath, rest, wholeHistory } from '../support/rest-client.js';
import type { WireHistory, WireMessage } from '../support/wire.js';
import { floodIsRefused } from './flood.js';
import type { Ground } from './ground.js';
import { meeting } from './meeting.js';

/** Ends TLS before a server, as in production. */
const secureFront = async (server: string) => {
  const { hostname, port } = new URL(server);
  const { cert, key } = selfSigned();
  const front = createServer({ cert, key }, (outer) => {
    const inner = connect(Number(port), hostname);
    outer.pipe(inner).pipe(outer);
    outer.on('error', () => inner.destroy());
    inner.on('error', () => outer.destroy());
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const { port: own } = front.address() as AddressInfo;
  return { url: `wss://127.0.0.1:${own}`, cert, close: () => front.close() };
};

export const NOTES: Readonly<Record<string, (ground: Ground) => Promise<void>>> = {
  'Guest ID Persistence': async ({ enter, url }) => {
    const first = await enter();
    const { guestId = '' } = await first.next('connection:success');
    const { conversationId } = await openAsGuest(url, guestId);
    await first.request('message:send', { conversationId, message: 'Hello' });
    first.close();
    const second = await enter({ guestId });
    expect(await second.next('connection:success')).to.deep.equal({ type: 'guest', guestId });
    expect((await openAsGuest(url, guestId)).conversationId).to.equal(conversationId);
    const path = historyPath(conversationId, `?guestId=${guestId}`);
    const { body } = await rest<WireHistory>(url, path, null);
    expect(body.data.messages.map(({ message }) => message)).to.deep.equal(['Hello']);
  },
  Reconnection: async (ground) => {
    const { owner, staff, conversationId } = await meeting(ground);
    owner.socket.on('connect', () => owner.emit('conversation:join', { conversationId }));
    owner.socket.io.engine.close();
    await owner.next('conversation:joined');
    await staff.request('message:send', { conversationId, message: 'Still there?' });
    expect((await owner.next('message:received')).message).to.equal('Still there?');
    // Joined by the server and by the page, it hears once.
    await owner.request('conversation:leave', { conversationId });
    expect(owner.waiting('message:received')).to.equal(0);
  },
  'Message Ordering': async (ground) => {
    const { owner, staff, bearer, conversationId } = await meeting(ground);
    const heard: WireMessage[] = [];
    for (const [n, client] of [owner, staff, staff, owner, staff].entries()) {
      client.emit('message:send', { conversationId, message: `message ${n}` });
      heard.push(await owner.next('message:received'));
    }
    const history = await wholeHistory(ground.url, bearer, conversationId);
    expect(history).to.deep.equal(heard);
    const times = history.map(({ createdAt }) => createdAt);
    expect(times).to.deep.equal(times.toSorted());
  },
  'Rate Limiting': floodIsRefused,
  Production: async ({ url, user }) => {
    const { id, bearer } = await user();
    const front = await secureFront(url);
    const socket = io(`${front.url}/support`, {
      auth: { token: bearer },
      ca: front.cert,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    try {
      const welcomed = new Promise<unknown>((resolve, reject) => {
        socket.once('connection:success', resolve);
        socket.once('connect_error', reject);
      });
      const welcome = await within(welcomed, () => 'a connection by wss');
      expect(welcome).to.deep.equal({ type: 'user', userId: id });
    } finally {
      socket.close();
      front.close();
    }
  },
};
