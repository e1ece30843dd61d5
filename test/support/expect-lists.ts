import { expect } from 'chai';
import type { Store } from '../../src/application/ports/store.js';
import type { Conversation } from '../../src/domain/conversation.js';
import {
  byLatestActivity,
  isListed,
  type ListFilter,
  openAssigned,
} from '../../src/domain/listing.js';
import { STATUSES } from '../../src/domain/vocabulary.js';
import { admin, agent } from './actors.js';
import { answer } from './answer.js';
import { START } from './appends.js';

const MINUTE = 60_000;

const FILTERS: readonly ListFilter[] = [...STATUSES, 'open' as const, null].flatMap((status) =>
  (['general', 'onboarding', null] as const).flatMap((type) =>
    [null, 'nobody' as const, { id: 'tom' }].map((assignee) => ({
      status,
      type,
      assignee,
      search: null,
    })),
  ),
);

/** That staff find in a store what the domain says of these, which are all that there are in it. */
export const expectLists = async (
  { queries }: Pick<Store, 'queries'>,
  all: readonly Conversation[],
): Promise<void> => {
  const stretch = { after: null, skip: 0, limit: 1_000 };
  for (const viewer of [admin(), agent('sue'), agent('tom'), agent('max', ['billing'])]) {
    for (const filter of FILTERS) {
      for (const now of [START, START + 2 * MINUTE]) {
        const items = all.filter((one) => isListed(one, viewer, filter, now));
        const found = await answer(queries.listed(viewer, filter, stretch, now));
        expect(found).to.deep.equal({
          items: items.toSorted(byLatestActivity),
          total: items.length,
        });
      }
    }
  }
  const ids = ['tom', 'ann', 'sarah', 'max'];
  expect(
    new Map([...(await answer(queries.openAssigned(ids)))].filter(([, total]) => total > 0)),
  ).to.deep.equal(openAssigned(all, ids));
};
