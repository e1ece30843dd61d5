import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Append, AppendOutcome } from '../../../../application/ports/conversation-log.js';
import { type Unavailable, unavailable } from '../../../../domain/failure.js';
import { type AppendJob, isOpening, jobOf, writeOf } from './append-job.js';
import { failureLog } from '../../common/failure-log.js';
import { archiver } from './archiver.js';
import { BUCKET, mayFill } from './buckets.js';
import { writeTogether, type WriteFault } from './bulk-result.js';
import type { MongoDatabase } from './mongo-database.js';
import {
  DUPLICATE_KEY,
  duplicateIndex,
  INVALID_DOCUMENT,
  isPermanentCode,
  isTooLarge,
} from '../../common/mongodb/mongo-errors.js';
import { NotYet } from '../../common/mongodb/persistence.js';
import { type Kind, refusedJobs } from './refused-jobs.js';
import { type Asked, sharedWork } from './shared-work.js';
import type { TallyCounter } from './tally-counter.js';

type Answer = Either<Unavailable, AppendOutcome>;
type Settle = (job: AppendJob, kind: Kind) => void;

/** Bulks under way at a time; what comes meanwhile goes together into the next one. */
const BULKS = 3;

/** One message to the server holds a bulk of so many appends and bytes. */
const MAX_JOBS = 1_000;
const MAX_BYTES = 12_000_000;

const shareOf = (waiting: readonly AppendJob[]): number => {
  let bytes = 0;
  const tooMany = waiting.findIndex((job, index) => {
    bytes += job.bytes + job.state.length;
    return index > 0 && (index === MAX_JOBS || bytes > MAX_BYTES);
  });
  return tooMany === -1 ? waiting.length : tooMany;
};

const REASON_OF_INDEX: ReadonlyMap<string | null, Kind> = new Map([
  ['_id_', 'taken'],
  ['slot', 'slotTaken'],
  ['openings', 'repeated'],
  ['tickets', 'ticketTaken'],
]);

/** Appends of any callers, each its own answer; none waits for another's. */
export const mongoAppend = (
  database: MongoDatabase,
  { soon }: TallyCounter,
): ((append: Append) => Promise<Answer>) => {
  const { heads, buckets, logger, patience, persist, inTime } = database;
  const archive = archiver(database);
  const logRefusal = failureLog((fields) => logger.error('MongoDB refused an append', fields));
  const settleRefused = refusedJobs(database);

  /**
   * Which names are in buckets, where they never change. Those that are not there now are free for one
   * who stands at the right `seq`, if they are not in the conversation's document.
   */
  const archivedNames = async (jobs: readonly AppendJob[]): Promise<ReadonlySet<string>> => {
    const old = jobs.filter(({ append }) => append.expectedSeq >= BUCKET);
    const names = old.flatMap((job) => job.names.map(({ n }) => n));
    if (names.length === 0) return new Set();
    const ids = old.map(({ append }) => append.conversation.id);
    const found = await buckets
      .find(
        { conversation: { $in: ids }, names: { $in: names } },
        { projection: { _id: 0, names: 1 } },
      )
      .toArray();
    return new Set(found.flatMap((bucket) => bucket.names ?? []));
  };

  /** Undefined where the job may be tried again, null where its conversation shows why it was refused. */
  const reasonOf = async (
    { append }: AppendJob,
    { code, message }: WriteFault,
  ): Promise<Kind | null | undefined> => {
    const { id } = append.conversation;
    if (code === INVALID_DOCUMENT) return null;
    const reason =
      code === DUPLICATE_KEY ? REASON_OF_INDEX.get(duplicateIndex(message)) : undefined;
    if (reason !== undefined) return reason;
    if (isTooLarge(code)) {
      await archive(id);
      return undefined;
    }
    logRefusal(code, { conversationId: id, error: { code, index: duplicateIndex(message) } });
    return isPermanentCode(code) || code === DUPLICATE_KEY ? 'unavailable' : undefined;
  };

  const attempt = async (jobs: readonly AppendJob[], settle: Settle): Promise<void> => {
    const archived = await archivedNames(jobs);
    const isUsed = (job: AppendJob): boolean => job.names.some(({ n }) => archived.has(n));
    const refused = new Map<AppendJob, Kind | null>();
    for (const job of jobs.filter(isUsed)) refused.set(job, 'repeated');
    const free = jobs.filter((job) => !isUsed(job));
    const faulty = new Map<AppendJob, WriteFault>();
    if (free.length > 0) {
      const { faults, isWhole } = await writeTogether(heads, free.map(writeOf));
      for (const [index, job] of free.entries()) {
        const fault = faults.get(index);
        if (fault !== undefined) faulty.set(job, fault);
        else if (isWhole) settle(job, 'appended');
        else refused.set(job, null);
      }
    }
    let isOver = true;
    for (const [job, fault] of faulty) {
      const reason = await reasonOf(job, fault);
      if (reason === undefined) isOver = false;
      else refused.set(job, reason);
    }
    await settleRefused(refused, settle);
    if (!isOver) throw new NotYet('some were refused for a reason that passes');
  };

  const write = async (asked: readonly Asked<AppendJob, Answer>[]): Promise<void> => {
    const unsettled = new Map(asked.map((one) => [one.question, one]));
    const settle: Settle = (job, kind) => {
      const one = unsettled.get(job);
      unsettled.delete(job);
      one?.answer(right({ kind }));
      const { expectedSeq, conversation } = job.append;
      const isDue = kind === 'appended' && mayFill(expectedSeq, conversation.lastSeq, job.bytes);
      if (isDue) void archive(conversation.id);
      if (kind === 'appended' && job.uncounted.length > 0) soon(conversation.id);
    };
    const done = await persist(() => attempt([...unsettled.keys()], settle))();
    if (isLeft(done)) for (const { answer } of unsettled.values()) answer(done);
  };

  const ask = sharedWork<AppendJob, Answer>({
    workers: BULKS,
    share: shareOf,
    // Two commands, whose outcomes need not wait for each other.
    work: async (asked) => {
      const now = performance.now();
      const late = asked.filter(({ question }) => question.giveUpAt <= now);
      for (const { answer } of late) answer(left(unavailable));
      const due = asked.filter(({ question }) => question.giveUpAt > now);
      const openings = due.filter(({ question }) => isOpening(question));
      const changes = due.filter(({ question }) => !isOpening(question));
      await Promise.all([openings, changes].filter(({ length }) => length > 0).map(write));
    },
  });
  return (append) => inTime(ask(jobOf(append, performance.now() + patience)));
};
