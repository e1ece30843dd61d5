import { expect } from 'chai';
import { agent } from '../support/actors.js';
import { placeInFolder, type StorePlace } from '../support/bound-stores.js';
import { type LastingServer, lastingServer } from './support/lasting-server.js';
import { connectServanaSocketio, type ServanaSocketioClient } from './support/servana-clients.js';
import { tokenOf } from './support/tokens.js';

const sarah = agent('123');

/** Document 002, "Mobile Clients". */
describe('a handshake of `servana`', () => {
  let place: StorePlace;
  let server: LastingServer;
  let client: ServanaSocketioClient | undefined;

  before(async () => {
    place = placeInFolder('sqlite');
    server = await lastingServer(place);
  });
  after(async () => {
    await server.stop();
    await place.remove();
  });
  afterEach(() => client?.close());

  for (const transport of ['websocket', 'polling'] as const) {
    it(`says by its header who it is, over ${transport}`, async () => {
      const headers = { authorization: `Bearer ${tokenOf(sarah)}` };
      client = await connectServanaSocketio(server.url, { transports: [transport], headers });
      const ack = await client.request('userOnline', { userId: 123, userType: 'agent' });
      expect(ack).to.include({ userId: 123, status: 'online' });
      expect(await client.next('userStatusUpdated')).to.deep.equal(ack);
      // The first that comes may be what others were told of whoever went before.
      const inThere = async (): Promise<number> =>
        (await client?.next('onlineUsersUpdate'))?.onlineUsers.length ?? 0;
      let people = await inThere();
      while (people === 0) people = await inThere();
      expect(people).to.equal(1);
    });

    it(`says by its cookie who it is, over ${transport}`, async () => {
      const headers = { cookie: `sb-access-token=${tokenOf(sarah)}` };
      client = await connectServanaSocketio(server.url, { transports: [transport], headers });
      const ack = await client.request('userOnline', { userId: 123, userType: 'agent' });
      expect(ack).to.include({ userId: 123, status: 'online' });
    });

    it(`says nothing by a cookie that is no good, over ${transport}`, async () => {
      const headers = { cookie: `sb-access-token=${tokenOf(sarah)}x` };
      client = await connectServanaSocketio(server.url, { transports: [transport], headers });
      const ack = await client.request('userOnline', { userId: 123, userType: 'agent' });
      expect(ack).to.include({ code: 'AUTH_REQUIRED' });
    });

    it(`is refused with a bad token, over ${transport}`, async () => {
      const headers = { authorization: `Bearer ${tokenOf(sarah)}x` };
      const refused = connectServanaSocketio(server.url, { transports: [transport], headers });
      expect(await refused.then(() => null, String)).to.equal('Error: Authentication failed');
    });
  }
});
