import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, personKey, personsOf } from '../../domain/actor.js';
import {
  type AccessDenied,
  noPerson,
  notAllowed,
  type NotFound,
  type Unavailable,
} from '../../domain/failure.js';
import type { EventBus } from '../ports/event-bus.js';
import type { Logger } from '../ports/logger.js';
import type { Presence } from '../ports/presence.js';
import type { Turn } from '../ports/turn.js';
import { publishing } from '../publishing.js';

/** By an admin, and on record: whoever goes by that id, of staff or not, loses all of his connections, on every node. */
export type DisconnectPerson = (
  actor: Actor,
  id: string,
) => TaskEither<AccessDenied | NotFound | Unavailable, void>;

export interface DisconnectPersonDeps {
  readonly presence: Presence;
  readonly bus: Pick<EventBus, 'publish'>;
  readonly turn: Turn;
  readonly logger: Logger;
}

export const disconnectPerson = ({
  presence,
  bus,
  turn,
  logger,
}: DisconnectPersonDeps): DisconnectPerson => {
  const publish = publishing(bus, logger);
  return (actor, id) => async () => {
    if (actor.kind !== 'admin') return left(notAllowed);
    const online = await presence.online(personsOf(id))();
    if (isLeft(online)) return online;
    const people = [...online.right];
    if (people.length === 0) return left(noPerson);
    logger.info('an admin disconnects somebody', { by: personKey(actor), people });
    // Whoever sends himself away has his answer first.
    turn.atEnd(() => publish({ kind: 'disconnect', people }));
    return right(undefined);
  };
};
