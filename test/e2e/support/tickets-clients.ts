import { channel } from '../../../src/adapters/inbound/dialects/tickets/channel.js';
import type { Client } from './client.js';
import { connectSocketio, type SocketioClient, type SocketioOptions } from './socketio-client.js';
import type { Staged } from './spoken.js';

/** The dialect `tickets` on a stage. */
export const tickets: Staged = { name: channel.name, namespace: '/', channel };

/** Document 003, "Message Object Structure". */
export interface TicketsAttachment {
  readonly filename: string;
  readonly originalname: string;
  readonly mimetype: string;
  readonly size: number;
  readonly path: string;
  readonly url: string;
  readonly uploadedAt: string;
}

/** Document 003, "Message Object Structure"; `seq` is ours. */
export interface TicketsMessage {
  readonly _id: string;
  readonly ticketId: string;
  readonly sender: {
    readonly _id: string | null;
    readonly name: string | null;
    readonly email: string | null;
    readonly company?: string | null;
  };
  readonly senderModel: 'Client' | 'SuperAdmin';
  readonly message: string;
  readonly attachments: readonly TicketsAttachment[];
  readonly createdAt: string;
  readonly seq: number;
}

export interface TicketsHistory {
  readonly ticketId: string;
  readonly messages: readonly TicketsMessage[];
  readonly pagination: {
    readonly total: number;
    readonly page: number;
    readonly limit: number;
    readonly totalPages: number;
  };
}

export interface TicketsError {
  readonly message: string;
  readonly code: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly retryAfter?: number;
  readonly ticketId?: string;
}

interface Named {
  readonly ticketId: string;
}

interface Typist extends Named {
  readonly userId: string;
  readonly userName: string | null;
}

/** Server → client events of document 003; `left_ticket` and `error` are ours. */
export interface TicketsFrames {
  authenticated: {
    readonly user: {
      readonly id: string;
      readonly name: string | null;
      readonly email: string | null;
      readonly type: 'Client' | 'SuperAdmin';
    };
  };
  authentication_error: TicketsError;
  joined_ticket: Named;
  join_ticket_error: TicketsError;
  left_ticket: Named;
  messages_loaded: TicketsHistory;
  messages_error: TicketsError;
  new_message: { readonly data: TicketsMessage };
  send_message_error: TicketsError;
  user_typing: Typist;
  user_stopped_typing: Typist;
  error: TicketsError;
}

export type TicketsErrorEvent = Extract<keyof TicketsFrames, `${string}error`>;

/** What the matching event carries, or what the error event does. */
export type TicketsAck = Readonly<Record<string, unknown>> & { readonly success?: boolean };

/** Clients of the dialect `tickets`. */
export type TicketsClient = Client<TicketsFrames, TicketsAck>;
export type TicketsSocketioClient = SocketioClient<TicketsFrames, TicketsAck>;

/** A stranger, until he says `authenticate`. */
export const connectTicketsSocketio = (
  url: string,
  options?: SocketioOptions,
): Promise<TicketsSocketioClient> => connectSocketio(tickets, url, {}, options);
