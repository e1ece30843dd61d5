import type {
  LoopbackCredentials,
  LoopbackTransport,
} from '../../../src/adapters/inbound/transports/loopback/loopback-transport.js';
import { type Client, Inbox } from './client.js';
import { within } from './deadline.js';

export const connectLoopback = async <Frames, Answer>(
  transport: LoopbackTransport,
  /** By which name the transport knows it. */
  entrance: string,
  credentials: LoopbackCredentials,
): Promise<Client<Frames, Answer>> => {
  const inbox = new Inbox<Frames>();
  const { promise: ended, resolve: end } = Promise.withResolvers<string>();
  const client = await transport.connect(entrance, credentials, {
    frame: ({ event, data }) => inbox.push(event, data),
    closed: end,
  });
  return {
    ended,
    request: async (event, payload, patience) =>
      (await within(
        client.request(event, payload),
        () => `an answer to ${event}`,
        patience,
      )) as Answer,
    emit: (event, payload) => client.emit(event, payload),
    next: (event) => inbox.next(event),
    waiting: (event) => inbox.waiting(event),
    close: () => client.close(),
  };
};
