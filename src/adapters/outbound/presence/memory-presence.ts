import { right } from 'fp-ts/lib/TaskEither.js';
import type { Presence } from '../../../application/ports/presence.js';
import type { PersonKey } from '../../../domain/actor.js';

/** Who is connected to this process, the only node there is. */
export const memoryPresence = (): Presence => {
  /** How often each has come and not gone. */
  const present = new Map<PersonKey, number>();

  const change = (person: PersonKey, by: number): void => {
    const count = (present.get(person) ?? 0) + by;
    if (count === 0) present.delete(person);
    else present.set(person, count);
  };

  return {
    arrived: (person) => {
      let isThere = true;
      change(person, 1);
      return () => {
        if (isThere) change(person, -1);
        isThere = false;
      };
    },
    online: (people) => right(new Set(people.filter((person) => present.has(person)))),
  };
};
