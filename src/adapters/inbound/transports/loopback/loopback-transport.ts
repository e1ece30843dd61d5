import { isLeft } from 'fp-ts/lib/Either.js';
import type {
  Channel,
  CloseReason,
  Connection,
  Entrance,
  Frame,
  Session,
} from '../../gateway/transport.js';

export interface LoopbackClient {
  /** Resolves with the answer that a client gets who passes a callback. */
  request(event: string, payload?: unknown): Promise<unknown>;
  /** Sends without asking for an answer. */
  emit(event: string, payload?: unknown): void;
  close(): void;
}

export interface LoopbackListener {
  frame(frame: Frame): void;
  closed?(reason: CloseReason | 'client'): void;
}

export interface LoopbackTransport {
  /** @throws Error with the words of the refusal when the token is not accepted */
  connect(dialect: string, token: string, listener: LoopbackListener): Promise<LoopbackClient>;
}

const copy = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

/** Frames in JSON, so that nobody holds what somebody else may change. */
const channel: Channel<string> = { encode: (frame) => JSON.stringify(frame) };

/** Clients within the process, for tests and for those who embed the core. */
export const loopbackTransport = (entrances: ReadonlyMap<string, Entrance>): LoopbackTransport => ({
  connect: async (dialect, token, listener) => {
    const entrance = entrances.get(dialect);
    if (entrance === undefined) throw new Error(`There is no dialect ${dialect}`);
    const identity = await entrance.authenticate(token);
    if (isLeft(identity)) throw new Error(identity.left.message);

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
      close,
    };
    const session = entrance.open(connection, identity.right);
    opened = session;
    return {
      request: (event, payload) =>
        new Promise((resolve) =>
          session.receive(event, copy(payload), (answer) => resolve(copy(answer))),
        ),
      emit: (event, payload) => session.receive(event, copy(payload)),
      close: () => close('client'),
    };
  },
});
