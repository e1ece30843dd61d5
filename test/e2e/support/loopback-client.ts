import { type LoopbackTransport } from '../../../src/adapters/inbound/transports/loopback/loopback-transport.js';
import { type Client, Inbox } from './client.js';
import { within } from './deadline.js';
import type { Ack } from './wire.js';

export const connectLoopback = async (
  transport: LoopbackTransport,
  token: string,
): Promise<Client> => {
  const inbox = new Inbox();
  const client = await transport.connect('support', token, {
    frame: ({ event, data }) => inbox.push(event, data),
  });
  return {
    request: async (event, payload) =>
      (await within(client.request(event, payload), () => `an answer to ${event}`)) as Ack,
    emit: (event, payload) => client.emit(event, payload),
    next: (event) => inbox.next(event),
    waiting: (event) => inbox.waiting(event),
    close: () => client.close(),
  };
};
