import type { Staff } from '../domain/actor.js';
import type { Conversation } from '../domain/conversation.js';
import type { Instant } from '../domain/ids.js';
import { isListed } from '../domain/listing.js';
import { type Doings, type Sample, samplesOf, type Tallies } from '../domain/statistics.js';
import type { Append } from './ports/conversation-log.js';

const ANY_OPEN = { status: 'open', type: null, assignee: null, search: null } as const;

const NOTHING: Doings = { open: 0, closed: 0, ratings: 0, stars: 0 };

/** What is counted for statistics, for a store that holds everything in memory: it is told every append, in their order. */
export class TallyBook {
  private readonly samples: Sample[] = [];

  add({ events, conversation }: Append): void {
    this.samples.push(...samplesOf(events, conversation));
  }

  /** As `ConversationQueries` promises it. */
  tallies(all: Iterable<Conversation>, viewer: Staff, since: number, now: Instant): Tallies {
    const open = { active: 0, waiting_support: 0, waiting_user: 0 };
    const spreads = { answered: new Map<number, number>(), closed: new Map<number, number>() };
    const byAssignee = new Map<string | null, Doings>();
    const count = (id: string | null, more: Partial<Doings>): void => {
      const sum = { ...NOTHING, ...byAssignee.get(id) };
      byAssignee.set(id, {
        open: sum.open + (more.open ?? 0),
        closed: sum.closed + (more.closed ?? 0),
        ratings: sum.ratings + (more.ratings ?? 0),
        stars: sum.stars + (more.stars ?? 0),
      });
    };
    for (const conversation of all) {
      if (!isListed(conversation, viewer, ANY_OPEN, now)) continue;
      const { status, assignee } = conversation;
      if (status !== 'closed') open[status] += 1;
      count(assignee?.id ?? null, { open: 1 });
    }
    for (const { kind, day, departmentId, assigneeId, value } of this.samples) {
      if (day < since) continue;
      const isOwn =
        viewer.kind === 'admin' ||
        departmentId === null ||
        viewer.departments.includes(departmentId);
      if (isOwn && kind !== 'rated') {
        spreads[kind].set(value, (spreads[kind].get(value) ?? 0) + 1);
      }
      if (!isOwn && assigneeId !== viewer.id) continue;
      if (kind === 'closed') count(assigneeId, { closed: 1 });
      if (kind === 'rated') count(assigneeId, { ratings: 1, stars: value });
    }
    const unassigned = byAssignee.get(null)?.open ?? 0;
    return { open, unassigned, ...spreads, byAssignee };
  }
}
