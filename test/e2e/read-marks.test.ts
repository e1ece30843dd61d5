import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { DATABASE_FILE, type StoreName } from '../../src/bootstrap/stores.js';
import { LASTING_STORES, needsStore, type StorePlace } from '../support/bound-stores.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { openAsGuest } from './support/guests.js';
import { conversationOf, historyPath, rest, wholeHistory } from './support/rest-client.js';
import { serve, serverEnvironment, type ServerProcess } from './support/server-process.js';
import {
  connectSupportSocketio,
  connectSupportWs,
  openSupportWs,
  type SupportClient,
} from './support/support-clients.js';
import { someone, token } from './support/tokens.js';
import type { Ack, WireConversation, WireHistory, WireMessage } from './support/wire.js';

const say = async (client: SupportClient, conversationId: string, message: string) => {
  const ack = await client.request('message:send', { conversationId, message });
  expect(ack.success, String(ack.error)).to.equal(true);
  return (ack.data as WireMessage).id;
};

const read = (client: SupportClient, messageId: string): Promise<Ack> =>
  client.request('message:read', { messageId });

/** Of each message in turn, whether it has been read. */
const marksOf = (messages: readonly WireMessage[]): readonly boolean[] =>
  messages.map(({ isRead }) => isRead);

const describeReadMarks = (store: StoreName, place: () => StorePlace): void => {
  describe(`isRead with ${store}`, () => {
    let where: StorePlace;
    let server: ServerProcess;
    const sub = someone();
    const bearer = token({ sub });
    const staff = token({ sub: someone('admin'), role: 'admin' });

    const begin = async (): Promise<void> => {
      const { environment } = where;
      server = await serve({ ...serverEnvironment(environment['DATA_DIR'] ?? ''), ...environment });
    };

    before(async () => {
      where = place();
      await begin();
    });
    after(async () => {
      await server.kill('SIGKILL');
      await where.remove();
    });

    it('is shown by histories and details, and outlives the process that acknowledged it', async () => {
      const id = await conversationOf(server.url, bearer);
      const customer = await connectSupportSocketio(server.url, { token: bearer });
      const admin = await connectSupportWs(server.url, staff);
      for (const client of [customer, admin]) {
        await client.request('conversation:join', { conversationId: id });
      }
      const ids: string[] = [];
      for (let n = 0; n < 6; n += 1) {
        ids.push(await say(n % 2 === 0 ? customer : admin, id, `message ${n}`));
      }
      const { isRead } = await admin.next('message:received');
      expect(isRead, 'a new one').to.equal(false);
      expect((await read(customer, ids[1] ?? '')).success).to.equal(true);
      // Whoever reads the last is told, and nothing more is heard of the process.
      expect((await read(admin, ids[4] ?? '')).success).to.equal(true);
      await server.kill('SIGKILL');
      await begin();
      const expected = [false, true, false, false, true, false];
      for (const reader of [bearer, staff]) {
        expect(marksOf(await wholeHistory(server.url, reader, id))).to.deep.equal(expected);
        const details = await rest<WireConversation>(
          server.url,
          `/api/support/conversation/${id}`,
          reader,
        );
        expect(marksOf(details.body.data.messages)).to.deep.equal(expected);
        for (const [query, first, last] of [
          ['?page=1&limit=2', 0, 2],
          ['?page=2&limit=2', 2, 4],
          ['?limit=3', 3, 6],
          ['?page=9&limit=2', 6, 6],
        ] as const) {
          const page = await rest<WireHistory>(server.url, historyPath(id, query), reader);
          expect(marksOf(page.body.data.messages), query).to.deep.equal(
            expected.slice(first, last),
          );
        }
      }
    });

    it('is of a message that nobody on this server has heard of, too', async () => {
      const id = await conversationOf(server.url, bearer);
      const client = await connectSupportWs(server.url, bearer);
      const [, , , fourth] = await wholeHistory(server.url, bearer, id);
      const ack = await read(client, fourth?.id ?? '');
      expect(ack.data).to.include({ conversationId: id, isRead: true, readBy: sub });
      const [, , , after] = await wholeHistory(server.url, bearer, id);
      expect(after?.isRead).to.equal(true);
      client.close();
    });

    it('is shown by the earlier messages that a guest is sent who goes on with his own', async () => {
      const own = await openAsGuest(server.url);
      const headers = { 'x-guest-id': own.guestId };
      const guest = await openSupportWs(server.url, { headers });
      const admin = await connectSupportWs(server.url, staff);
      const ids = [
        await say(guest, own.conversationId, 'Hello'),
        await say(admin, own.conversationId, 'How can I help?'),
      ];
      expect((await read(guest, ids[1] ?? '')).success).to.equal(true);
      const fresh = await openAsGuest(server.url);
      const again = await openSupportWs(server.url, { headers });
      await again.request('conversation:join', { conversationId: fresh.conversationId });
      const earlier = [await again.next('message:received'), await again.next('message:received')];
      expect(earlier.map((one) => [one.id, one.isRead])).to.deep.equal([
        [ids[0], false],
        [ids[1], true],
      ]);
      // He is told by the name under which he joined, the admin by its own.
      await admin.request('conversation:join', { conversationId: own.conversationId });
      await read(admin, ids[0] ?? '');
      const told = [await again.next('message:read'), await admin.next('message:read')];
      expect(told.map(({ conversationId }) => conversationId)).to.deep.equal([
        fresh.conversationId,
        own.conversationId,
      ]);
      const repeated = await read(again, ids[1] ?? '');
      expect(repeated.data).to.include({ conversationId: fresh.conversationId, isRead: true });
      for (const client of [guest, again, admin]) client.close();
    });
  });
};

for (const store of LASTING_STORES) describeReadMarks(store, needsStore(store));

describe('reading while the store is down', () => {
  let folder: TemporaryFolder;
  let server: ServerProcess;

  before(async () => {
    folder = temporaryFolder();
    server = await serve(serverEnvironment(folder.path));
  });
  after(async () => {
    await server.kill('SIGKILL');
    folder.remove();
  });

  it('is refused, told to nobody, and works again once it is back', async () => {
    const bearer = token({ sub: someone() });
    const id = await conversationOf(server.url, bearer);
    const customer = await connectSupportWs(server.url, bearer);
    const admin = await connectSupportWs(
      server.url,
      token({ sub: someone('admin'), role: 'admin' }),
    );
    await customer.request('conversation:join', { conversationId: id });
    const messageId = await say(customer, id, 'Hello');
    const other = new DatabaseSync(join(folder.path, DATABASE_FILE));
    other.exec('BEGIN IMMEDIATE');
    const refused = await read(admin, messageId);
    expect(refused).to.include({ success: false, code: 'unavailable' });
    expect(customer.waiting('message:read')).to.equal(0);
    expect(marksOf(await wholeHistory(server.url, bearer, id))).to.deep.equal([false]);
    other.exec('ROLLBACK');
    other.close();
    expect((await read(admin, messageId)).success).to.equal(true);
    expect((await customer.next('message:read')).messageId).to.equal(messageId);
  });
});
