import type { AppendOutcome } from '../../../../application/ports/conversation-log.js';
import type { AppendJob } from './append-job.js';
import { bucketsWithin } from './buckets.js';
import type { Entry, Head } from './documents.js';
import type { MongoDatabase } from './mongo-database.js';

export type Kind = AppendOutcome['kind'];

type Seen = Pick<Head, '_id' | 'lastSeq' | 'archived'> & {
  readonly tail: readonly Pick<Entry, 's' | 't'>[];
  readonly names: readonly { readonly n: string }[];
};

const SEEN = { lastSeq: 1, archived: 1, 'tail.s': 1, 'tail.t': 1, 'names.n': 1 } as const;

const reasonIn = ({ append, names }: AppendJob, head: Seen | undefined): Kind => {
  if (head?.lastSeq !== append.expectedSeq) return 'taken';
  const there = new Set(head.names.map(({ n }) => n));
  return names.some(({ n }) => there.has(n)) ? 'repeated' : 'taken';
};

/**
 * What became of jobs that the server refused, as it says why, or as their conversations show. An append
 * that stands in its own way was stored by a try before this one.
 *
 * A refusal is answered once all that was written before it will last, so that these reads show what
 * stood in the way.
 */
export const refusedJobs = ({ heads, buckets }: Pick<MongoDatabase, 'heads' | 'buckets'>) => {
  const tokenInBucket = async (id: string, seq: number): Promise<Entry['t'] | undefined> => {
    const bucket = await buckets.findOne(bucketsWithin(id, seq, seq), {
      projection: { 'entries.s': 1, 'entries.t': 1 },
      sort: { _id: -1 },
    });
    return bucket?.entries.find(({ s }) => s === seq)?.t;
  };

  const isStored = async ({ append, token }: AppendJob, head: Seen): Promise<boolean> => {
    const seq = append.expectedSeq + 1;
    const recent = head.tail.find(({ s }) => s === seq)?.t;
    if (recent !== undefined) return recent.equals(token);
    if (seq > head.archived) return false;
    return (await tokenInBucket(append.conversation.id, seq))?.equals(token) ?? false;
  };

  return async (
    refused: ReadonlyMap<AppendJob, Kind | null>,
    settle: (job: AppendJob, kind: Kind) => void,
  ): Promise<void> => {
    if (refused.size === 0) return;
    const ids = [...refused.keys()].map(({ append }) => append.conversation.id);
    const found = await heads.find<Seen>({ _id: { $in: ids } }, { projection: SEEN }).toArray();
    const byId = new Map(found.map((head) => [head._id, head]));
    for (const [job, reason] of refused) {
      const head = byId.get(job.append.conversation.id);
      const isOwn = head !== undefined && (await isStored(job, head));
      settle(job, isOwn ? 'appended' : (reason ?? reasonIn(job, head)));
    }
  };
};
