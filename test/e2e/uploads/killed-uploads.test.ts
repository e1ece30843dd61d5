import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { WAITS_FOR } from '../../../src/application/use-cases/sweep-files.js';
import { LASTING_STORES, needsStore, type StorePlace } from '../../support/bound-stores.js';
import { expectRight } from '../../support/expect-either.js';
import { john, type Person } from '../documents/livechat-people.js';
import { openTicket } from '../documents/page-003.js';
import { filesGround } from '../support/files-ground.js';
import { serve, serverEnvironment } from '../support/server-process.js';
import { connectTicketsSocketio, type TicketsHistory } from '../support/tickets-clients.js';

const ROUNDS = 3;
/** Messages, of two files each. */
const MESSAGES = 40;
const KIB = 1024;
/** Milliseconds. */
const LATER = WAITS_FOR + 60_000;
const PATIENCE = 60_000;

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Text, so that it is let in, and no two alike. */
const FILES = Array.from({ length: 2 * MESSAGES }, (_, n) =>
  Buffer.from(randomBytes((1 + (n % 7)) * 40 * KIB).toString('hex')),
);

const messageOf = (ticketId: string, n: number): object => ({
  ...{ ticketId, message: `message ${n}`, clientMessageId: `c${n}` },
  attachments: FILES.slice(2 * n, 2 * n + 2).map((bytes, index) => ({
    name: `${n}-${index}.txt`,
    data: bytes.toString('base64'),
  })),
});

const entered = async (url: string, { bearer }: Person) => {
  const client = await connectTicketsSocketio(url);
  await client.request('authenticate', { token: bearer });
  return client;
};

const send = (client: Awaited<ReturnType<typeof entered>>, ticketId: string, n: number) =>
  client.request('send_message', messageOf(ticketId, n), PATIENCE);

/** What history shows, each of whose files has been fetched and is what was sent. */
const historyOf = async (url: string, user: Person, ticketId: string): Promise<number> => {
  const client = await entered(url, user);
  const answer = await client.request('get_messages', { ticketId, limit: 100 });
  const { messages } = answer as unknown as TicketsHistory;
  for (const { message, attachments } of messages) {
    const n = Number(message.replace('message ', ''));
    expect(attachments).to.have.length(2);
    for (const [index, { path }] of attachments.entries()) {
      const response = await fetch(url + path);
      expect(response.status, message).to.equal(200);
      const sent = FILES[2 * n + index] ?? Buffer.alloc(0);
      expect(digestOf(await response.bytes()), message).to.equal(digestOf(sent));
    }
  }
  client.close();
  return messages.length;
};

const describeKills = (fresh: () => StorePlace): void => {
  describe('uploads of a server that is killed', function () {
    this.timeout(2 * PATIENCE);

    for (let round = 1; round <= ROUNDS; round += 1) {
      const killAt = round * 7;
      it(`at answer ${killAt} are whole or nowhere, and nothing is left of them`, async () => {
        const place = fresh();
        const environment = { ...serverEnvironment(''), ...place.environment };
        const server = await serve(environment);
        const user = john();
        const { _id: ticketId } = await openTicket(server.url, user);
        const client = await entered(server.url, user);
        let answered = 0;
        for (let n = 0; n < MESSAGES; n += 1) {
          send(client, ticketId, n).then(
            (answer) => {
              expect(answer).to.have.all.keys('data');
              answered += 1;
              if (answered === killAt) server.child.kill('SIGKILL');
            },
            () => undefined,
          );
        }
        await server.exited;
        client.close();
        expect(answered).to.be.at.least(killAt);

        const ground = await filesGround(place);
        const kept = await historyOf(ground.url, user, ticketId);
        expect(kept).to.be.at.least(answered);
        ground.wait(LATER);
        expectRight(await ground.cases.sweepFiles()());
        const swept = await ground.pieces();
        // Tokens are of now.
        ground.wait(-LATER);
        expect(await historyOf(ground.url, user, ticketId)).to.equal(kept);
        if (place.name === 'sqlite') expect(swept, 'bytes and a note of each').to.equal(4 * kept);

        const again = await entered(ground.url, user);
        for (let n = 0; n < MESSAGES; n += 1) {
          expect(await send(again, ticketId, n)).to.have.all.keys('data');
        }
        again.close();
        expect(await historyOf(ground.url, user, ticketId)).to.equal(MESSAGES);
        await ground.stop();
      });
    }
  });
};

for (const name of LASTING_STORES) {
  describe(`on ${name}`, () => describeKills(needsStore(name)));
}
