import { option, taskEither } from 'fp-ts/lib/index.js';
import * as ports from 'switchboard/ports';
import * as core from 'switchboard/store';
import { type Answer, type Attempt, ndjsonTables } from './ndjson-tables.js';
import { sharedFile } from './shared-file.js';

type Text = ports.NamedEntry;

const part = <A>(of: readonly A[] = [], at: number, count: number) => of.slice(at, at + count);

/** Its tables are made from a file that all processes share; the place of an attempt in it decides what comes of it. */
export const ndjsonStore = (path: string, logger: ports.Logger): ports.Store => {
  const { take, ...tables } = ndjsonTables();
  const { found, owned, named, feed, staff, sessions, codes, reads, tallies } = tables;
  const file = sharedFile(path, take);
  const commit = (...all: Omit<Attempt, 'version'>[]) => {
    const outcomes = file.commit(all.map((one) => ({ ...one, version: core.STATE_VERSION })));
    return outcomes.map((outcome): Answer => outcome ?? { kind: 'unavailable' });
  };
  const failed = (error: unknown) => {
    logger.error('the store failed', { error });
    return ports.unavailable;
  };
  /** Works at once, so that `close` finds nothing under way. */
  const attempt = <A>(work: (news: number) => A) =>
    taskEither.tryCatch(() => Promise.resolve(work(file.catchUp())), failed);
  const find = <A>(look: () => A) => attempt(() => option.fromNullable(look()));
  const next = (name: string) => attempt(() => Number(commit({ count: [name, null] })[0]?.number));
  const skip = (name: string, upTo: number) => attempt(() => void commit({ count: [name, upTo] }));
  const states = () =>
    [...new Set(found.values())].map(({ state }) => state).sort(core.byLatestActivity);
  const ownedBy = (owner: ports.PersonKey) =>
    [...(owned.get(owner) ?? [])].flatMap((id) => found.get(id)?.state ?? []);
  const paged = (all: ports.Conversation[], { page, limit }: ports.PageRequest) => ({
    items: part(all.sort(core.byLatestActivity), (page - 1) * limit, limit),
    total: all.length,
  });
  return {
    log: {
      append: (batch) => async () => {
        batch.forEach(core.checkAppend);
        return await attempt(() => commit(...batch.map((append) => ({ append }))))();
      },
      load: (id) => find(() => found.get(id)?.state),
      loadByNumber: (number) => find(() => found.get(`number ${number}`)?.state),
      loadByTicket: (key) => find(() => found.get(`ticket ${key}`)?.state),
      read: (id, seq, limit) => attempt(() => part(found.get(id)?.events, seq, limit)),
      findMessage: (id, sender, clientMessageId) =>
        find(() => named.get(id + core.nameKey({ sender, clientMessageId }))?.event as Text),
      findOpening: (sender, clientMessageId) =>
        find(() => named.get(core.nameKey({ sender, clientMessageId }))?.conversationId),
      findOpen: (slot) => find(() => found.get(`slot ${slot}`)?.state.id),
      nextNumber: () => next('numbers'),
      skipNumbers: (upTo) => skip('numbers', upTo),
      nextTicketSerial: (year) => next(`tickets ${year}`),
      skipTicketSerials: (year, upTo) => skip(`tickets ${year}`, upTo),
    },
    queries: {
      owned: (owner, page) => attempt(() => paged(ownedBy(owner), page)),
      ownedTickets: (owner, page) =>
        attempt(() => {
          const ticketed = ownedBy(owner).filter(({ ticket }) => ticket !== null);
          return paged(ticketed, page);
        }),
      listed: (viewer, filter, { after, skip, limit }, now) =>
        attempt(() => {
          const all = states().filter((one) => core.isListed(one, viewer, filter, now));
          const start = all.findIndex((one) => !after || core.byLatestActivity(after, one) < 0);
          return { items: start < 0 ? [] : part(all, start + skip, limit), total: all.length };
        }),
      openAssigned: (ids) => attempt(() => core.openAssigned(states(), ids)),
      tallies: (...asked) => attempt(() => tallies.tallies(states(), ...asked)),
      messages: (id, at, count) => attempt(() => part(found.get(id)?.messages, at - 1, count)),
    },
    feed: { after: (position, limit) => attempt(() => part(feed, Number(position), limit)) },
    agents: {
      remember: (seen) => attempt(() => void commit({ staff: seen })),
      find: (id) => find(() => staff.get(id)),
      list: (after, limit) =>
        attempt(() => part([...staff.values()], [...staff.keys()].indexOf(after ?? '') + 1, limit)),
    },
    sessions: {
      save: (...save) => attempt(() => void commit({ save })),
      find: (key, now) =>
        find(() => [sessions.get(key)].find((kept) => kept && kept.until > now)?.session),
    },
    codes: {
      keep: (...keep) => attempt(() => commit({ keep })[0]?.code as 'kept' | 'taken'),
      redeem: (...redeem) => find(() => commit({ redeem })[0]?.code as ports.RedeemedCode | null),
      live: (ids, now) => attempt(() => codes.live(ids, now)),
    },
    reads: {
      mark: (all) =>
        attempt(() =>
          commit(...all.map((read) => ({ read }))).flatMap(({ marked }) => marked ?? []),
        ),
      within: (id, first, last) => attempt(() => reads.within(id, first, last)),
    },
    health: () => attempt(() => undefined),
    close: file.close,
  };
};
