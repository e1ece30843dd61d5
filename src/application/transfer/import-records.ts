import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { isSome } from 'fp-ts/lib/Option.js';
import type { Staff } from '../../domain/actor.js';
import type { ConversationEvent } from '../../domain/conversation-event.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ReadMark } from '../ports/read-marks.js';
import type { Store } from '../ports/store.js';
import { ahead } from './ahead.js';
import { canonicalJson } from './canonical-json.js';
import { eventBytes } from './event-bytes.js';
import { hasFiles } from './has-files.js';
import { ImportJob } from './import-job.js';
import { storeJobs } from './import-window.js';
import { forEachRecord, type ReadFailure, type ReadRecords } from './read-records.js';
import type { ImportRefused } from './transfer-failure.js';
import type {
  ConversationHead,
  ReadRecord,
  TransferHeader,
  TransferRecord,
} from './transfer-record.js';

export interface ImportDeps extends Pick<Store, 'log' | 'agents' | 'reads'> {
  /** Is told now and then how many events are stored, of how many. */
  readonly onStored: (events: number, all: number) => void;
}

export type ImportFailure = ReadFailure | ImportRefused | Unavailable;

type Result<A> = Either<ImportFailure, A>;

export interface Imported {
  readonly header: TransferHeader;
  /** Staff of whom the store knew something else, and still does: their tokens came to it. */
  readonly staffKept: number;
  /** Messages with files, which are not in the export. */
  readonly withFiles: number;
}

/** Events, and their bytes in JSON, past which what has been read is stored. */
const WINDOW = { events: 2_000, bytes: 4_000_000 } as const;

/** Staff who are looked for together. */
const AHEAD = 20;

interface Gathered {
  readonly head: ConversationHead;
  readonly events: ConversationEvent[];
}

class Import {
  private header: TransferHeader | null = null;
  private readonly staff: Staff[] = [];
  private gathered: Gathered[] = [];
  private marks: ReadMark[] = [];
  private size = { events: 0, bytes: 0 };
  private stored = 0;
  private staffKept = 0;
  private withFiles = 0;
  private head: ConversationHead | null = null;

  constructor(private readonly deps: ImportDeps) {}

  /** Not awaited where it answers null: for most records there is nothing to do yet. */
  take(record: TransferRecord): Promise<Result<void>> | null {
    switch (record.kind) {
      case 'header':
        return this.begin(record.header);
      case 'staff':
        this.staff.push(record.staff);
        return null;
      case 'conversation':
        this.head = record.conversation;
        this.gathered.push({ head: record.conversation, events: [] });
        return null;
      case 'event':
        return this.takeEvent(record.event);
      case 'read':
        return this.takeRead(record.read);
    }
  }

  async end(): Promise<Result<Imported>> {
    const stored = await this.store();
    if (isLeft(stored)) return stored;
    if (this.header === null) throw new Error('an import without a header');
    const { header, staffKept, withFiles } = this;
    return right({ header, staffKept, withFiles });
  }

  /** Before anything is stored: no number of the export may be given meanwhile. */
  private begin(header: TransferHeader): Promise<Result<void>> | null {
    this.header = header;
    return header.lastNumber === 0 ? null : this.deps.log.skipNumbers(header.lastNumber)();
  }

  /** The events that open a conversation stay together. */
  private takeEvent(event: ConversationEvent): Promise<Result<void>> | null {
    const current = this.gathered.at(-1);
    if (current === undefined) throw new Error('an event of no conversation');
    current.events.push(event);
    this.size.events += 1;
    if (hasFiles(event)) this.withFiles += 1;
    this.size.bytes += eventBytes(event);
    const { events, bytes } = this.size;
    const isFull = events >= WINDOW.events || bytes >= WINDOW.bytes;
    return isFull && event.seq >= current.head.opening ? this.store() : null;
  }

  /** Of the last event, which may have been stored already; there are no more of them than events. */
  private takeRead({ seq, by, at }: ReadRecord): null {
    const { head } = this;
    if (head === null) throw new Error('a mark of no conversation');
    this.marks.push({ conversationId: head.id, seq, by, at });
    return null;
  }

  private async store(): Promise<Result<void>> {
    const known = await this.storeStaff();
    if (isLeft(known)) return known;
    const { gathered, size } = this;
    const last = gathered.at(-1);
    const jobs = gathered.map(({ head, events }) => new ImportJob(head, events));
    // The last conversation may go on.
    this.gathered = last === undefined ? [] : [{ head: last.head, events: [] }];
    this.size = { events: 0, bytes: 0 };
    const stored = await storeJobs(
      this.deps.log,
      jobs.filter(({ isDone }) => !isDone),
    );
    if (isLeft(stored)) return stored;
    // A message that has a mark there already keeps it: the first reading counts.
    const marked = await this.deps.reads.mark(this.marks.splice(0))();
    if (isLeft(marked)) return marked;
    this.stored += size.events;
    this.deps.onStored(this.stored, this.header?.events ?? 0);
    return stored;
  }

  private async storeStaff(): Promise<Result<void>> {
    const { agents } = this.deps;
    const remember = async (staff: Staff): Promise<Either<Unavailable, boolean>> => {
      const found = await agents.find(staff.id)();
      if (isLeft(found)) return found;
      if (isSome(found.right)) {
        return right(canonicalJson(found.right.value) === canonicalJson(staff));
      }
      const remembered = await agents.remember(staff)();
      return isLeft(remembered) ? remembered : right(true);
    };
    for await (const one of ahead(this.staff.splice(0), AHEAD, remember)) {
      if (isLeft(one)) return one;
      if (!one.right) this.staffKept += 1;
    }
    return right(undefined);
  }
}

/**
 * Stores what an export holds. What is stored already is compared and passed over, so that an import which
 * was broken off, wherever, is completed by another one. A store that others use meanwhile stays whole.
 */
export const importRecords = async (
  deps: ImportDeps,
  records: ReadRecords,
): Promise<Result<Imported>> => {
  const one = new Import(deps);
  const read = await forEachRecord<ImportFailure>(records, (record) => one.take(record));
  return isLeft(read) ? left(read.left) : one.end();
};
