import type { ObjectId } from 'mongodb';
import type { Sample } from '../../../../domain/statistics.js';
import type { Status } from '../../../../domain/vocabulary.js';

/** One event as it is kept: the newest in their conversation's document, the older in a bucket. */
export interface Entry {
  /** `seq` */
  readonly s: number;
  /** The append that stored it. */
  readonly t: ObjectId;
  /** Of a message: its place in the history. */
  readonly p?: number;
  /** Of a message that bears one: the key of its name. */
  readonly n?: string;
  /** The event in JSON, which keeps every character and every property's name. */
  readonly e: string;
}

/** The name that the event at a `seq` bears. */
export interface Named {
  readonly s: number;
  readonly n: string;
}

/** A sample of statistics that is in no tally yet. */
export interface Uncounted {
  readonly id: ObjectId;
  readonly kind: Sample['kind'];
  readonly day: number;
  /** A key, or `NO_DEPARTMENT`. */
  readonly department: string;
  /** As a field of a tally bears it (`fieldOf`). */
  readonly assignee: string;
  readonly value: number;
}

/** A conversation's state and its newest events: an append is one change of this one document. */
export interface Head {
  readonly _id: string;
  readonly number: number;
  /** Keys (`keyOf`) of what it is found by. */
  readonly owner: string;
  /** Only while it holds the place. */
  readonly slot?: string;
  /** Of the messages that it was opened with; only where they bear names. */
  readonly openings?: readonly string[];
  /** Of its ticket, once it has one: keys of all that it is found by, and where its number stands (`placeKey`). */
  readonly tickets?: readonly string[];
  readonly ticketPlace?: string;
  /** What it is searched by; no hashes, since they hold nothing but letters, digits and hyphens. */
  readonly searchKeys: readonly string[];
  /** What has happened in it and is in no tally yet; only where there is something. */
  readonly uncounted?: readonly Uncounted[];
  /** What staff's lists are found by; keys (`keyOf`), too, or `NO_DEPARTMENT`. */
  readonly department: string;
  /** Null for what is in no list. */
  readonly status: Status | null;
  readonly type: string;
  /** Its place in them (`activityKey`). */
  readonly activity: string;
  readonly isAssigned: boolean;
  /** Its assignee, where it has one. */
  readonly assigned?: string;
  /** Until when it is in no list; only where it ever was in none. */
  readonly hiddenUntil?: number;
  readonly updatedAt: number;
  readonly lastSeq: number;
  /** What the last append counted on: the validator refuses a document where the two differ. */
  readonly expects: number;
  /**
   * The names in the tail, and those that left it with the last move: the validator refuses one that is
   * there twice. See `archiver` for when they go.
   */
  readonly names: readonly Named[];
  /** The state after the last event, in JSON, and the `STATE_VERSION` that it was folded under. */
  readonly state: string;
  readonly stateVersion: number;
  /** Events up to this `seq` are in buckets, and no longer in the tail. */
  readonly archived: number;
  /** What `lastSeq` was when `archived` rose to what it is. */
  readonly archivedAt: number;
  readonly tail: readonly Entry[];
  /** Events up to this `seq` have a place in the feed, as far as is known here. */
  readonly fed: number;
  /** Since when some have none; only while that is so. */
  readonly unfed?: number;
}

/** Events of one conversation that follow each other: written once, never changed. */
export interface Bucket {
  readonly _id: string;
  readonly conversation: string;
  /** The places before its first message, and of its last; absent where it has none. */
  readonly before?: number;
  readonly place?: number;
  readonly names?: readonly string[];
  readonly entries: readonly Entry[];
}

/** Events of one conversation that stand next to each other in the feed. */
export interface FeedRange {
  /** The place in the feed: from 1, without gaps. */
  readonly _id: number;
  readonly conversation: string;
  readonly first: number;
  readonly last: number;
}

export interface Staffed {
  readonly _id: string;
  /** In JSON. */
  readonly actor: string;
}

export interface Kept {
  readonly _id: string;
  /** From then on it counts as gone; the server removes it some time after. */
  readonly until: Date;
  /** In JSON. */
  readonly session: string;
}

/** The first reading of one message. */
export interface Marked {
  readonly _id: string;
  /** `seq` */
  readonly s: number;
  /** The person's key, in JSON, which keeps every character. */
  readonly by: string;
  readonly at: number;
  /** The reading that set it. */
  readonly t: ObjectId;
}

/** The newest code of a target, or one that is for anybody. */
export interface CodeDocument {
  /** The key (`keyOf`) of its target, or of its own id. */
  readonly _id: string;
  readonly id: string;
  /** Made from its digits. */
  readonly key: string;
  readonly isBound: boolean;
  readonly isForAnybody: boolean;
  /** Wrong ones, for its target. */
  readonly tries: number;
  /** The try that redeemed it. */
  readonly spentBy: ObjectId | null;
  readonly until: Date;
  /** In JSON, as the next; not there in what a node of the version before has kept. */
  readonly target?: string;
  readonly deviceInfo: string;
}

/** What one of staff did on one day, in one department; what he did not is absent. */
export interface CountedDoings {
  readonly closed?: number;
  readonly ratings?: number;
  readonly stars?: number;
}

/** What happened on one day in one department. */
export interface Tally {
  readonly _id: string;
  readonly day: number;
  /** A key, or `NO_DEPARTMENT`. */
  readonly department: string;
  /** Samples that it has been added, by their ids; those that nobody can add again may have gone. */
  readonly applied: readonly ObjectId[];
  /** How many, by the bucket of how long it took. */
  readonly answered?: Readonly<Record<string, number>>;
  readonly closed?: Readonly<Record<string, number>>;
  /** By `fieldOf` of the assignee's id. */
  readonly doings?: Readonly<Record<string, CountedDoings>>;
}

export interface Counter {
  readonly _id: string;
  readonly value: number;
}

/** What is known of the schema: its version, and who changes it just now. */
export interface SchemaFact {
  readonly _id: 'version' | 'lock';
  readonly version?: number;
  readonly holder?: ObjectId | null;
  readonly until?: Date;
  /** What the lock was taken for last. */
  readonly doing?: 'migration' | 'rebuild';
}
