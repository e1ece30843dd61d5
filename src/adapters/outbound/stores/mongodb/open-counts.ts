import type { Document } from 'mongodb';
import type { Staff } from '../../../../domain/actor.js';
import type { Instant } from '../../../../domain/ids.js';
import { statusesOf } from '../../../../domain/listing.js';
import type { Tallies } from '../../../../domain/statistics.js';
import type { Head } from './documents.js';
import { keyOf } from './keys.js';
import { departmentsOf } from './listings.js';
import type { MongoDatabase } from './mongo-database.js';

/** So many open conversations, of one status and of one of staff, or of nobody. */
export interface OpenCount {
  readonly status: keyof Tallies['open'];
  readonly assigneeId: string | null;
  readonly total: number;
}

interface Counted {
  readonly _id: {
    readonly status: keyof Tallies['open'];
    /** Absent where it is nobody's. */
    readonly assigned?: string;
    /** Whether it is of a department of which the viewer sees all. */
    readonly isOwn: boolean;
  };
  readonly total: number;
}

const OPEN = { status: { $in: statusesOf('open') } };

/**
 * What is open now of all that somebody of staff may read: counted in the indexes of lists, without a look at a document
 * save those that are in no list yet.
 */
export const openCounts = ({
  heads,
}: Pick<MongoDatabase, 'heads'>): ((
  viewer: Staff,
  now: Instant,
) => Promise<readonly OpenCount[]>) => {
  const counted = (hint: string, conditions: Document, _id: Document): Promise<Counted[]> =>
    heads
      .aggregate<Counted>(
        [{ $match: { ...conditions, ...OPEN } }, { $group: { _id, total: { $sum: 1 } } }],
        { hint },
      )
      .toArray();

  const nobodys = (viewer: Staff, _id: Document): Promise<Counted[]> =>
    viewer.kind === 'admin'
      ? counted('queue', { isAssigned: false }, _id)
      : counted(
          'departmentQueues',
          { department: { $in: departmentsOf(viewer) }, isAssigned: false },
          _id,
        );

  /** No hash tells whose it is, and nothing that was hashed once ever changes. */
  const idsByKey = new Map<string, string>();
  const knownId = async (assigned: string): Promise<string | undefined> => {
    const known = idsByKey.get(assigned);
    if (known !== undefined) return known;
    const head = await heads.findOne<Pick<Head, 'state'>>(
      { assigned },
      { projection: { _id: 0, state: 1 }, hint: 'assignedLists' },
    );
    // All that he had has gone to others since.
    if (head === null) return undefined;
    const { assignee } = JSON.parse(head.state) as { assignee: { id: string } };
    idsByKey.set(assigned, assignee.id);
    return assignee.id;
  };

  const named = async ({ _id, total }: Counted, sign: 1 | -1): Promise<readonly OpenCount[]> => {
    const { status, assigned } = _id;
    const assigneeId = assigned === undefined ? null : await knownId(assigned);
    return assigneeId === undefined ? [] : [{ status, assigneeId, total: sign * total }];
  };

  return async (viewer, now) => {
    const isOwn =
      viewer.kind === 'admin'
        ? { $literal: true }
        : { $in: ['$department', [...departmentsOf(viewer)]] };
    const isSeen = ({ _id }: Counted): boolean => _id.isOwn || _id.assigned === keyOf(viewer.id);
    const [unassigned, assigned, hidden] = await Promise.all([
      nobodys(viewer, { status: '$status', isOwn: { $literal: true } }),
      counted(
        'assignedLists',
        { assigned: { $gte: '' } },
        { status: '$status', assigned: '$assigned', isOwn },
      ),
      counted(
        'hidden',
        { hiddenUntil: { $gt: now } },
        { status: '$status', assigned: '$assigned', isOwn },
      ),
    ]);
    const shown = await Promise.all([
      ...[...unassigned, ...assigned].filter(isSeen).map((one) => named(one, 1)),
      ...hidden.filter(isSeen).map((one) => named(one, -1)),
    ]);
    return shown.flat();
  };
};
