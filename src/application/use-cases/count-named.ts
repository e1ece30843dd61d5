import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { map, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import { mayEnter, type NamedRoom } from '../../domain/access.js';
import {
  type Actor,
  type PersonKey,
  personKey,
  personsOf,
  type Staff,
} from '../../domain/actor.js';
import { type AccessDenied, notYours, type Unavailable } from '../../domain/failure.js';
import { Kept } from '../kept.js';
import { knownStaff } from '../known-staff.js';
import type { AgentDirectory } from '../ports/agent-directory.js';
import type { Clock } from '../ports/clock.js';
import type { Presence } from '../ports/presence.js';

/** How many people are connected who belong to a department, or go by a user's id, with him who asks. */
export type CountNamed = (
  actor: Actor,
  room: NamedRoom,
) => TaskEither<AccessDenied | Unavailable, number>;

export interface CountNamedDeps {
  readonly agents: AgentDirectory;
  readonly presence: Pick<Presence, 'online'>;
  readonly clock: Clock;
}

type Departments = ReadonlyMap<string, readonly PersonKey[]>;

const byDepartment = (staff: readonly Staff[]): Departments => {
  const departments = new Map<string, PersonKey[]>();
  for (const one of staff) {
    if (one.kind !== 'agent') continue;
    for (const id of one.departments) {
      const people = departments.get(id) ?? [];
      departments.set(id, people);
      people.push(personKey(one));
    }
  }
  return departments;
};

export const countNamed = ({ agents, presence, clock }: CountNamedDeps): CountNamed => {
  const departments = new Kept(
    map(byDepartment)(() => knownStaff(agents)),
    clock,
  );
  return (actor, room) => async () => {
    if (!mayEnter(actor, room)) return left(notYours);
    const known = room.kind === 'dept' ? await departments.get() : right(null);
    if (isLeft(known)) return known;
    const people = known.right === null ? personsOf(room.id) : (known.right.get(room.id) ?? []);
    const online = await presence.online(people)();
    return isLeft(online) ? online : right(new Set([...online.right, personKey(actor)]).size);
  };
};
