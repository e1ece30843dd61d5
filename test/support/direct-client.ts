import type {
  Arrival,
  Channel,
  CloseReason,
  Connection,
  Entrance,
  Frame,
  Offer,
  Pass,
  Session,
} from '../../src/adapters/inbound/gateway/transport.js';
import { expectRight } from './expect-either.js';

const OFFER: Offer = {
  token: undefined,
  guestIds: [],
  sessionId: null,
  cookies: new Map(),
  headers: {},
  address: 'nowhere',
  mayFollow: true,
};

/** Frames go out as they are. */
const channel: Channel = { encode: (frame) => frame };

/** A client with no transport between it and the gateway. */
export class DirectClient {
  /** Frames, in order, and among them each `answer` and the `closed` that ends a connection. */
  readonly came: Frame[] = [];
  /** Bytes that it has yet to take, as its connection tells. */
  unsent = 0;
  private readonly session: Session;

  constructor(entrance: Entrance, pass: Pass, sessionId?: string) {
    const unsent = (): number => this.unsent;
    const connection: Connection = {
      channel,
      sessionId,
      get unsent() {
        return unsent();
      },
      send: (frame) => this.came.push(frame as Frame),
      allow: () => undefined,
      close: (reason: CloseReason) => this.came.push({ event: 'closed', data: reason }),
    };
    this.session = entrance.open(connection, pass);
  }

  /** The names of what came. */
  get events(): readonly string[] {
    return this.came.map(({ event }) => event);
  }

  /** What came under a name. */
  all(event: string): readonly unknown[] {
    return this.came.filter((one) => one.event === event).map(({ data }) => data);
  }

  /** Asks for an answer, and resolves with it. */
  request(
    event: unknown,
    payload?: unknown,
    bytes = 100,
    hold?: Arrival['hold'],
  ): Promise<unknown> {
    return new Promise((resolve) => {
      const acknowledge = (data: unknown): void => {
        this.came.push({ event: 'answer', data });
        resolve(data);
      };
      this.session.receive({ event, payload, bytes, acknowledge, hold });
    });
  }

  /** Asks for none. */
  emit(event: unknown, payload?: unknown, bytes = 100): void {
    this.session.receive({ event, payload, bytes });
  }

  leave(): void {
    this.session.closed();
  }
}

/** By which a client comes in, and by which it will come back; without it is a stranger who will not. */
export interface Coming {
  readonly token?: string | undefined;
  readonly guestId?: unknown;
  /** Of the connection that is to be taken up again. */
  readonly back?: string;
  /** Of this one. */
  readonly sessionId?: string;
}

const existing = (entrance: Entrance | undefined): Entrance => {
  if (entrance === undefined) throw new Error('there is no such entrance');
  return entrance;
};

/** What a client is told that wants to come in so. */
export const admitDirectly = (
  entrance: Entrance | undefined,
  { token, guestId, back }: Coming,
): ReturnType<Entrance['admit']> =>
  existing(entrance).admit({ ...OFFER, token, guestIds: [guestId], sessionId: back ?? null });

export const comeDirectly = async (
  entrance: Entrance | undefined,
  coming: Coming,
): Promise<DirectClient> => {
  const pass = expectRight(await admitDirectly(entrance, coming));
  return new DirectClient(existing(entrance), pass, coming.sessionId);
};

/** Comes in with a token, or as a stranger. */
export const connectDirectly = (
  entrance: Entrance | undefined,
  token?: string,
): Promise<DirectClient> => comeDirectly(entrance, { token });
