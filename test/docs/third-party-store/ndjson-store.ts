import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { either, json, option, taskEither } from 'fp-ts/lib/index.js';
import * as ports from 'switchboard/ports';
import * as core from 'switchboard/store';

type Kept = Parameters<ports.Sessions['save']>;
type Attempt = Partial<{
  append: ports.Append;
  staff: ports.Staff;
  skip: number;
  kept: Kept;
  read: ports.ReadMark;
}>;
type Outcome = ports.AppendOutcome & { number?: number; marked?: ports.MarkOutcome | undefined };
type Line = Attempt & { readonly key: string; readonly version: number };
const NEXT = -1;
const lost: Outcome = { kind: 'unavailable' };
const slotKey = (state: ports.Conversation) => `slot ${core.openSlot(state) ?? state.id}`;

/** One file, to which all processes append what they attempt; its place in it decides what comes of it. */
export const ndjsonStore = (path: string, logger: ports.Logger): ports.Store => {
  const file = openSync(path, 'a+');
  let offset = 0;
  let isClosed = false;
  const stored = (state: ports.Conversation) => {
    const events: ports.ConversationEvent[] = [];
    return { state, events, messages: [] as ports.MessagePosted[] };
  };
  /** By id, number and slot. */
  const found = new Map<string, ReturnType<typeof stored>>();
  const owned = new Map<ports.PersonKey, Set<ports.ConversationId>>();
  /** Messages by conversation and name, and those that opened one by their name alone. */
  const named = new Map<string, ports.LogEntry>();
  const feed: ports.LogEntry[] = [];
  const staff = new Map<string, ports.Staff>();
  const sessions = new Map<string, ports.SessionEntry & { until: number }>();
  const reads = new Map<ports.ConversationId, Map<number, ports.ReadMark>>();
  let lastNumber = 0;
  const decide = (append: ports.Append, version: number): ports.AppendOutcome => {
    const { conversation, events, expectedSeq } = append;
    const { id } = conversation;
    const known = found.get(id);
    const names = events.flatMap((event) => core.messageName(event) ?? []).map(core.nameKey);
    const within = expectedSeq === 0 ? '' : id;
    if (names.some((name) => named.has(within + name))) return { kind: 'repeated' };
    if ((known?.state.lastSeq ?? 0) !== expectedSeq) return { kind: 'taken' };
    if ((found.get(slotKey(conversation)) ?? known) !== known) return { kind: 'slotTaken' };
    const state = version === core.STATE_VERSION ? conversation : core.fold(events, known?.state);
    const now = known ?? stored(state);
    found.delete(slotKey(now.state));
    owned.get(core.ownerKey(now.state.owner))?.delete(id);
    now.state = state;
    for (const key of [id, `number ${state.number}`, slotKey(state)]) found.set(key, now);
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
  const mark = (read: ports.ReadMark) => {
    const marks = reads.get(read.conversationId) ?? new Map<number, ports.ReadMark>();
    const known = marks.get(read.seq);
    reads.set(read.conversationId, marks.set(read.seq, known ?? read));
    return { mark: known ?? read, isFirst: !known };
  };
  const take = (line: Line): Outcome => {
    if (line.append) return decide(line.append, line.version);
    if (line.staff) staff.set(line.staff.id, line.staff);
    const [entries, at] = line.kept ?? [[], 0];
    for (const one of entries) sessions.set(one.key, { ...one, until: at + ports.SESSION_TIME });
    lastNumber = line.skip === NEXT ? lastNumber + 1 : Math.max(lastNumber, line.skip ?? 0);
    const marked = line.read && mark(line.read);
    return { kind: 'appended', number: lastNumber, marked };
  };
  /** Takes the whole lines that were appended since, ours and others'. */
  const catchUp = () => {
    if (isClosed) throw new Error('the store is closed');
    const news = Buffer.alloc(fstatSync(file).size - offset);
    readSync(file, news, 0, news.length, offset);
    const end = news.lastIndexOf('\n') + 1;
    offset += end;
    // A process that died within a line leaves what is no JSON.
    const lines = news.toString('utf8', 0, end).split('\n').map(json.parse).filter(either.isRight);
    const taken = lines.map(({ right }) => right as unknown as Line);
    return new Map(taken.map((line) => [line.key, take(line)]));
  };
  /** What came of each once all are on the disk, as its place in the file decides it. */
  const commit = (...attempts: Attempt[]) => {
    const version = core.STATE_VERSION;
    const lines = attempts.map((attempt): Line => ({ key: randomUUID(), version, ...attempt }));
    // The break before a line ends what another process left unfinished.
    const text = Buffer.from(lines.map((line) => `\n${JSON.stringify(line)}\n`).join(''));
    if (writeSync(file, text) < text.length) throw new Error('the disk is full');
    fsyncSync(file);
    const outcomes = catchUp();
    return lines.map(({ key }) => outcomes.get(key) ?? lost);
  };
  const failed = (error: unknown) => {
    logger.error('the store failed', { error });
    return ports.unavailable;
  };
  /** Works at once, so that `close` finds nothing under way. */
  const attempt = <A>(work: (news: unknown) => A) =>
    taskEither.tryCatch(() => Promise.resolve(work(catchUp())), failed);
  const find = <A>(look: () => A) => attempt(() => option.fromNullable(look()));
  const part = <A>(of: readonly A[] = [], at: number, count: number) => of.slice(at, at + count);
  return {
    log: {
      append: (batch) => async () => {
        batch.forEach(core.checkAppend);
        return await attempt(() => commit(...batch.map((append) => ({ append }))))();
      },
      load: (id) => find(() => found.get(id)?.state),
      loadByNumber: (number) => find(() => found.get(`number ${number}`)?.state),
      read: (id, seq, limit) => attempt(() => part(found.get(id)?.events, seq, limit)),
      findMessage: (id, sender, clientMessageId) => {
        const key = id + core.nameKey({ sender, clientMessageId });
        return find(() => named.get(key)?.event as ports.TextMessage | undefined);
      },
      findOpening: (sender, clientMessageId) =>
        find(() => named.get(core.nameKey({ sender, clientMessageId }))?.conversationId),
      findOpen: (slot) => find(() => found.get(`slot ${slot}`)?.state.id),
      nextNumber: () => attempt(() => Number(commit({ skip: NEXT })[0]?.number)),
      skipNumbers: (upTo) => attempt(() => void commit({ skip: upTo })),
    },
    queries: {
      owned: (owner, { page, limit }) =>
        attempt(() => {
          const all = [...(owned.get(owner) ?? [])].flatMap((id) => found.get(id)?.state ?? []);
          all.sort(core.byLatestActivity);
          return { items: part(all, (page - 1) * limit, limit), total: all.length };
        }),
      listed: (viewer, filter, { after, skip, limit }, now) =>
        attempt(() => {
          const states = [...new Set(found.values())].map(({ state }) => state);
          const all = states.filter((one) => core.isListed(one, viewer, filter, now));
          const rest = all.toSorted(core.byLatestActivity);
          const start = rest.findIndex((one) => !after || core.byLatestActivity(after, one) < 0);
          return { items: start < 0 ? [] : part(rest, start + skip, limit), total: all.length };
        }),
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
      save: (...kept) => attempt(() => void commit({ kept })),
      find: (key, now) =>
        find(() => [sessions.get(key)].find((kept) => (kept?.until ?? 0) > now)?.session),
    },
    reads: {
      mark: (readings) =>
        attempt(() =>
          commit(...readings.map((read) => ({ read }))).flatMap(({ marked }) => marked ?? []),
        ),
      within: (id, first, last) =>
        attempt(() => {
          const all = [...(reads.get(id)?.values() ?? [])].sort((a, b) => a.seq - b.seq);
          return all.filter(({ seq }) => seq >= first && seq <= last);
        }),
    },
    health: () => attempt(() => undefined),
    close: () => {
      if (!isClosed) closeSync(file);
      isClosed = true;
      return Promise.resolve();
    },
  };
};
