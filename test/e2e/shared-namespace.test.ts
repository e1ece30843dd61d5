import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { ask, john, livechatAt, type Person, sarah, USER } from './documents/livechat-people.js';
import { openAsKnownGuest } from './support/guests.js';
import { startServer } from './support/in-process-server.js';
import {
  connectLivechatSocketio,
  livechat,
  type LivechatAck,
  type LivechatFrames,
} from './support/livechat-clients.js';
import { conversationOf } from './support/rest-client.js';
import { connectSocketio, type SocketioClient } from './support/socketio-client.js';
import { support } from './support/support-clients.js';
import type { Frames } from './support/wire.js';
import { openWs, wsPath } from './support/ws-client.js';

type Both = SocketioClient<Omit<Frames, 'error'> & LivechatFrames, LivechatAck>;

/** `support` and `livechat` on one connection. */
describe('the namespace /support', () => {
  let server: App;
  const clients: { close(): void }[] = [];

  before(async () => {
    server = await startServer();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  after(() => server.stop());

  const enter = async (auth: Record<string, unknown>): Promise<Both> => {
    const client: Both = await connectSocketio(support, server.url, auth);
    clients.push(client);
    await client.next('connection:success');
    return client;
  };

  const people = async (): Promise<{
    user: Person;
    agent: Person;
    at: ReturnType<typeof livechatAt>;
  }> => {
    const at = livechatAt(server.url);
    const [user, agent] = [john(), sarah()];
    await at.known(agent);
    return { user, agent, at };
  };

  it('tells of a conversation in the dialect in which it was joined last', async () => {
    const { user, at } = await people();
    const id = await at.open(user, 'Hello');
    const client = await enter({ token: user.bearer });
    await client.request('join_conversation', { conversation_id: id });
    await at.send(user, id, 'one');
    expect((await client.next('new_message')).message.message).to.equal('one');
    await client.request('conversation:join', { conversationId: id });
    await at.send(user, id, 'two');
    expect((await client.next('message:received')).message).to.equal('two');
    await client.request('join_conversation', { conversation_id: id });
    await at.send(user, id, 'three');
    expect((await client.next('new_message')).message.message).to.equal('three');
    expect([client.waiting('message:received'), client.waiting('new_message')]).to.deep.equal([
      0, 0,
    ]);
  });

  it('lets staff of `support` answer in `livechat`’s conversations, which claims them, and once only', async () => {
    const { user, agent, at } = await people();
    const id = await at.open(user, 'Hello');
    const app = await enter({ token: user.bearer });
    await app.request('join_conversation', { conversation_id: id });
    const staff = await enter({ token: agent.bearer });
    const sent = await staff.request('message:send', { conversationId: id, message: 'Hi' });
    expect(sent).to.include({ success: true });
    expect(await app.next('conversation_claimed')).to.deep.equal({
      conversation_id: id,
      assigned_to: agent.id,
      assigned_admin_name: 'Sarah Johnson',
    });
    expect((await app.next('new_message')).message.message).to.equal('Hi');
    const other = await enter({ token: sarah().bearer });
    const refused = await other.request('message:send', { conversationId: id, message: 'Me too' });
    expect(refused).to.include({
      success: false,
      code: 'conflict',
      error: 'Only Sarah Johnson can do this: the conversation is assigned to them',
    });
  });

  it('lets apps of `livechat` go on with what was opened by `support`, and hear of it', async () => {
    const { user, agent, at } = await people();
    const id = await conversationOf(server.url, user.bearer);
    const app = await enter({ token: user.bearer });
    await app.request('join_conversation', { conversation_id: id });
    await at.send(user, id, 'Hello');
    expect((await app.next('new_message')).message.message).to.equal('Hello');
    await at.reply(agent, id, 'Hi');
    expect((await app.next('new_message')).message.message).to.equal('Hi');
    const list = await ask(server.url, `GET ${USER}/conversations`, { bearer: user.bearer });
    expect(list.body.data['total']).to.equal(1);
  });

  it('tells a guest of no other’s conversation that it is there', async () => {
    const { user, at } = await people();
    const id = await at.open(user, 'Hello');
    const guest = await openAsKnownGuest(server.url);
    const client = await enter({ guestId: guest.guestId });
    for (const event of ['join_conversation', 'typing', 'stop_typing']) {
      const refused = await client.request(event, { conversation_id: id });
      expect(refused).to.include({ success: false, message: 'Conversation not found' });
    }
    const own = { conversation_id: guest.conversationId };
    expect(await client.request('join_conversation', own)).to.deep.equal({ success: true });
  });

  it('has no guests where `livechat` is alone', async () => {
    const alone = await startServer({ DIALECTS: 'livechat' });
    try {
      for (const auth of [{}, { guestId: 'x' }, { token: 'x' }]) {
        const refused = await connectLivechatSocketio(alone.url, auth).catch(String);
        expect(refused).to.include('Authentication failed');
      }
      const client = await connectLivechatSocketio(alone.url, { token: john().bearer });
      const unknown = await client.request('conversation:join', {});
      expect(unknown).to.include({ success: false, code: 'invalid' });
      expect(await client.next('error')).to.deep.equal(unknown);
      client.close();
    } finally {
      await alone.stop();
    }
  });

  it('has no guests at /ws/livechat, where a frame says who comes', async () => {
    const { user, at } = await people();
    const id = await at.open(user, 'Hello');
    const guest = await openAsKnownGuest(server.url);
    const client = await openWs<LivechatFrames, LivechatAck>(livechat, server.url, {
      path: wsPath(livechat),
      headers: { 'x-guest-id': guest.guestId },
    });
    clients.push(client);
    const join = { conversation_id: guest.conversationId };
    expect(await client.request('join_conversation', join)).to.include({
      success: false,
      message: 'Authentication required',
      code: 'unauthenticated',
    });
    expect(await client.request('auth', { token: user.bearer })).to.deep.equal({ success: true });
    const own = { conversation_id: id };
    expect(await client.request('join_conversation', own)).to.deep.equal({ success: true });
    const bad = await openWs<LivechatFrames, LivechatAck>(livechat, server.url, {
      path: wsPath(livechat),
    });
    clients.push(bad);
    bad.emit('auth', { token: 'no.token.atall' });
    expect(await bad.next('error')).to.include({ message: 'Authentication failed' });
    expect(await bad.ended).to.equal('4401');
  });
});
