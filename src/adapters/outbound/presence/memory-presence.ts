import { right, rightIO } from 'fp-ts/lib/TaskEither.js';
import type { Clock } from '../../../application/ports/clock.js';
import type { Logger } from '../../../application/ports/logger.js';
import type { Presence, PresenceChange } from '../../../application/ports/presence.js';
import type { PersonKey } from '../../../domain/actor.js';
import type { ConversationId } from '../../../domain/ids.js';
import { Counted } from './counted.js';
import { Sightings } from './sightings.js';

/** Milliseconds between two looks at who has not been seen for too long. */
const SWEEP_INTERVAL = 1_000;

export interface MemoryPresenceDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sweepInterval?: number;
}

/** Who is connected to this process, the only node there is. */
export const memoryPresence = ({
  clock,
  logger,
  sweepInterval = SWEEP_INTERVAL,
}: MemoryPresenceDeps): Presence => {
  const connected = new Counted<PersonKey>();
  const rooms = new Map<ConversationId, Counted<PersonKey>>();
  const subscribers = new Set<(change: PresenceChange) => void>();

  const tell = (change: PresenceChange): void => {
    queueMicrotask(() => {
      for (const subscriber of subscribers) {
        try {
          subscriber(change);
        } catch (error) {
          logger.error('a subscriber of presence failed', { error });
        }
      }
    });
  };

  const sightings = new Sightings((person, online) => tell({ kind: 'online', person, online }));
  const sweep = (): void => sightings.sweep(clock.now());
  const timer = setInterval(sweep, sweepInterval).unref();

  const ignore = (): void => undefined;

  return {
    arrived: (person) => connected.come(person, ignore, ignore),
    online: (people) => right(new Set(people.filter((person) => connected.has(person)))),
    appeared: (person, connection) => rightIO(() => sightings.see(person, connection, clock.now())),
    stayed: (person, connection) =>
      rightIO(() => {
        sweep();
        const holds = sightings.has(person, connection);
        if (holds) sightings.see(person, connection, clock.now());
        return holds;
      }),
    vanished: (person, connection) => rightIO(() => sightings.lose(person, connection)),
    present: () =>
      rightIO(() => {
        sweep();
        return sightings.all();
      }),
    entered: (room, person) => {
      const people = rooms.get(room) ?? new Counted<PersonKey>();
      rooms.set(room, people);
      const change = (inside: boolean) => (): void => tell({ kind: 'room', person, room, inside });
      const left = change(false);
      return people.come(person, change(true), () => {
        if (people.size === 0) rooms.delete(room);
        left();
      });
    },
    inside: (room) => rightIO(() => rooms.get(room)?.keys() ?? new Set()),
    census: () => rightIO(() => ({ people: connected.size, rooms: rooms.size })),
    subscribe: (subscriber) => {
      // A subscriber of its own for each call, so that the same function may subscribe twice.
      const own = (change: PresenceChange): void => subscriber(change);
      subscribers.add(own);
      return () => subscribers.delete(own);
    },
    close: () => {
      clearInterval(timer);
      subscribers.clear();
      return Promise.resolve();
    },
  };
};
