import { memoryTables } from '../../src/adapters/outbound/stores/memory/memory-tables.js';
import type { BlobStore } from '../../src/application/ports/blob-store.js';
import type { Store } from '../../src/application/ports/store.js';
import * as testing from '../contract/index.js';
import type { HeldBlobs } from '../../src/adapters/outbound/blobs/memory-blob-store.js';
import { blobsWith, type Fault, type Faults, freshWith, storeWith } from './fault.js';
import { AGENTS } from './faults/agents.js';
import { BLOBS, BLOBS_RESTARTS, SILENT_BLOBS } from './faults/blobs.js';
import { CODES } from './faults/codes.js';
import { FEED, FORGETFUL_FEED } from './faults/feed.js';
import { NAMES, SLOTS } from './faults/names-and-slots.js';
import { OPEN_ASSIGNED } from './faults/open-assigned.js';
import { LISTS, LONG_LISTS, PLACES } from './faults/queries.js';
import { CLOSING, NUMBERS, READS, TEXTS } from './faults/reads.js';
import {
  AGENTS_RESTARTS,
  CODES_RESTARTS,
  FEED_RESTARTS,
  FORGETFUL_FEED_RESTARTS,
  LOG_RESTARTS,
  QUERIES_RESTARTS,
  READ_MARKS_RESTARTS,
  SESSIONS_RESTARTS,
} from './faults/restarts.js';
import { READ_MARKS } from './faults/read-marks.js';
import { FOUND, FOUND_OF_MANY, SEARCH } from './faults/search.js';
import { STAFF_LISTS } from './faults/staff-lists.js';
import { SESSIONS } from './faults/sessions.js';
import { LONG_LOG, SEQ_AND_BATCH } from './faults/seq-and-batch.js';
import { TALLIES } from './faults/tallies.js';
import { OWNED_TICKETS, TAKEN_TICKETS, TICKET_KEYS, TICKET_SERIALS } from './faults/tickets.js';
import { TICKETS_RESTARTS } from './faults/tickets-restarts.js';

/** A contract, and mistakes that it must notice. */
export interface Proof {
  readonly contract: string;
  /** Declares it on stores with a mistake. */
  readonly declare: (fault: Fault) => void;
  readonly faults: Faults;
  /** The cases that the wrong stores are tried with, so that all of it does not take long. */
  readonly cases: RegExp;
  /** Milliseconds for a case. */
  readonly patience: number;
}

const ALL = /./;

const PATIENCE = 20_000;
/** Where a mistake is found by waiting in vain. */
const IMPATIENCE = 300;

const onOne =
  (describeContract: (options: testing.ContractOptions<Store>) => void) =>
  (fault: Fault): void =>
    describeContract({ name: 'faulty', setup: () => freshWith(fault) });

const onMany =
  (describeContract: (options: testing.ContractOptions<testing.Restarts>) => void) =>
  (fault: Fault): void => {
    const fresh = (): testing.StoreGround => {
      const tables = memoryTables();
      return { open: () => storeWith(fault, tables), remove: () => undefined };
    };
    describeContract(testing.storeFixtures({ name: 'faulty', fresh }).restarts);
  };

const onBlobs = (fault: Fault): void =>
  testing.describeBlobStoreContract({
    name: 'faulty',
    setup: () => blobsWith(fault, new Map()),
  });

const onManyBlobs = (fault: Fault): void => {
  const fresh = (): testing.StoreGround<BlobStore> => {
    const held: HeldBlobs = new Map();
    return { open: () => blobsWith(fault, held), remove: () => undefined };
  };
  const { restarts } = testing.storeFixtures<BlobStore>({ name: 'faulty', fresh });
  testing.describeBlobStoreRestartContract(restarts);
};

const blobs = { contract: 'BlobStore', declare: onBlobs, cases: ALL };

const log = {
  contract: 'ConversationLog',
  declare: onOne(testing.describeConversationLogContract),
  patience: PATIENCE,
};
const queries = {
  contract: 'ConversationQueries',
  declare: onOne(testing.describeConversationQueriesContract),
  patience: PATIENCE,
};
const lists = {
  contract: 'ConversationQueries, lists of staff',
  declare: onOne(testing.describeConversationListsContract),
  patience: PATIENCE,
};
const search = {
  contract: 'ConversationQueries, search',
  declare: onOne(testing.describeSearchContract),
  patience: PATIENCE,
};
const tickets = {
  contract: 'Tickets',
  declare: onOne(testing.describeTicketsContract),
  patience: PATIENCE,
};
const feed = { contract: 'LogFeed', declare: onOne(testing.describeLogFeedContract) };
const feedRestarts = {
  contract: 'LogFeed over restarts',
  declare: onMany(testing.describeLogFeedRestartContract),
};

export const PROOFS: readonly Proof[] = [
  {
    contract: 'Store',
    declare: onOne(testing.describeStoreContract),
    faults: CLOSING,
    cases: ALL,
    patience: PATIENCE,
  },
  {
    ...log,
    faults: SEQ_AND_BATCH,
    cases: /^ConversationLog: \w+ append (?!takes one such|takes so many|behaves)/,
  },
  { ...log, faults: LONG_LOG, cases: / takes one such append after another/ },
  {
    ...log,
    faults: NAMES,
    cases: /^ConversationLog: \w+ (clientMessageId|the name of an opening message) (?!tells)/,
  },
  { ...log, faults: SLOTS, cases: / the slot of an open conversation / },
  {
    ...log,
    faults: READS,
    cases: /^ConversationLog: \w+ (read|loadByNumber|the slot of an open conversation) /,
  },
  { ...log, faults: TEXTS, cases: / text / },
  { ...log, faults: NUMBERS, cases: / nextNumber / },
  { ...queries, faults: LISTS, cases: / owned / },
  { ...queries, faults: PLACES, cases: /^ConversationQueries: \w+ messages (?!gives any window)/ },
  { ...queries, faults: LONG_LISTS, cases: / gives any window of a long conversation/ },
  { ...lists, faults: STAFF_LISTS, cases: / staff: \w+ (?!openAssigned)/ },
  { ...lists, faults: OPEN_ASSIGNED, cases: / openAssigned / },
  { ...search, faults: SEARCH, cases: / search: \w+ (?!looks at as many)/ },
  { ...search, faults: FOUND, cases: / search: \w+ (shows|leaves|is paged)/ },
  { ...search, faults: FOUND_OF_MANY, cases: / looks at as many as it says/ },
  {
    contract: 'ConversationQueries, tallies',
    declare: onOne(testing.describeTalliesContract),
    faults: TALLIES,
    cases: ALL,
    patience: PATIENCE,
  },
  { ...tickets, faults: TICKET_KEYS, cases: / loadByTicket / },
  { ...tickets, faults: TAKEN_TICKETS, cases: / the number and the id of a ticket / },
  { ...tickets, faults: TICKET_SERIALS, cases: / nextTicketSerial / },
  { ...tickets, faults: OWNED_TICKETS, cases: / ownedTickets / },
  {
    contract: 'Tickets over restarts',
    declare: onMany(testing.describeTicketsRestartContract),
    faults: TICKETS_RESTARTS,
    cases: ALL,
    patience: PATIENCE,
  },
  { ...feed, faults: FEED, cases: ALL, patience: PATIENCE },
  { ...feed, faults: FORGETFUL_FEED, cases: ALL, patience: IMPATIENCE },
  {
    contract: 'AgentDirectory',
    declare: onOne(testing.describeAgentDirectoryContract),
    faults: AGENTS,
    cases: ALL,
    patience: PATIENCE,
  },
  {
    contract: 'Sessions',
    declare: onOne(testing.describeSessionsContract),
    faults: SESSIONS,
    cases: ALL,
    patience: PATIENCE,
  },
  {
    contract: 'AuthCodes',
    declare: onOne(testing.describeAuthCodesContract),
    faults: CODES,
    cases: ALL,
    patience: PATIENCE,
  },
  {
    contract: 'ConversationLog over restarts',
    declare: onMany(testing.describeConversationLogRestartContract),
    faults: LOG_RESTARTS,
    cases: ALL,
    patience: PATIENCE,
  },
  {
    contract: 'ConversationQueries over restarts',
    declare: onMany(testing.describeConversationQueriesRestartContract),
    faults: QUERIES_RESTARTS,
    cases: ALL,
    patience: PATIENCE,
  },
  { ...feedRestarts, faults: FEED_RESTARTS, cases: ALL, patience: PATIENCE },
  { ...feedRestarts, faults: FORGETFUL_FEED_RESTARTS, cases: ALL, patience: IMPATIENCE },
  {
    contract: 'AgentDirectory over restarts',
    declare: onMany(testing.describeAgentDirectoryRestartContract),
    faults: AGENTS_RESTARTS,
    cases: ALL,
    patience: PATIENCE,
  },
  {
    contract: 'Sessions over restarts',
    declare: onMany(testing.describeSessionsRestartContract),
    faults: SESSIONS_RESTARTS,
    cases: ALL,
    patience: PATIENCE,
  },
  {
    contract: 'ReadMarks',
    declare: onOne(testing.describeReadMarksContract),
    faults: READ_MARKS,
    cases: ALL,
    patience: PATIENCE,
  },
  {
    contract: 'ReadMarks over restarts',
    declare: onMany(testing.describeReadMarksRestartContract),
    faults: READ_MARKS_RESTARTS,
    cases: ALL,
    patience: PATIENCE,
  },
  {
    contract: 'AuthCodes over restarts',
    declare: onMany(testing.describeAuthCodesRestartContract),
    faults: CODES_RESTARTS,
    cases: ALL,
    patience: PATIENCE,
  },
  { ...blobs, faults: BLOBS, patience: PATIENCE },
  {
    ...blobs,
    faults: SILENT_BLOBS,
    cases: / closes while somebody is silent /,
    patience: IMPATIENCE,
  },
  {
    contract: 'BlobStore over restarts',
    declare: onManyBlobs,
    faults: BLOBS_RESTARTS,
    cases: ALL,
    patience: PATIENCE,
  },
];
