import type { Socket } from 'socket.io-client';
import { connectTicketsSocketio, type TicketsSocketioClient } from '../support/tickets-clients.js';
import { Calls } from './calls.js';
import { DOCUMENT_003, examplesIn } from './document-items.js';
import { ask, type Person } from './livechat-people.js';
import { type Made, runExample } from './run-example.js';

const programs = examplesIn(DOCUMENT_003);

/** All that stands under a heading, one program after the other. */
const programUnder = (heading: string): string => {
  const found = programs.filter((program) => program.heading === heading);
  if (found.length === 0) throw new Error(`document 003 has no program under ${heading}`);
  return found.map(({ code }) => code).join('\n');
};

/** Document 003 leaves open how a ticket is opened: `POST /api/tickets`. */
export interface WireTicket {
  readonly _id: string;
  readonly ticketNumber: string;
  readonly subject: string;
}

/** A ticket of somebody's. */
export const openTicket = async (
  url: string,
  { bearer }: Person,
  more: object = {},
): Promise<WireTicket> => {
  const body = { subject: 'My card', ...more };
  const { status, body: answer } = await ask(url, 'POST /api/tickets', { bearer, body });
  if (status !== 201) throw new Error(`no ticket: ${JSON.stringify(answer)}`);
  return answer.data['ticket'] as WireTicket;
};

/** Somebody else in a ticket's room, with a client of our own. */
export const beside = async (
  url: string,
  { bearer }: Person,
  ticketId: string,
): Promise<TicketsSocketioClient> => {
  const client = await connectTicketsSocketio(url);
  await client.request('authenticate', { token: bearer });
  await client.request('join_ticket', { ticketId });
  return client;
};

/** All that is said in a ticket, as somebody reads it. */
export const textsOf = async (
  { socket }: { readonly socket: Socket },
  ticketId: string,
): Promise<readonly string[]> => {
  const loaded = (await socket.emitWithAck('get_messages', { ticketId, limit: 100 })) as {
    readonly messages: readonly { readonly message: string }[];
  };
  return loaded.messages.map(({ message }) => message);
};

/** A browser's page of somebody's, which runs what the document shows. */
export interface Page extends Calls {
  readonly socket: Socket;
  /** Runs what stands under a heading, as it stands but for the ticket's id and the token. */
  run(heading: string, names?: Readonly<Record<string, unknown>>): Promise<Made>;
  close(): void;
}

/** Connected as the document connects; whose token and which ticket is said of the programs to come. */
export const openPage = async (url: string, bearer: string, ticketId: string): Promise<Page> => {
  const calls = new Calls();
  const surroundings = {
    console: { log: calls.noting('log'), error: calls.noting('error') },
    authToken: bearer,
    currentTicketId: ticketId,
    token: bearer,
  };
  const { socket } = await runExample(programUnder('Connection'), { url, names: surroundings });
  if (socket === undefined) throw new Error('the document connects nothing');
  return Object.assign(calls, {
    socket,
    run: (heading: string, names: Readonly<Record<string, unknown>> = {}) => {
      const code = programUnder(heading)
        .replaceAll('your-jwt-token-here', bearer)
        .replaceAll('"ticket-id-here"', JSON.stringify(ticketId))
        .replaceAll('ticketId: "123"', `ticketId: ${JSON.stringify(ticketId)}`);
      return runExample(code, { url, names: { ...surroundings, socket, ...names } });
    },
    close: () => {
      socket.close();
    },
  });
};
