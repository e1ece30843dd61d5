import { channel } from '../../../src/adapters/inbound/dialects/livechat/channel.js';
import type { Client } from './client.js';
import { connectSocketio, type SocketioClient, type SocketioOptions } from './socketio-client.js';
import type { Staged } from './spoken.js';

/** The dialect `livechat` on a stage. */
export const livechat: Staged = { name: channel.name, namespace: '/support', channel };

/** Document 004, `new_message`; `seq` and `is_note` are ours. */
export interface LivechatMessage {
  readonly id: string;
  readonly message: string;
  readonly is_from_user: boolean;
  readonly sender_name: string | null;
  readonly sender_email: string | null;
  readonly attachments: null;
  readonly seq: number;
  readonly is_note?: true;
  readonly createdAt: string;
}

/** Of `conversation_updated`, whatever its kind. */
export interface LivechatUpdate {
  readonly conversation_id: string;
  readonly event: string;
  readonly message?: { readonly id: string; readonly preview: string };
  readonly assigned_admin_name?: string;
  readonly satisfaction_rating?: number;
  readonly ticket_number?: string;
  readonly status?: string;
  readonly priority?: string;
  readonly feedback?: string | null;
}

export interface LivechatError {
  readonly success: false;
  readonly message: string;
  readonly code: string;
}

interface Named {
  readonly conversation_id: string;
}

/** Server → client events of document 004. */
export interface LivechatFrames {
  new_message: Named & { readonly message: LivechatMessage };
  conversation_updated: LivechatUpdate;
  conversation_claimed: Named & {
    readonly assigned_to: string;
    readonly assigned_admin_name: string;
  };
  conversation_closed: Named;
  ticket_created_from_conversation: Named & {
    readonly ticket: { readonly ticket_number: string; readonly status: string };
  };
  typing: Named & { readonly is_admin: boolean };
  stop_typing: Named & { readonly is_admin: boolean };
  error: LivechatError;
}

export interface LivechatAck {
  readonly success: boolean;
  readonly message?: string;
  readonly code?: string;
}

/** Clients of the dialect `livechat`. */
export type LivechatClient = Client<LivechatFrames, LivechatAck>;
export type LivechatSocketioClient = SocketioClient<LivechatFrames, LivechatAck>;

/** @throws Error with the server's words when the handshake is refused */
export const connectLivechatSocketio = (
  url: string,
  auth: Record<string, unknown>,
  options?: SocketioOptions,
): Promise<LivechatSocketioClient> => connectSocketio(livechat, url, auth, options);
