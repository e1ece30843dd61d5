import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PersonKey } from '../../domain/actor.js';
import type { Unavailable } from '../../domain/failure.js';

/** He has gone again; called once or more. */
export type Departure = () => void;

/** Who is connected, over all nodes. */
export interface Presence {
  /** Somebody has come; he is there until all who came as him have gone. Never waits and never throws. */
  arrived(person: PersonKey): Departure;

  /** Those of these people who are there. */
  online(people: readonly PersonKey[]): TaskEither<Unavailable, ReadonlySet<PersonKey>>;
}
