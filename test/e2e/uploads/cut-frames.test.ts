import { once } from 'node:events';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { insides } from '../../../src/adapters/inbound/transports/common/ws-insides.js';
import { placeInFolder } from '../../support/bound-stores.js';
import { until } from '../../support/until.js';
import { WatchedBudget } from '../../support/watched-budget.js';
import {
  CONNECTIONS,
  countOf,
  fileOf,
  type Sender,
  sender,
  taken,
} from '../bad-input/file-senders.js';
import { type FilesGround, filesGround } from '../support/files-ground.js';
import { openRawPolling } from '../support/raw-polling.js';
import { beginPost, MIB } from './ground.js';

/** Room for one of these events, and for no two. */
const ROOM = 32 * MIB;

/** Two files that are as large as files may be. */
const attachments = ['a.txt', 'b.txt'].map((name) => fileOf(name, 'x'.repeat(10 * MIB)));

/** Somebody known, of whose next event the first half has come. */
type Halfway = (url: string, by: Sender) => Promise<{ readonly leave: () => void }>;

const packet = (event: string, data: object): string => `42${JSON.stringify([event, data])}`;
const envelope = (event: string, data: object): string => JSON.stringify({ event, data });

/** Says one thing after the other, each when what must come before it has been heard. */
const openSocket = async (
  url: string,
  path: string,
  hello: readonly (readonly [after: string, text: string])[],
): Promise<WebSocket> => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { perMessageDeflate: false });
  let heard = '';
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    heard += data.toString();
  });
  await once(socket, 'open');
  for (const [after, text] of hello) {
    await until(() => heard.includes(after));
    socket.send(text);
  }
  await until(() => heard.includes('"authenticated"'));
  return socket;
};

/** A text frame's beginning, with a mask that leaves it as it is. */
const frameHead = (length: number): Buffer => {
  const head = Buffer.alloc(14);
  head.writeUInt16BE(0x81ff);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
};

const half = (text: string): string => text.slice(0, text.length / 2);

const cutFrame = (socket: WebSocket, text: string): void => {
  const { _socket: tcp } = insides(socket);
  if (tcp === null) throw new Error('it is not connected');
  tcp.write(Buffer.concat([frameHead(text.length), Buffer.from(half(text))]));
};

const byWs = (url: string, { user }: Sender) =>
  openSocket(url, '/ws/tickets', [['', envelope('authenticate', { token: user.bearer })]]);

const leaving = (socket: WebSocket) => ({ leave: () => socket.terminate() });

const HALFWAY: Readonly<Record<string, readonly [keyof typeof CONNECTIONS, Halfway]>> = {
  'in a frame of plain ws': [
    'ws',
    async (url, by) => {
      const socket = await byWs(url, by);
      cutFrame(socket, envelope('send_message', { ticketId: by.ticketId, attachments }));
      return leaving(socket);
    },
  ],
  'between the parts of a message of plain ws': [
    'ws',
    async (url, by) => {
      const socket = await byWs(url, by);
      const text = envelope('send_message', { ticketId: by.ticketId, attachments });
      socket.send(half(text), { fin: false });
      return leaving(socket);
    },
  ],
  'in a frame of Socket.IO': [
    'Socket.IO',
    async (url, by) => {
      const socket = await openSocket(url, '/socket.io/?EIO=4&transport=websocket', [
        ['', '40'],
        ['40{', packet('authenticate', { token: by.user.bearer })],
      ]);
      cutFrame(socket, packet('send_message', { ticketId: by.ticketId, attachments }));
      return leaving(socket);
    },
  ],
  'in a request of long polling': [
    'long polling',
    async (url, by) => {
      const session = await openRawPolling(url);
      await session.post(['40']);
      await session.poll();
      await session.post([packet('authenticate', { token: by.user.bearer })]);
      let heard = '';
      while (!heard.includes('"authenticated"')) heard += (await session.poll()).join();
      const text = packet('send_message', { ticketId: by.ticketId, attachments });
      const asking = beginPost(url, session, text.length);
      asking.write(half(text));
      return { leave: () => asking.destroy() };
    },
  ],
};

describe('who leaves in the middle of an event with files', () => {
  let budget: WatchedBudget;
  let ground: FilesGround;
  beforeEach(async () => {
    budget = new WatchedBudget(ROOM);
    ground = await filesGround(placeInFolder('sqlite'), {}, budget);
  });
  afterEach(() => ground.stop());

  for (const [where, [way, begin]] of Object.entries(HALFWAY)) {
    it(`leaves nothing, and his room to the next, ${where}`, async () => {
      const by = await sender(ground, CONNECTIONS[way] ?? expect.fail);
      try {
        const { leave } = await begin(ground.url, by);
        await budget.whenAsked(1);
        expect(budget.isFree).to.equal(false);
        leave();
        await until(() => budget.isFree);
        expect(await ground.pieces()).to.equal(0);
        expect(await countOf(by)).to.equal(0);

        const { attachments: kept } = await taken(by, attachments);
        expect(kept.map(({ size }) => size)).to.deep.equal([10 * MIB, 10 * MIB]);
        expect(await countOf(by)).to.equal(1);
        await until(() => budget.isFree);
        expect(ground.errors()).to.deep.equal([]);
      } finally {
        by.client.close();
      }
    });
  }
});
