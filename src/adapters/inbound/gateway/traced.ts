import type { Logger } from '../../../application/ports/logger.js';
import type { EventTable } from './event-table.js';
import type { Connection, Frame, Session } from './transport.js';

/** Where the frames of one connection are told of: by name and size, never what is in them. */
export interface Trace {
  readonly logger: Logger;
  readonly correlationId: string;
}

interface TracedWire {
  readonly frame: Frame;
  readonly wire: unknown;
}

const sizeOf = (data: unknown): number => Buffer.byteLength(JSON.stringify(data ?? null));

/** The same, with a channel of its own: no other connection takes its wires, since they bear names. */
export const tracedConnection = (
  connection: Connection,
  { logger, correlationId }: Trace,
): Connection<TracedWire> => ({
  sessionId: connection.sessionId,
  channel: { encode: (frame) => ({ frame, wire: connection.channel.encode(frame) }) },
  get unsent() {
    return connection.unsent;
  },
  send: ({ frame: { event, data }, wire }) => {
    logger.debug('event out', { correlationId, event, bytes: sizeOf(data) });
    connection.send(wire);
  },
  allow: (bytes) => connection.allow(bytes),
  close: (reason) => connection.close(reason),
});

/** A name that is no event's may be anything that somebody typed. */
export const tracedSession = (
  session: Session,
  events: Pick<EventTable, 'knows'>,
  { logger, correlationId }: Trace,
): Session => ({
  receive: (arrival) => {
    const { event, bytes, acknowledge } = arrival;
    const name = events.knows(event) ? event : null;
    logger.debug('event in', { correlationId, event: name, bytes });
    session.receive(
      acknowledge === undefined
        ? arrival
        : {
            ...arrival,
            acknowledge: (answer) => {
              logger.debug('answer out', { correlationId, event: name, bytes: sizeOf(answer) });
              acknowledge(answer);
            },
          },
    );
  },
  closed: (suspicion) => session.closed(suspicion),
});
