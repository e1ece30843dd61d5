import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { StoreName } from '../../src/bootstrap/stores.js';
import { toConversationId } from '../../src/domain/ids.js';
import { LASTING_STORES, needsStore, openStore, type StorePlace } from '../support/bound-stores.js';
import { expectRight } from '../support/expect-either.js';
import { conversationOf, wholeHistory } from './support/rest-client.js';
import { newSeed, Seeded } from './support/seeded.js';
import { serve, serverEnvironment, type ServerProcess } from './support/server-process.js';
import { someone, token } from './support/tokens.js';
import type { WireMessage } from './support/wire.js';
import {
  type SupportClient,
  connectSupportSocketio,
  connectSupportWs,
} from './support/support-clients.js';

const ROUNDS = 20;
const OTHERS = 50;
/** Of each socket, in a round. */
const SENDS = 250;
/** Of each socket, pipelined. */
const UNDER_WAY = 40;
const MOST_EVENTS = 1_000_000;
/** Milliseconds for one answer, which may wait for all the others: nothing is measured here. */
const PATIENCE = 60_000;

interface Sent {
  readonly by: number;
  readonly conversationId: string;
  /** Its own: tells it from every other in the history. */
  readonly message: string;
  readonly clientMessageId: string;
  /** What the acknowledgement said, if there was one. */
  acknowledged: WireMessage | null;
}

interface Round {
  readonly owner: string;
  readonly admins: readonly [string, string];
  readonly conversations: readonly string[];
}

/** Two conversations that all four sockets write to, and fifty that two of them do. */
const openRound = async (url: string): Promise<Round> => {
  const owner = token({ sub: someone('owner') });
  const others = Array.from({ length: OTHERS }, () => token({ sub: someone('owner') }));
  return {
    owner,
    admins: [
      token({ sub: someone('admin'), role: 'admin' }),
      token({ sub: someone('admin'), role: 'admin' }),
    ],
    conversations: await Promise.all([
      conversationOf(url, owner, 'general'),
      conversationOf(url, owner, 'onboarding'),
      ...others.map((other) => conversationOf(url, other)),
    ]),
  };
};

/** Socket.IO, ws, Socket.IO, ws; the first two are the owner's. */
const connectAll = (url: string, { owner, admins }: Round): Promise<readonly SupportClient[]> =>
  Promise.all([
    connectSupportSocketio(url, { token: owner }),
    connectSupportWs(url, owner),
    connectSupportSocketio(url, { token: admins[0] }),
    connectSupportWs(url, admins[1]),
  ]);

const plan = (random: Seeded, { conversations }: Round): Sent[] =>
  Array.from({ length: 4 * SENDS }, (_, index) => {
    const by = index % 4;
    const among = by < 2 || random.below(2) === 0 ? 2 : conversations.length;
    return {
      by,
      conversationId: conversations[random.below(among)] ?? '',
      message: `${index}: ${'x'.repeat(random.below(500))}`,
      clientMessageId: randomUUID(),
      acknowledged: null,
    };
  });

const sendTo = (clients: readonly SupportClient[], sent: Sent): Promise<WireMessage> => {
  const { by, conversationId, message, clientMessageId } = sent;
  const client = clients[by];
  if (client === undefined) throw new Error(`there is no client ${by}`);
  return client
    .request('message:send', { conversationId, message, clientMessageId }, PATIENCE)
    .then((ack) => {
      if (!ack.success) throw new Error(`refused: ${JSON.stringify(ack)}`);
      return ack.data as WireMessage;
    });
};

/** Keeps so many sends of each socket under way, and kills the server at the acknowledgement of that number. */
const sendUntilKilled = async (
  server: ServerProcess,
  clients: readonly SupportClient[],
  all: readonly Sent[],
  killAt: number,
): Promise<void> => {
  const waiting = clients.map((_, by) => all.filter((sent) => sent.by === by).reverse());
  let acknowledged = 0;
  const sendNext = (by: number): void => {
    const sent = waiting[by]?.pop();
    if (sent === undefined || server.child.killed) return;
    sendTo(clients, sent).then(
      (message) => {
        sent.acknowledged = message;
        acknowledged += 1;
        if (acknowledged === killAt) server.child.kill('SIGKILL');
        sendNext(by);
      },
      () => undefined,
    );
  };
  clients.forEach((_, by) => {
    for (let started = 0; started < UNDER_WAY; started += 1) sendNext(by);
  });
  await server.exited;
};

const describeKills = (name: StoreName, fresh: () => StorePlace): void => {
  describe(`a server on ${name} that is killed`, function () {
    this.timeout(3 * PATIENCE);
    const random = new Seeded(newSeed());
    let place: StorePlace;
    let server: ServerProcess;
    const environment = () => ({ ...serverEnvironment(''), ...place.environment });

    before(async () => {
      place = fresh();
      server = await serve(environment());
    });

    after(async () => {
      await server.kill('SIGKILL');
      await place.remove();
    });

    const histories = async ({ admins, conversations }: Round): Promise<readonly WireMessage[][]> =>
      Promise.all(
        conversations.map(async (id) => [...(await wholeHistory(server.url, admins[0], id))]),
      );

    const expectNoGaps = async (conversations: readonly string[]): Promise<void> => {
      const store = await openStore(place);
      try {
        for (const id of conversations) {
          const conversation = toConversationId(id);
          const events = expectRight(await store.log.read(conversation, 0, MOST_EVENTS)());
          expect(events[0]?.type).to.equal('opened');
          expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, index) => index + 1));
        }
      } finally {
        await store.close();
      }
    };

    for (let round = 1; round <= ROUNDS; round += 1) {
      const killAt = 1 + random.below(SENDS * 3);

      it(`round ${round}, at acknowledgement ${killAt} (SEED=${random.seed})`, async () => {
        const people = await openRound(server.url);
        const clients = await connectAll(server.url, people);
        const all = plan(random, people);
        await sendUntilKilled(server, clients, all, killAt);
        for (const client of clients) client.close();

        server = await serve(environment());
        const before = await histories(people);
        const byText = Map.groupBy(before.flat(), ({ message }) => message);
        for (const messages of before) {
          const seqs = messages.map(({ seq }) => seq);
          expect(seqs).to.deep.equal(seqs.toSorted((a, b) => a - b));
          expect(new Set(seqs).size).to.equal(seqs.length);
        }
        const acknowledged = all.filter((sent) => sent.acknowledged !== null);
        expect(acknowledged.length).to.be.at.least(killAt);
        for (const { message, acknowledged: answer } of acknowledged) {
          expect(byText.get(message), 'acknowledged: there once').to.deep.equal([answer]);
        }
        for (const { message, acknowledged: answer } of all) {
          const times = byText.get(message)?.length ?? 0;
          expect(times, 'at most once').to.be.at.most(answer === null ? 1 : times);
        }
        await expectNoGaps(people.conversations);

        const again = await connectAll(server.url, people);
        const answers = await Promise.all(all.map((sent) => sendTo(again, sent)));
        for (const client of again) client.close();
        all.forEach(({ message }, index) => {
          const [stored = answers[index]] = byText.get(message) ?? [];
          expect(answers[index], 'a resend is the same message').to.deep.equal(stored);
        });
        const after = (await histories(people)).flat();
        expect(after.length).to.equal(all.length);
        expect(new Set(after.map(({ message }) => message)).size).to.equal(all.length);
        await expectNoGaps(people.conversations);
      });
    }
  });
};

for (const name of LASTING_STORES) {
  describe(`on ${name}`, () => describeKills(name, needsStore(name)));
}
