import { setImmediate as turn } from 'node:timers/promises';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import {
  type HeldBlobs,
  memoryBlobStore,
} from '../../src/adapters/outbound/blobs/memory-blob-store.js';
import { memoryAgentDirectory } from '../../src/adapters/outbound/stores/memory/memory-agent-directory.js';
import { memoryAuthCodes } from '../../src/adapters/outbound/stores/memory/memory-auth-codes.js';
import { memoryConversationLog } from '../../src/adapters/outbound/stores/memory/memory-conversation-log.js';
import { memoryConversationQueries } from '../../src/adapters/outbound/stores/memory/memory-conversation-queries.js';
import { memoryLogFeed } from '../../src/adapters/outbound/stores/memory/memory-log-feed.js';
import { memoryReadMarks } from '../../src/adapters/outbound/stores/memory/memory-read-marks.js';
import { memorySessions } from '../../src/adapters/outbound/stores/memory/memory-sessions.js';
import { memoryStore } from '../../src/adapters/outbound/stores/memory/memory-store.js';
import {
  type MemoryTables,
  memoryTables,
} from '../../src/adapters/outbound/stores/memory/memory-tables.js';
import { checkAppend } from '../../src/application/check-append.js';
import type { BlobStore } from '../../src/application/ports/blob-store.js';
import type { Append, AppendOutcome } from '../../src/application/ports/conversation-log.js';
import type { Store } from '../../src/application/ports/store.js';
import { answer } from '../support/answer.js';

/** A store that is right so far, and what it keeps. */
export interface Right {
  readonly store: Store;
  readonly tables: MemoryTables;
  readonly blobs: BlobStore;
  readonly held: HeldBlobs;
}

/** What a mistake changes of each part of a store. */
export interface Wrong {
  readonly log?: Partial<Store['log']>;
  readonly queries?: Partial<Store['queries']>;
  readonly feed?: Partial<Store['feed']>;
  readonly agents?: Partial<Store['agents']>;
  readonly sessions?: Partial<Store['sessions']>;
  readonly reads?: Partial<Store['reads']>;
  readonly codes?: Partial<Store['codes']>;
  readonly blobs?: Partial<BlobStore>;
  readonly health?: Store['health'];
  readonly close?: Store['close'];
}

/** One mistake that somebody who writes a store may make. */
export type Fault = (right: Right) => Wrong;

export type Faults = Readonly<Record<string, Fault>>;

/** A store on tables, with a mistake in it. */
export const storeWith = (fault: Fault, tables: MemoryTables): Store => {
  const store: Store = {
    ...memoryStore(),
    log: memoryConversationLog(tables),
    queries: memoryConversationQueries(tables),
    feed: memoryLogFeed(tables),
    agents: memoryAgentDirectory(tables),
    sessions: memorySessions(tables),
    reads: memoryReadMarks(tables),
    codes: memoryAuthCodes(tables),
  };
  const held: HeldBlobs = new Map();
  const { blobs: _, ...wrong } = fault({ store, tables, held, blobs: memoryBlobStore(held) });
  return {
    ...store,
    ...wrong,
    log: { ...store.log, ...wrong.log },
    queries: { ...store.queries, ...wrong.queries },
    feed: { ...store.feed, ...wrong.feed },
    agents: { ...store.agents, ...wrong.agents },
    sessions: { ...store.sessions, ...wrong.sessions },
    reads: { ...store.reads, ...wrong.reads },
    codes: { ...store.codes, ...wrong.codes },
  };
};

export const freshWith = (fault: Fault): Store => storeWith(fault, memoryTables());

/** A store of files, with a mistake in it. */
export const blobsWith = (fault: Fault, held: HeldBlobs): BlobStore => {
  const tables = memoryTables();
  const blobs = memoryBlobStore(held);
  return { ...blobs, ...fault({ store: freshWith(noFault), tables, held, blobs }).blobs };
};

/** A store without a mistake: what shows that the others fail for theirs. */
export const noFault: Fault = () => ({});

/** What a task gives, changed. */
export const changed =
  <E, A>(task: TaskEither<E, A>, change: (value: A) => A): TaskEither<E, A> =>
  async () => {
    const result = await task();
    return result._tag === 'Left' ? result : { ...result, right: change(result.right) };
  };

/** The same, a few turns later. */
export const later =
  <E, A>(task: TaskEither<E, A>, turns = 1): TaskEither<E, A> =>
  async () => {
    for (let n = 0; n < turns; n += 1) await turn();
    return task();
  };

/** Has each append go its own way. */
export const eachAppend =
  (
    { store }: Right,
    way: (
      append: Append,
      rightly: (append: Append) => Promise<AppendOutcome>,
    ) => Promise<AppendOutcome>,
  ): Store['log']['append'] =>
  (batch) =>
  async () => {
    batch.forEach(checkAppend);
    const rightly = async (append: Append): Promise<AppendOutcome> => {
      const [outcome] = await answer(store.log.append([append]));
      if (outcome === undefined) throw new Error('an append has an outcome');
      return outcome;
    };
    const outcomes: AppendOutcome[] = [];
    for (const append of batch) outcomes.push(await way(append, rightly));
    return { _tag: 'Right', right: outcomes };
  };

/** A map with other keys than it is asked for. */
export class Rekeyed<Key, Value> extends Map<Key, Value> {
  constructor(private readonly keyOf: (key: Key) => Key) {
    super();
  }

  override has(key: Key): boolean {
    return super.has(this.keyOf(key));
  }

  override get(key: Key): Value | undefined {
    return super.get(this.keyOf(key));
  }

  override set(key: Key, value: Value): this {
    return super.set(this.keyOf(key), value);
  }

  override delete(key: Key): boolean {
    return super.delete(this.keyOf(key));
  }
}
