import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isStaff, personKey, type Staff } from '../../domain/actor.js';
import { type AccessDenied, notAllowed, type Unavailable } from '../../domain/failure.js';
import type { AgentDirectory } from '../ports/agent-directory.js';
import type { ConversationQueries } from '../ports/conversation-queries.js';
import type { Presence } from '../ports/presence.js';

/** Staff that are listed at most. */
export const MAX_AGENTS = 5_000;

/** Of those whom the directory gives at a time. */
const TOGETHER = 500;

export interface ListedAgent {
  readonly staff: Staff;
  readonly online: boolean;
  /** That are assigned to him. */
  readonly openConversations: number;
}

export interface ListedAgents {
  /** By name, then by id. */
  readonly agents: readonly ListedAgent[];
}

export type ListAgents = (actor: Actor) => TaskEither<AccessDenied | Unavailable, ListedAgents>;

export interface ListAgentsDeps {
  readonly agents: AgentDirectory;
  readonly queries: ConversationQueries;
  readonly presence: Presence;
}

const everybody = async (
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

const byName = (a: Staff, b: Staff): number =>
  (a.profile.name ?? '').localeCompare(b.profile.name ?? '', 'en') || (a.id < b.id ? -1 : 1);

/** Everybody of staff who has ever been here, for staff who look for somebody to hand over to. */
export const listAgents =
  ({ agents, queries, presence }: ListAgentsDeps): ListAgents =>
  (actor) =>
  async () => {
    if (!isStaff(actor)) return left(notAllowed);
    const known = await everybody(agents);
    if (isLeft(known)) return known;
    const people = known.right.map(personKey);
    const online = await presence.online(people)();
    if (isLeft(online)) return online;
    const open = await queries.openAssigned(known.right.map(({ id }) => id))();
    if (isLeft(open)) return open;
    return right({
      agents: [...known.right].sort(byName).map((staff) => ({
        staff,
        online: online.right.has(personKey(staff)),
        openConversations: open.right.get(staff.id) ?? 0,
      })),
    });
  };
