import { expect } from 'chai';
import { LASTING_STORES, needsStore, type StorePlace } from '../support/bound-stores.js';
import { openAsGuest, openAsKnownGuest, publicFormOf } from './support/guests.js';
import { historyPath, rest } from './support/rest-client.js';
import { serve, serverEnvironment, type ServerProcess } from './support/server-process.js';
import {
  connectSupportSocketio,
  openSupportWs,
  type SupportClient,
} from './support/support-clients.js';
import { someone, token } from './support/tokens.js';
import type { Ack, WireHistory } from './support/wire.js';

/** A connection, and who it was told to be at first. */
interface Visit {
  readonly client: SupportClient;
  readonly guestId: string;
}

const describeRaces = (place: () => StorePlace): void => {
  describe('guests who come at once, on as many servers as may share the database', () => {
    let where: StorePlace;
    const servers: ServerProcess[] = [];
    let clients: SupportClient[] = [];

    before(async () => {
      where = place();
      const environment = {
        ...serverEnvironment(where.environment['DATA_DIR'] ?? ''),
        ...where.environment,
      };
      // A database of SQLite's is one server's: a second one is refused, by whatever name it is reached.
      for (let left = where.name === 'sqlite' ? 1 : 2; left > 0; left -= 1) {
        servers.push(await serve(environment));
      }
    });
    after(async () => {
      await Promise.all(servers.map((server) => server.kill('SIGTERM')));
      await where.remove();
    });
    afterEach(() => {
      for (const client of clients) client.close();
      clients = [];
    });

    const urlOf = (n: number): string => servers[n % servers.length]?.url ?? '';

    /** On one of the servers, by one of the transports. */
    const visit = async (n: number, guestId?: string): Promise<Visit> => {
      const url = urlOf(n);
      const client: SupportClient =
        n % 4 < 2
          ? await connectSupportSocketio(url, guestId === undefined ? {} : { guestId })
          : await openSupportWs(url, {
              headers: guestId === undefined ? {} : { 'x-guest-id': guestId },
            });
      clients.push(client);
      return { client, guestId: String((await client.next('connection:success')).guestId) };
    };

    const join = ({ client }: Visit, conversationId: string): Promise<Ack> =>
      client.request('conversation:join', { conversationId });

    const send = ({ client }: Visit, conversationId: string, message: string): Promise<Ack> =>
      client.request('message:send', { conversationId, message });

    const historyOf = async (guestId: string, conversationId: string) => {
      const path = historyPath(conversationId, `?guestId=${guestId}`);
      const { status, body } = await rest<WireHistory>(urlOf(0), path, null);
      expect(status).to.equal(200);
      return body.data.messages.map(({ message }) => message);
    };

    const many = <A>(count: number, make: (n: number) => Promise<A>): Promise<A[]> =>
      Promise.all(Array.from({ length: count }, (_, n) => make(n)));

    it('of fifty newcomers one adopts a conversation', async () => {
      const { conversationId, guestId } = await openAsGuest(urlOf(0));
      const visits = await many(50, (n) => visit(n));
      const answers = await Promise.all(visits.map((one) => join(one, conversationId)));
      const [winner, ...others] = visits.filter((_, n) => answers[n]?.success === true);
      expect(others).to.deep.equal([]);
      const codes = answers.flatMap(({ code }) => code ?? []);
      expect(codes).to.deep.equal(codes.map(() => 'not_found'));
      expect(await winner?.client.next('connection:success')).to.deep.equal({
        type: 'guest',
        guestId,
      });
      const told = visits.filter(({ client }) => client.waiting('connection:success') > 0);
      expect(told).to.deep.equal([]);
    });

    it('of newcomers and those who are known one has it, and another goes on with nothing of it', async () => {
      const known = await many(10, (n) => openAsKnownGuest(urlOf(n)));
      const { conversationId } = await openAsGuest(urlOf(1));
      const visits = await many(20, (n) => visit(n, n < 10 ? known[n]?.guestId : undefined));
      const answers = await Promise.all(visits.map((one) => join(one, conversationId)));
      expect(answers.filter(({ success }) => success)).to.have.length(1);
    });

    it('two visits of one who is known go on with what is his, under each one’s name', async () => {
      const own = await openAsKnownGuest(urlOf(0));
      const tabs = await many(2, async (n) => {
        const fresh = await openAsGuest(urlOf(n));
        return { ...(await visit(n, own.guestId)), name: fresh.conversationId };
      });
      const answers = await Promise.all(tabs.map((tab) => join(tab, tab.name)));
      for (const answer of answers) expect(answer).to.include({ success: true });
      for (const [n, tab] of tabs.entries()) {
        expect(await send(tab, tab.name, `tab ${n}`)).to.include({ success: true });
      }
      expect(await historyOf(own.guestId, own.conversationId)).to.deep.equal(['tab 0', 'tab 1']);
    });

    it('two visits of one who has nothing open come by one conversation', async () => {
      const { guestId } = await openAsGuest(urlOf(0), undefined, { type: 'onboarding' });
      const fresh = await many(2, (n) => openAsGuest(urlOf(n)));
      const tabs = await many(2, (n) => visit(n, guestId));
      const ids = fresh.map(({ conversationId }) => conversationId);
      const answers = await Promise.all(tabs.map((tab, n) => join(tab, ids[n] ?? '')));
      for (const answer of answers) expect(answer).to.include({ success: true });
      await Promise.all(tabs.map((tab, n) => send(tab, ids[n] ?? '', 'hello')));
      const histories = await Promise.all(ids.map((id) => historyOf(guestId, id)));
      expect(histories).to.deep.equal([
        ['hello', 'hello'],
        ['hello', 'hello'],
      ]);
    });

    it('two guests who join each other’s fresh conversation leave both to be asked for', async () => {
      for (let round = 0; round < 5; round += 1) {
        const opened = await many(2, (n) => openAsGuest(urlOf(n)));
        const visits = await many(2, (n) => visit(n, opened[n]?.guestId));
        const ids = opened.map(({ conversationId }) => conversationId);
        await Promise.all(visits.map((one, n) => join(one, ids[1 - n] ?? '')));
        const admin = token({ sub: someone('admin'), role: 'admin' });
        for (const [n, id] of ids.entries()) {
          const { status } = await rest(urlOf(n), `/api/support/conversation/${id}`, admin);
          expect(status).to.equal(200);
        }
      }
    });

    it('the guest who opened it and a newcomer are one, or the newcomer is refused', async () => {
      const opened = await openAsGuest(urlOf(0));
      const [his, stranger] = [await visit(0, opened.guestId), await visit(1)];
      const { conversationId } = opened;
      const [own, other] = await Promise.all([
        join(his, conversationId),
        join(stranger, conversationId),
      ]);
      expect(own).to.include({ success: true });
      expect(await send(his, conversationId, 'mine')).to.include({ success: true });
      if (other.success) {
        const welcome = await stranger.client.next('connection:success');
        expect(welcome.guestId).to.equal(opened.guestId);
      }
      expect(await historyOf(opened.guestId, conversationId)).to.deep.equal(['mine']);
    });

    it('who leaves while he joins has it or has not, and whoever is left can go on', async () => {
      for (let round = 0; round < 5; round += 1) {
        const opened = await openAsGuest(urlOf(round));
        const { client } = await visit(round);
        client.emit('conversation:join', { conversationId: opened.conversationId });
        client.close();
        const back = await visit(round + 1, opened.guestId);
        expect(await join(back, opened.conversationId)).to.include({ success: true });
        expect(await send(back, opened.conversationId, 'still here')).to.include({ success: true });
      }
    });

    it('staff who write to a conversation while it finds its guest write to what he goes on with, or he does not', async () => {
      const own = await openAsKnownGuest(urlOf(0));
      const fresh = await openAsGuest(urlOf(1));
      const back = await visit(0, own.guestId);
      const boss = await connectSupportSocketio(urlOf(1), {
        token: token({ sub: someone('admin'), role: 'admin' }),
      });
      clients.push(boss);
      const [joined, sent] = await Promise.all([
        join(back, fresh.conversationId),
        boss.request('message:send', { conversationId: fresh.conversationId, message: 'Welcome' }),
      ]);
      expect(sent).to.include({ success: true });
      if (!joined.success) {
        expect(joined.code).to.equal('not_found');
        expect(await join(back, own.conversationId)).to.include({ success: true });
      }
      const { guestId } = back;
      expect(publicFormOf(guestId)).to.equal(own.publicId);
    });
  });
};

for (const store of LASTING_STORES) {
  describe(`with ${store}`, () => {
    describeRaces(needsStore(store));
  });
}
