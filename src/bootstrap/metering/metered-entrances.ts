import type { IncomingMessage } from 'node:http';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Entrance } from '../../adapters/inbound/gateway/transport.js';
import type { Metrics } from '../../application/ports/metrics.js';

const meteredEntrance = (entrance: Entrance, transport: string, metrics: Metrics): Entrance => {
  const { name } = entrance;
  return {
    ...entrance,
    admit: async (offer) => {
      const admitted = await entrance.admit(offer);
      if (isLeft(admitted)) metrics.handshakeRefused(transport, name, admitted.left.because);
      return admitted;
    },
    open: (connection, pass) => {
      const session = entrance.open(connection, pass);
      // After that, since of what could not be opened nobody says that it is gone.
      const gone = metrics.connected(transport, name);
      return {
        receive: (arrival) => session.receive(arrival),
        closed: (suspicion) => {
          gone();
          session.closed(suspicion);
        },
      };
    },
  };
};

/** The same ways in, with who comes in by them counted, and who is not let in. */
export const meteredEntrances = (
  entrances: ReadonlyMap<string, Entrance>,
  transport: string,
  metrics: Metrics,
): ReadonlyMap<string, Entrance> =>
  new Map(
    [...entrances].map(([key, entrance]) => [key, meteredEntrance(entrance, transport, metrics)]),
  );

type Check = (request: Pick<IncomingMessage, 'headers'>) => boolean;

/** The same check of origins, with each request counted once that it refuses, however often it is asked. */
export const meteredOrigins = (isAllowed: Check, transport: string, metrics: Metrics): Check => {
  const refused = new WeakSet<object>();
  return (request) => {
    if (isAllowed(request)) return true;
    if (!refused.has(request)) metrics.handshakeRefused(transport, null, 'origin');
    refused.add(request);
    return false;
  };
};
