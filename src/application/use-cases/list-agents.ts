import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { type Actor, isStaff, personKey, type Staff } from '../../domain/actor.js';
import { type AccessDenied, notAllowed, type Unavailable } from '../../domain/failure.js';
import { byName, knownStaff } from '../known-staff.js';
import type { AgentDirectory } from '../ports/agent-directory.js';
import type { ConversationQueries } from '../ports/conversation-queries.js';
import type { Presence } from '../ports/presence.js';

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
  readonly presence: Pick<Presence, 'online'>;
}

/** Everybody of staff who has ever been here, for staff who look for somebody to hand over to. */
export const listAgents =
  ({ agents, queries, presence }: ListAgentsDeps): ListAgents =>
  (actor) =>
  async () => {
    if (!isStaff(actor)) return left(notAllowed);
    const known = await knownStaff(agents);
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
