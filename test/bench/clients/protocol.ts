import type { Texts } from './texts.js';

/** How clients speak `support` over one transport. What comes is told by how it begins, undecoded. */
export interface Protocol {
  readonly name: string;
  /** The bare relay that it is compared with. */
  readonly relay: 'socketio-relay' | 'ws-relay';
  /** Path and query of the upgrade. */
  readonly path: string;
  /** From the upgrade, which bears the token, to where events may be sent. */
  enter(say: (text: string) => void, texts: Texts, token: string): Promise<void>;
  /** An event that asks for the acknowledgement of this number. */
  event(name: string, data: object, ack: number): string;
  /** Before the number of an acknowledgement. */
  readonly acknowledged: string;
  /** Before a message for those who have joined. */
  readonly received: string;
  /** A heartbeat of the protocol's own, and its answer. */
  readonly heartbeat: { readonly ping: string; readonly pong: string } | null;
}

export const socketioProtocol: Protocol = {
  name: 'Socket.IO',
  relay: 'socketio-relay',
  path: '/socket.io/?EIO=4&transport=websocket',
  enter: async (say, texts, token) => {
    await texts.next('0{');
    say(`40/support,${JSON.stringify({ token })}`);
    await texts.next('40/support,');
  },
  event: (name, data, ack) => `42/support,${ack}${JSON.stringify([name, data])}`,
  acknowledged: '43/support,',
  received: '42/support,["message:received",',
  heartbeat: { ping: '2', pong: '3' },
};

export const wsProtocol: Protocol = {
  name: 'ws',
  relay: 'ws-relay',
  path: '/ws/support',
  enter: () => Promise.resolve(),
  event: (event, data, ack) => JSON.stringify({ event, data, ack }),
  acknowledged: '{"ack":',
  received: '{"event":"message:received",',
  heartbeat: null,
};
