import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import type { Staff } from '../domain/actor.js';
import type { Unavailable } from '../domain/failure.js';
import type { AgentDirectory } from './ports/agent-directory.js';

/** Staff that are looked at, at most. */
export const MAX_AGENTS = 5_000;

/** Of those whom the directory gives at a time. */
const TOGETHER = 500;

/** Everybody of staff who has ever been here. */
export const knownStaff = async (
  directory: AgentDirectory,
): Promise<Either<Unavailable, readonly Staff[]>> => {
  const all: Staff[] = [];
  while (all.length < MAX_AGENTS) {
    const some = await directory.list(all.at(-1)?.id ?? null, TOGETHER)();
    if (isLeft(some)) return some;
    if (some.right.length === 0) break;
    all.push(...some.right);
  }
  return right(all);
};

/** As people look for each other: by name, then by id. */
export const byName = (a: Staff, b: Staff): number =>
  (a.profile.name ?? '').localeCompare(b.profile.name ?? '', 'en') || (a.id < b.id ? -1 : 1);
