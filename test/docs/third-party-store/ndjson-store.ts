import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { either, json, option, taskEither } from 'fp-ts/lib/index.js';
import * as ports from 'switchboard/ports';
import * as core from 'switchboard/store';

type Calls = Pick<ports.Sessions, 'save'> & Pick<ports.AuthCodes, 'keep' | 'redeem'>;
type Called = { readonly [Call in keyof Calls]: Parameters<Calls[Call]> };
type Attempt = Partial<Called & { append: ports.Append; staff: ports.Staff; skip: number | null }>;
type Text = ports.TextMessage;
type Line = Attempt & { readonly key: string; readonly version: number };
const slotKey = (state: ports.Conversation) => `slot ${core.openSlot(state) ?? state.id}`;

/** One file, to which all processes append what they attempt; its place in it decides what comes of it. */
export const ndjsonStore = (path: string, logger: ports.Logger): ports.Store => {
  const file = openSync(path, 'as+');
  let offset = 0;
  let isClosed = false;
  const stored = (state: ports.Conversation) => {
    const events: ports.ConversationEvent[] = [];
    return { state, events, messages: [] as ports.MessagePosted[] };
  };
  const found = new Map<string, ReturnType<typeof stored>>();
  const owned = new Map<ports.PersonKey, Set<ports.ConversationId>>();
  /** Messages by conversation and name, and those that opened one by their name alone. */
  const named = new Map<string, ports.LogEntry>();
  const feed: ports.LogEntry[] = [];
  const staff = new Map<string, ports.Staff>();
  const sessions = new Map<string, ports.SessionEntry & { until: number }>();
  const codes = new core.CodeBook();
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
  const take = (line: Line): ports.AppendOutcome & { number?: number; code?: unknown } => {
    if (line.append) return decide(line.append, line.version);
    if (line.staff) staff.set(line.staff.id, line.staff);
    const [entries, at] = line.save ?? [[], 0];
    for (const one of entries) sessions.set(one.key, { ...one, until: at + ports.SESSION_TIME });
    lastNumber = line.skip === null ? lastNumber + 1 : Math.max(lastNumber, line.skip ?? 0);
    const code = line.keep ? codes.keep(...line.keep) : line.redeem && codes.redeem(...line.redeem);
    return { kind: 'appended', number: lastNumber, code };
  };
  /** Takes the whole lines that were appended since, ours and others'. */
  const catchUp = () => {
    if (isClosed) throw new Error('the store is closed');
    const news = Buffer.alloc(fstatSync(file).size - offset);
    readSync(file, news, 0, news.length, offset);
    const end = news.lastIndexOf('\n') + 1;
    offset += end;
    const lines = news.toString('utf8', 0, end).split('\n').map(json.parse).filter(either.isRight);
    const taken = lines.map(({ right }) => right as unknown as Line);
    return new Map(taken.map((line) => [line.key, take(line)]));
  };
  /** What came of each once all are on the disk, as its place in the file decides it. */
  const commit = (...attempts: Attempt[]) => {
    const version = core.STATE_VERSION;
    const lines = attempts.map((attempt): Line => ({ key: randomUUID(), version, ...attempt }));
    const text = Buffer.from(lines.map((line) => `\n${JSON.stringify(line)}\n`).join(''));
    if (writeSync(file, text) < text.length) throw new Error('the disk is full');
    const outcomes = catchUp();
    return lines.map(({ key }) => outcomes.get(key) ?? { kind: 'unavailable' as const });
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
      findMessage: (id, sender, clientMessageId) =>
        find(() => named.get(id + core.nameKey({ sender, clientMessageId }))?.event as Text),
      findOpening: (sender, clientMessageId) =>
        find(() => named.get(core.nameKey({ sender, clientMessageId }))?.conversationId),
      findOpen: (slot) => find(() => found.get(`slot ${slot}`)?.state.id),
      nextNumber: () => attempt(() => Number(commit({ skip: null })[0]?.number)),
      skipNumbers: (upTo) => attempt(() => void commit({ skip: upTo })),
    },
    queries: {
      owned: (owner, { page, limit }) =>
        attempt(() => {
          const all = [...(owned.get(owner) ?? [])].flatMap((id) => found.get(id)?.state ?? []);
          all.sort((a, b) => b.updatedAt - a.updatedAt || b.number - a.number);
          return { items: part(all, (page - 1) * limit, limit), total: all.length };
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
      save: (...save) => attempt(() => void commit({ save })),
      find: (key, now) =>
        find(() => [sessions.get(key)].find((kept) => kept && kept.until > now)?.session),
    },
    codes: {
      keep: (...keep) => attempt(() => commit({ keep })[0]?.code as 'kept' | 'taken'),
      redeem: (...redeem) => find(() => commit({ redeem })[0]?.code as ports.RedeemedCode | null),
      live: (ids, now) => attempt(() => codes.live(ids, now)),
    },
    health: () => attempt(() => undefined),
    close: () => {
      if (!isClosed) closeSync(file);
      isClosed = true;
      return Promise.resolve();
    },
  };
};
