import { expect } from 'chai';
import { STORES } from '../../../src/bootstrap/stores.js';
import { needsStore, type StorePlace } from '../../support/bound-stores.js';
import { john, type Person } from '../documents/livechat-people.js';
import { openTicket } from '../documents/page-003.js';
import { type FilesGround, filesGround } from '../support/files-ground.js';
import {
  connectTicketsSocketio,
  type TicketsAck,
  type TicketsAttachment,
  type TicketsClient,
  type TicketsFrames,
  type TicketsMessage,
  tickets,
} from '../support/tickets-clients.js';
import { openWs, wsPath } from '../support/ws-client.js';

/** Strangers, until they say who they are. */
export const CONNECTIONS: Readonly<Record<string, (url: string) => Promise<TicketsClient>>> = {
  'Socket.IO': (url) => connectTicketsSocketio(url),
  'long polling': (url) => connectTicketsSocketio(url, { transports: ['polling'] }),
  ws: (url) => openWs<TicketsFrames, TicketsAck>(tickets, url, { path: wsPath(tickets) }),
};

/** Milliseconds for the answer to the largest of frames. */
const PATIENCE = 30_000;

/** A file as a client sends it; it has no claim of its type unless it makes one. */
export const fileOf = (name: string, bytes: Uint8Array | string, type?: string): object => ({
  name,
  data: Buffer.from(bytes).toString('base64'),
  ...(type === undefined ? {} : { type }),
});

/** Somebody with a ticket of his own, who has said who he is. */
export interface Sender {
  readonly user: Person;
  readonly ticketId: string;
  readonly client: TicketsClient;
  readonly pieces: () => Promise<number>;
}

export const sender = async (
  ground: FilesGround,
  connect: (url: string) => Promise<TicketsClient>,
): Promise<Sender> => {
  const user = john();
  const { _id: ticketId } = await openTicket(ground.url, user);
  const client = await connect(ground.url);
  await client.request('authenticate', { token: user.bearer });
  return { user, ticketId, client, pieces: () => ground.pieces() };
};

const send = ({ client, ticketId }: Sender, attachments: unknown, more: object) =>
  client.request('send_message', { ticketId, message: '', attachments, ...more }, PATIENCE);

/** What is taken, as it is answered. */
export const taken = async (
  by: Sender,
  attachments: readonly object[],
  more: object = {},
): Promise<TicketsMessage> => {
  const answer = await send(by, attachments, more);
  expect(answer, JSON.stringify(answer)).to.have.all.keys('data');
  return answer['data'] as TicketsMessage;
};

/** The one file that is taken. */
export const takenFile = async (by: Sender, file: object): Promise<TicketsAttachment> => {
  const [one] = (await taken(by, [file])).attachments;
  if (one === undefined) throw new Error('a message without its file');
  return one;
};

/** That it is refused with this code and words, by its error event, too, and nothing of it is kept anywhere. */
export const expectRefused = async (
  by: Sender,
  attachments: unknown,
  [code, words]: readonly [code: string, words: RegExp],
  more: object = {},
): Promise<void> => {
  const before = await by.pieces();
  const answer = await send(by, attachments, more);
  const what = JSON.stringify([attachments, answer]).slice(-300);
  expect(answer, what).to.include({ success: false, code });
  expect(answer['message'], what).to.match(words);
  expect((await by.client.next('send_message_error')).code, what).to.equal(code);
  expect(await by.pieces(), `what is kept after ${what}`).to.equal(before);
};

/** How many messages the ticket has, as its owner reads it. */
export const countOf = async ({
  client,
  ticketId,
}: Pick<Sender, 'client' | 'ticketId'>): Promise<number> => {
  const { pagination } = (await client.request('get_messages', { ticketId })) as {
    readonly pagination?: { readonly total: number };
  };
  return pagination?.total ?? -1;
};

/** The suite, by each way to connect, with a server of its own on each store. */
export const bySockets = (
  name: string,
  environment: () => Readonly<Record<string, string>>,
  suite: (enter: () => Promise<Sender>, ground: () => FilesGround) => void,
): void => {
  for (const store of STORES) {
    describe(`on ${store}`, () => {
      const fresh: () => StorePlace = needsStore(store);
      describe(name, () => {
        let ground: FilesGround;
        const clients: TicketsClient[] = [];
        before(async () => {
          ground = await filesGround(fresh(), environment());
        });
        afterEach(() => {
          for (const client of clients.splice(0)) client.close();
        });
        after(async () => {
          await ground.stop();
          expect(ground.errors()).to.deep.equal([]);
        });

        for (const [way, connect] of Object.entries(CONNECTIONS)) {
          describe(`over ${way}`, () => {
            const enter = async (): Promise<Sender> => {
              const one = await sender(ground, connect);
              clients.push(one.client);
              return one;
            };
            suite(enter, () => ground);
          });
        }
      });
    });
  }
};
