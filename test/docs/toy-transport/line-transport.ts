import type { Server, Socket } from 'node:net';
import { isLeft } from 'fp-ts/lib/Either.js';
import type {
  Channel,
  Entrance,
  Envelope,
  Offer,
  Session,
} from '../../../src/adapters/inbound/gateway/transport.js';
import { commonEnvelope } from '../../../src/adapters/inbound/transports/common/envelope.js';
import type { Logger } from '../../../src/application/ports/logger.js';
import { LineConnection } from './line-connection.js';
import { linesOf, LineTooLong } from './lines-of.js';

/** Bytes of it. */
const MAX_HANDSHAKE = 16 * 1024;

/** The first line of a client: the dialect's name, and his token or his guest's id if he has one. */
const HANDSHAKE = /^(\S+)(?: (?:guest=(\S+)|(\S+)))?$/;

const offerOf = (
  token: string | undefined,
  guestId: string | undefined,
  socket: Socket,
): Offer => ({
  token,
  guestIds: [guestId],
  sessionId: null,
  cookies: new Map(),
  headers: {},
  address: socket.remoteAddress ?? '',
  mayFollow: true,
});

const refuse = (socket: Socket, refused: string): void => {
  socket.end(`${JSON.stringify({ refused })}\n`);
};

const receive = (
  line: Buffer,
  { parse, malformed, acknowledge }: Envelope,
  connection: LineConnection,
  session: Session,
): void => {
  const parsed = parse(line.toString());
  if (parsed === null) return connection.send(malformed);
  const { frame, ack } = parsed;
  session.receive({
    event: frame.event,
    payload: frame.data,
    bytes: line.length,
    acknowledge:
      ack === undefined ? undefined : (answer) => connection.send(acknowledge(ack, answer)),
  });
};

/** One dialect's door: who comes in by it shares a channel. */
interface Door {
  readonly entrance: Entrance;
  readonly envelope: Envelope;
  readonly channel: Channel<string>;
}

const doorTo = (entrance: Entrance): Door => {
  const envelope = entrance.envelope ?? commonEnvelope;
  return { entrance, envelope, channel: { encode: (frame) => envelope.write(frame) } };
};

const serve = async (socket: Socket, doors: ReadonlyMap<string, Door>): Promise<void> => {
  const limit = { bytes: MAX_HANDSHAKE };
  const lines = linesOf(socket, limit);
  const first = await lines.next();
  if (first.done === true) return;
  const [, name = '', guestId, token] = HANDSHAKE.exec(first.value.toString()) ?? [];
  const door = doors.get(name);
  if (door === undefined) {
    refuse(socket, 'There is no such dialect');
    return;
  }
  const { entrance, envelope, channel } = door;
  const pass = await entrance.admit(offerOf(token, guestId, socket));
  if (isLeft(pass)) {
    refuse(socket, pass.left.message);
    return;
  }
  limit.bytes = entrance.maxFrame;
  const connection = new LineConnection(channel, socket, limit);
  const session = entrance.open(connection, pass.right);
  try {
    for await (const line of lines) receive(line, envelope, connection, session);
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error;
    connection.close('tooLarge');
  } finally {
    session.closed();
  }
};

export interface LineTransportOptions {
  /** By dialect name. */
  readonly entrances: ReadonlyMap<string, Entrance>;
  readonly logger: Logger;
}

/** Serves each dialect as lines of its envelope over TCP. */
export const lineTransport = (
  server: Server,
  { entrances, logger }: LineTransportOptions,
): { close(): Promise<void> } => {
  const doors = new Map([...entrances].map(([name, entrance]) => [name, doorTo(entrance)]));

  server.on('connection', (socket) => {
    socket.setNoDelay();
    serve(socket, doors).catch((error: unknown) => logger.debug('a socket failed', { error }));
  });

  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
};
