import { isLeft } from 'fp-ts/lib/Either.js';
import type {
  Arrival,
  Channel,
  CloseReason,
  Connection,
  Entrance,
  Frame,
  Offer,
  Session,
} from '../../gateway/transport.js';

export interface LoopbackClient {
  /** Resolves with the answer that a client gets who passes a callback. */
  request(event: string, payload?: unknown): Promise<unknown>;
  /** Sends without asking for an answer. */
  emit(event: string, payload?: unknown): void;
  close(): void;
}

/** Neither where the client is a new guest, or says by a frame who it is. */
export interface LoopbackCredentials {
  readonly token?: string;
  readonly guestId?: string;
}

export interface LoopbackListener {
  frame(frame: Frame): void;
  closed?(reason: CloseReason | 'client'): void;
}

export interface LoopbackTransport {
  /** @throws Error with the words of the refusal when a credential is not accepted */
  connect(
    dialect: string,
    credentials: LoopbackCredentials,
    listener: LoopbackListener,
  ): Promise<LoopbackClient>;
}

const copy = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

const arrival = (event: string, payload: unknown): Arrival => ({
  event,
  payload: copy(payload),
  bytes: JSON.stringify({ event, payload }).length,
});

const OFFER: Offer = {
  token: undefined,
  guestIds: [],
  sessionId: null,
  cookies: new Map(),
  headers: {},
  address: 'loopback',
  mayFollow: true,
};

/** Frames in JSON, so that nobody holds what somebody else may change. */
const channel: Channel<string> = { encode: (frame) => JSON.stringify(frame) };

/** Clients within the process, for tests and for those who embed the core. */
export const loopbackTransport = (entrances: ReadonlyMap<string, Entrance>): LoopbackTransport => ({
  connect: async (dialect, { token, guestId }, listener) => {
    const entrance = entrances.get(dialect);
    if (entrance === undefined) throw new Error(`There is no dialect ${dialect}`);
    const pass = await entrance.admit({ ...OFFER, token, guestIds: [guestId] });
    if (isLeft(pass)) throw new Error(pass.left.message);

    let open = true;
    // Opening a session may send, and may close, before there is one to name.
    let opened: Session | null = null;
    const close = (reason: CloseReason | 'client'): void => {
      if (!open) return;
      open = false;
      opened?.closed();
      listener.closed?.(reason);
    };
    const connection: Connection<string> = {
      channel,
      unsent: 0,
      send: (wire) => {
        if (open) listener.frame(JSON.parse(wire) as Frame);
      },
      // Nothing is counted here: what is sent is in memory already.
      allow: () => undefined,
      close,
    };
    const session = entrance.open(connection, pass.right);
    opened = session;
    return {
      request: (event, payload) =>
        new Promise((resolve) =>
          session.receive({
            ...arrival(event, payload),
            acknowledge: (answer) => resolve(copy(answer)),
          }),
        ),
      emit: (event, payload) => session.receive(arrival(event, payload)),
      close: () => close('client'),
    };
  },
});
