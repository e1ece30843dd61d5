import { expect } from 'chai';
import { channel } from '../../src/adapters/inbound/dialects/servana/channel.js';
import { admin, customer } from '../support/actors.js';
import { placeInFolder, type StorePlace } from '../support/bound-stores.js';
import { expectRight } from '../support/expect-either.js';
import { toSend, toStart } from '../support/in-memory.js';
import { within } from './support/deadline.js';
import { type LastingServer, lastingServer } from './support/lasting-server.js';
import { connectServanaSocketio, type ServanaSocketioClient } from './support/servana-clients.js';
import { someone, token } from './support/tokens.js';

/** Document 002, "Automatic reconnection on disconnect": by Socket.IO's own session. */
describe('a client of `servana` that comes back', () => {
  let place: StorePlace;
  let server: LastingServer;
  let client: ServanaSocketioClient;
  const sub = someone('sarah');

  before(async () => {
    place = placeInFolder('sqlite');
    server = await lastingServer(place);
  });
  after(async () => {
    await server.stop();
    await place.remove();
  });
  afterEach(() => client.close());

  const authorization = (departments: readonly string[]): string =>
    `Bearer ${token({ sub, role: 'agent', departments })}`;

  const opened = async () => {
    const wish = toStart({ channel, departmentId: 'cards' });
    const started = await server.cases().startConversation(customer(someone()), wish)();
    return expectRight(started).conversation;
  };

  const joined = async (groupId: number): Promise<void> => {
    const headers = { authorization: authorization(['cards']) };
    client = await connectServanaSocketio(server.url, { headers, reconnectAfter: 20 });
    expect(await client.request('joinChatGroup', { groupId })).to.include.keys('roomInfo');
    await client.next('joinedRoom');
  };

  /** It comes back with that token. */
  const cut = async (departments: readonly string[]): Promise<void> => {
    const returned = new Promise<void>((resolve) => client.socket.once('connect', resolve));
    client.socket.io.opts.extraHeaders = { authorization: authorization(departments) };
    client.socket.io.engine.close();
    await within(returned, () => 'a client to come back');
  };

  it('is in the chat groups that it had joined, and writes there', async () => {
    const { id, number: chatGroupId, owner } = await opened();
    await joined(chatGroupId);
    await cut(['cards']);
    expectRight(await server.cases().sendMessage(admin(), toSend(id, { text: 'Welcome back' }))());
    const heard = await client.next('receiveMessage');
    expect(heard).to.include({ chatGroupId, chat_message: 'Welcome back' });
    const said = { message: 'Hello', chatGroupId, clientId: owner.id };
    expect(await client.request('sendMessage', said)).to.include({ chat_message: 'Hello' });
  });

  it('is told of those whose door is shut to it by now', async () => {
    const { number: chatGroupId } = await opened();
    await joined(chatGroupId);
    await cut(['loans']);
    expect(await client.next('error')).to.deep.equal({
      message: 'Access denied to this chat room',
      code: 'ACCESS_DENIED',
      details: 'It is not allowed; nothing was changed',
      chatGroupId,
    });
    expect(await client.request('typing', { chatGroupId })).to.include({ code: 'ACCESS_DENIED' });
  });

  it('has said nothing of whether it is online, and says so again', async () => {
    const { number: chatGroupId } = await opened();
    await joined(chatGroupId);
    await client.request('userOnline', {});
    await cut(['cards']);
    expect(await client.request('userHeartbeat', {})).to.include({ code: 'USER_NOT_FOUND' });
    expect(await client.request('userOnline', {})).to.include({ status: 'online' });
  });
});
