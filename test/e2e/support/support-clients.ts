import { channel } from '../../../src/adapters/inbound/dialects/support/channel.js';
import type { Client } from './client.js';
import { connectSocketio, type SocketioClient, type SocketioOptions } from './socketio-client.js';
import type { Staged } from './spoken.js';
import type { Ack, Frames } from './wire.js';
import {
  connectWs,
  openWs,
  upgradeStatus,
  type WsClient,
  type WsOptions,
  wsPath,
} from './ws-client.js';

/** The dialect `support` on a stage. */
export const support: Staged = { name: channel.name, namespace: '/support', channel };

/** Clients of the dialect `support`. */
export type SupportClient = Client<Frames, Ack>;
export type SupportSocketioClient = SocketioClient<Frames, Ack>;
export type SupportWsClient = WsClient<Frames, Ack>;

const atSupport = (options: Partial<WsOptions>): WsOptions => ({
  path: wsPath(support),
  ...options,
});

/** @throws Error with the server's words when the handshake is refused */
export const connectSupportSocketio = (
  url: string,
  auth: Record<string, unknown>,
  options?: SocketioOptions,
): Promise<SupportSocketioClient> => connectSocketio(support, url, auth, options);

/** Authenticated by the upgrade's header. */
export const connectSupportWs = (url: string, token: string): Promise<SupportWsClient> =>
  connectWs(support, url, token);

export const openSupportWs = (
  url: string,
  options: Partial<WsOptions> = {},
): Promise<SupportWsClient> => openWs(support, url, atSupport(options));

/** The status that an upgrade is answered with: 101 when it is granted. */
export const supportUpgradeStatus = (
  url: string,
  options: Partial<WsOptions> = {},
): Promise<number> => upgradeStatus(url, atSupport(options));
