import { once } from 'node:events';
import jwt from 'jsonwebtoken';
import { io, type Socket } from 'socket.io-client';
import { uuidGenerator } from '../../src/adapters/outbound/system/uuid-generator.js';
import type { BenchServer } from './bench-server.js';

/** Two sockets of one customer, both joined. */
interface Conversation {
  readonly id: string;
  readonly sender: Socket;
  readonly other: Socket;
}

const TEXT = 'Hi, I tried sending money to a friend but it keeps failing. Can you help?';

const connect = async (url: string, token: string): Promise<Socket> => {
  const socket = io(`${url}/support`, {
    auth: { token },
    transports: ['websocket'],
    forceNew: true,
  });
  await once(socket as unknown as NodeJS.EventEmitter, 'connect');
  return socket;
};

/** The relay takes any id; Switchboard opens a conversation. */
const conversationId = async ({ name, url }: BenchServer, token: string): Promise<string> => {
  if (name === 'relay') return uuidGenerator.next();
  const response = await fetch(`${url}/api/support/conversation`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { data } = (await response.json()) as { data: { id: string } };
  return data.id;
};

const open = async (
  server: BenchServer,
  secret: string,
  customer: number,
): Promise<Conversation> => {
  const token = jwt.sign({ sub: `customer-${customer}` }, secret, { expiresIn: '1h' });
  const id = await conversationId(server, token);
  const [sender, other] = await Promise.all([
    connect(server.url, token),
    connect(server.url, token),
  ]);
  for (const socket of [sender, other]) {
    await socket.emitWithAck('conversation:join', { conversationId: id });
  }
  return { id, sender, other };
};

/** Sends one message, and is done when it was acknowledged and reached the other socket. */
const exchange = ({ id, sender, other }: Conversation, done: () => void): void => {
  let missing = 2;
  const arrived = (): void => {
    missing -= 1;
    if (missing === 0) done();
  };
  other.once('message:received', arrived);
  sender.emit('message:send', { conversationId: id, message: TEXT }, arrived);
};

export interface Load {
  /** Keeps one send of every conversation in flight for so long; answers how many were completed. */
  run(milliseconds: number): Promise<number>;
  close(): void;
}

export const startLoad = async (
  server: BenchServer,
  secret: string,
  conversations: number,
): Promise<Load> => {
  const all: Conversation[] = [];
  for (let customer = 0; customer < conversations; customer += 1) {
    all.push(await open(server, secret, customer));
  }
  return {
    run: async (milliseconds) => {
      const end = performance.now() + milliseconds;
      let completed = 0;
      const keepSending = (conversation: Conversation): Promise<void> =>
        new Promise((resolve) => {
          const next = (): void => {
            if (performance.now() >= end) resolve();
            else {
              exchange(conversation, () => {
                completed += 1;
                next();
              });
            }
          };
          next();
        });
      await Promise.all(all.map(keepSending));
      return completed;
    },
    close: () => {
      for (const { sender, other } of all) {
        sender.close();
        other.close();
      }
    },
  };
};
