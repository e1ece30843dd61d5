import type { Db } from 'mongodb';
import type { Profile } from '../../../../domain/actor.js';
import { searchKeys } from '../../../../domain/search.js';
import { bucketOf, dayOf, type Sample } from '../../../../domain/statistics.js';
import { fillConversations, type Filling } from './fill-conversations.js';
import type { Head, Tally } from './documents.js';
import { moveSamples, someWaiting } from './move-samples.js';
import { COLLECTIONS } from './schema.js';
import { uncountedSample } from './uncounted.js';

/** As much as is read of a state, of whatever version it is. */
interface Known {
  readonly subject: string | null;
  readonly contact: Profile;
  readonly departmentId: string | null;
  readonly assignee: { readonly id: string } | null;
  readonly rating: { readonly stars: number; readonly at: number } | null;
  readonly createdAt: number;
  readonly closedAt: number | null;
  readonly aliasOf?: string | null;
}

/** Nobody kept how soon an answer came. */
const samplesIn = (state: Known): readonly Sample[] => {
  const { departmentId, assignee, rating, createdAt, closedAt, aliasOf = null } = state;
  const whose = { departmentId, assigneeId: assignee?.id ?? null };
  const closed =
    closedAt === null || aliasOf !== null
      ? []
      : [{ kind: 'closed' as const, at: closedAt, value: bucketOf(closedAt - createdAt) }];
  const rated =
    rating === null ? [] : [{ kind: 'rated' as const, at: rating.at, value: rating.stars }];
  return [...closed, ...rated].map(({ at, ...sample }) => ({
    ...sample,
    ...whose,
    day: dayOf(at),
  }));
};

const updateOf: Filling['updateOf'] = (json) => {
  const state = JSON.parse(json) as Known;
  const samples = samplesIn(state).map(uncountedSample);
  return {
    $set: {
      // Nothing had a ticket.
      searchKeys: [...searchKeys({ ...state, ticket: null })],
      ...(samples.length === 0 ? {} : { uncounted: samples }),
    },
  };
};

/** Conversations whose samples are counted together. */
const TOGETHER = 1_000;

/**
 * Has every conversation found by what staff search for, and counted what came of it: its samples are written together
 * with its keys, so once, and then counted as all others are, before anybody waits for it.
 */
export const fillSearch = async (db: Db): Promise<void> => {
  await fillConversations(db, { lacking: { searchKeys: { $exists: false } }, updateOf });
  const collections = {
    heads: db.collection<Head>(COLLECTIONS.heads),
    tallies: db.collection<Tally>(COLLECTIONS.tallies),
  };
  for (;;) {
    const ids = await someWaiting(collections, TOGETHER);
    if (ids.length === 0) return;
    await moveSamples(collections, ids);
  }
};
