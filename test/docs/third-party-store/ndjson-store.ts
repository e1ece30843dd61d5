import { option, taskEither } from 'fp-ts/lib/index.js';
import * as ports from 'switchboard/ports';
import * as core from 'switchboard/store';
import { sharedFile } from './shared-file.js';

type Calls = Pick<ports.Sessions, 'save'> & Pick<ports.AuthCodes, 'keep' | 'redeem'>;
type Called = { readonly [Call in keyof Calls]: Parameters<Calls[Call]> };
type Count = [name: string, upTo: number | null];
type Told = Partial<Called & { append: ports.Append; staff: ports.Staff; count: Count }>;
type Attempt = Told & { readonly read?: ports.ReadMark; readonly version: number };
type Answer = ports.AppendOutcome & { number?: number; code?: unknown; marked?: ports.MarkOutcome };
type Text = ports.NamedEntry;
const slotKey = (state: ports.Conversation) => `slot ${core.openSlot(state) ?? state.id}`;

/** Everything is in maps, made from a file that all processes share; the place of an attempt in it decides what comes of it. */
export const ndjsonStore = (path: string, logger: ports.Logger): ports.Store => {
  const stored = (state: ports.Conversation) => {
    const events: ports.ConversationEvent[] = [];
    return { state, events, messages: [] as ports.MessagePosted[] };
  };
  /** By id, number, slot and ticket. */
  const found = new Map<string, ReturnType<typeof stored>>();
  const owned = new Map<ports.PersonKey, Set<ports.ConversationId>>();
  /** Messages by conversation and name, and those that opened one by their name alone. */
  const named = new Map<string, ports.LogEntry>();
  const feed: ports.LogEntry[] = [];
  const staff = new Map<string, ports.Staff>();
  const sessions = new Map<string, ports.SessionEntry & { until: number }>();
  const codes = new core.CodeBook();
  const reads = new core.ReadBook();
  const tallies = new core.TallyBook();
  const counts = new Map<string, number>();
  const decide = (append: ports.Append, version: number): ports.AppendOutcome => {
    const { conversation, events, expectedSeq } = append;
    const { id } = conversation;
    const known = found.get(id);
    const names = events.flatMap((event) => core.messageName(event) ?? []).map(core.nameKey);
    const within = expectedSeq === 0 ? '' : id;
    if (names.some((name) => named.has(within + name))) return { kind: 'repeated' };
    if ((known?.state.lastSeq ?? 0) !== expectedSeq) return { kind: 'taken' };
    if ((found.get(slotKey(conversation)) ?? known) !== known) return { kind: 'slotTaken' };
    const opened = events.flatMap((event) => (event.type === 'ticketOpened' ? [event] : []));
    const tickets = opened.flatMap(core.ticketKeys).map((key) => `ticket ${key}`);
    if (tickets.some((key) => found.has(key))) return { kind: 'ticketTaken' };
    const state = version === core.STATE_VERSION ? conversation : core.fold(events, known?.state);
    const now = known ?? stored(state);
    found.delete(slotKey(now.state));
    owned.get(core.ownerKey(now.state.owner))?.delete(id);
    now.state = state;
    const keys = [id, `number ${state.number}`, slotKey(state), ...tickets];
    for (const key of keys) found.set(key, now);
    tallies.add({ ...append, conversation: state });
    const owner = core.ownerKey(state.owner);
    owned.set(owner, (owned.get(owner) ?? new Set()).add(id));
    for (const event of events) {
      const position = String(feed.length + 1) as ports.LogPosition;
      const entry = { position, conversationId: id, event };
      feed.push(entry);
      now.events.push(event);
      if (event.type === 'messagePosted') now.messages.push(event);
      const name = core.messageName(event);
      if (name === null) continue;
      for (const place of new Set([id, within])) named.set(place + core.nameKey(name), entry);
    }
    return { kind: 'appended' };
  };
  const take = (told: Attempt): Answer => {
    if (told.append) return decide(told.append, told.version);
    if (told.staff) staff.set(told.staff.id, told.staff);
    const [entries, at] = told.save ?? [[], 0];
    for (const one of entries) sessions.set(one.key, { ...one, until: at + ports.SESSION_TIME });
    const [name, upTo] = told.count ?? ['', 0];
    const number = Math.max((counts.get(name) ?? 0) + (upTo === null ? 1 : 0), upTo ?? 0);
    counts.set(name, number);
    const code = told.keep ? codes.keep(...told.keep) : told.redeem && codes.redeem(...told.redeem);
    const marked = told.read ? { marked: reads.mark(told.read) } : {};
    return { kind: 'appended', number, code, ...marked };
  };
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
  const states = () =>
    [...new Set(found.values())].map(({ state }) => state).sort(core.byLatestActivity);
  const part = <A>(of: readonly A[] = [], at: number, count: number) => of.slice(at, at + count);
  const ownedBy = (owner: ports.PersonKey) =>
    states().filter(({ id }) => owned.get(owner)?.has(id) === true);
  const pageOf = (all: readonly ports.Conversation[], { page, limit }: ports.PageRequest) => ({
    items: part(all, (page - 1) * limit, limit),
    total: all.length,
  });
  const next = (name: string) => attempt(() => Number(commit({ count: [name, null] })[0]?.number));
  const skip = (name: string, upTo: number) => attempt(() => void commit({ count: [name, upTo] }));
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
      nextNumber: () => next('number'),
      skipNumbers: (upTo) => skip('number', upTo),
      nextTicketSerial: (year) => next(`${year}`),
      skipTicketSerials: (year, upTo) => skip(`${year}`, upTo),
    },
    queries: {
      owned: (owner, page) => attempt(() => pageOf(ownedBy(owner), page)),
      ownedTickets: (owner, page) =>
        attempt(() =>
          pageOf(
            ownedBy(owner).filter(({ ticket }) => ticket),
            page,
          ),
        ),
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
