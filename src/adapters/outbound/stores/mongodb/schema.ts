import { isDeepStrictEqual } from 'node:util';
import { type Db, type IndexDescription, MongoServerError } from 'mongodb';
import {
  DUPLICATE_KEY,
  duplicateIndex,
  NAMESPACE_EXISTS,
} from '../../common/mongodb/mongo-errors.js';

export const COLLECTIONS = {
  heads: 'conversations',
  buckets: 'log',
  feed: 'feed',
  staff: 'staff',
  sessions: 'sessions',
  reads: 'reads',
  tallies: 'tallies',
  codes: 'codes',
  counters: 'counters',
  schema: 'schema',
} as const;

const where = (field: string) => ({ partialFilterExpression: { [field]: { $exists: true } } });

/** One for each query there is, those that settle races, and one by which the server removes what is over. */
const INDEXES: Readonly<Record<string, readonly IndexDescription[]>> = {
  [COLLECTIONS.heads]: [
    { name: 'number', key: { number: 1 }, unique: true },
    { name: 'slot', key: { slot: 1 }, unique: true, ...where('slot') },
    { name: 'openings', key: { openings: 1 }, unique: true, ...where('openings') },
    { name: 'owned', key: { owner: 1, updatedAt: -1, number: -1 } },
    { name: 'queue', key: { isAssigned: 1, status: 1, type: 1, activity: -1 } },
    {
      name: 'departmentQueues',
      key: { department: 1, isAssigned: 1, status: 1, type: 1, activity: -1 },
    },
    {
      name: 'assignedLists',
      key: { assigned: 1, department: 1, status: 1, type: 1, activity: -1 },
      ...where('assigned'),
    },
    { name: 'tickets', key: { tickets: 1 }, unique: true, ...where('tickets') },
    { name: 'ticketPlaces', key: { ticketPlace: 1 }, ...where('ticketPlace') },
    {
      name: 'ownedTickets',
      key: { owner: 1, updatedAt: -1, number: -1, ticketPlace: 1 },
      ...where('ticketPlace'),
    },
    { name: 'search', key: { searchKeys: 1, department: 1, number: -1 } },
    { name: 'uncounted', key: { 'uncounted.day': 1 }, ...where('uncounted') },
    { name: 'hidden', key: { hiddenUntil: 1 }, ...where('hiddenUntil') },
    { name: 'unfed', key: { unfed: 1 }, ...where('unfed') },
  ],
  [COLLECTIONS.buckets]: [
    { name: 'names', key: { names: 1 }, ...where('names') },
    { name: 'places', key: { conversation: 1, place: 1 }, ...where('place') },
  ],
  [COLLECTIONS.feed]: [{ name: 'ranges', key: { conversation: 1, first: 1 }, unique: true }],
  [COLLECTIONS.tallies]: [{ name: 'days', key: { day: 1, department: 1 }, unique: true }],
  [COLLECTIONS.sessions]: [{ name: 'until', key: { until: 1 }, expireAfterSeconds: 0 }],
  [COLLECTIONS.codes]: [
    { name: 'id', key: { id: 1 }, unique: true },
    { name: 'key', key: { key: 1 }, unique: true },
    { name: 'until', key: { until: 1 }, expireAfterSeconds: 0 },
  ],
};

/** Seen to by the server at every change, whoever makes it: no gap, no overlap, no name twice. */
const VALIDATOR = {
  $expr: {
    $and: [
      { $eq: ['$lastSeq', '$expects'] },
      { $eq: [{ $size: '$names' }, { $size: { $setUnion: ['$names.n', []] } }] },
    ],
  },
};

const VALIDATION = {
  validator: VALIDATOR,
  validationLevel: 'strict',
  validationAction: 'error',
} as const;

const createCollection = async (db: Db, name: string, options: object): Promise<void> => {
  try {
    await db.createCollection(name, options);
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== NAMESPACE_EXISTS) throw error;
  }
};

const isValidated = async (db: Db): Promise<boolean> => {
  const found = await db
    .listCollections({ name: COLLECTIONS.heads }, { nameOnly: false })
    .toArray();
  const options: unknown = found[0]?.options;
  return isDeepStrictEqual(options, VALIDATION);
};

/** @throws Error that names the index, when there are documents already that may not be there beside it */
const createIndexes = async (
  db: Db,
  name: string,
  indexes: readonly IndexDescription[],
): Promise<void> => {
  try {
    await db.collection(name).createIndexes([...indexes]);
  } catch (error) {
    const isDuplicate = error instanceof MongoServerError && error.code === DUPLICATE_KEY;
    if (!isDuplicate) throw error;
    throw new Error(
      `the unique index ${duplicateIndex(error.message) ?? ''} of the collection ${name} is gone, and ` +
        'cannot be made again: some documents bear the same. Mend these first, or restore a backup.',
    );
  }
};

/** Indexes that are not there, as `collection.index`. */
export const missingIndexes = async (db: Db): Promise<readonly string[]> => {
  const missing: string[] = [];
  for (const [name, indexes] of Object.entries(INDEXES)) {
    const found = await db.collection(name).indexes();
    const names = new Set(found.map((index) => index.name));
    for (const index of indexes) {
      if (!names.has(index.name)) missing.push(`${name}.${index.name ?? ''}`);
    }
  }
  return missing;
};

/**
 * Makes what is missing of collections, indexes and validator, and sets the validator right where somebody
 * has changed it; many may do so together. What is right is left alone, since to set it would hold up every writer.
 */
export const makeSchema = async (db: Db): Promise<void> => {
  for (const name of Object.values(COLLECTIONS)) {
    await createCollection(db, name, name === COLLECTIONS.heads ? VALIDATION : {});
  }
  if (!(await isValidated(db))) await db.command({ collMod: COLLECTIONS.heads, ...VALIDATION });
  for (const [name, indexes] of Object.entries(INDEXES)) await createIndexes(db, name, indexes);
};
