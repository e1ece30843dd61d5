import * as ports from 'switchboard/ports';
import * as core from 'switchboard/store';

type Calls = Pick<ports.Sessions, 'save'> & Pick<ports.AuthCodes, 'keep' | 'redeem'>;
type Called = { readonly [Call in keyof Calls]: Parameters<Calls[Call]> };
/** One further, or no lower than a number. */
type Count = readonly [name: string, upTo: number | null];
type Told = Called & { append: ports.Append; staff: ports.Staff; count: Count };

/** What a line says that somebody attempts, and in which version he writes states. */
export type Attempt = Partial<Told> & {
  readonly read?: ports.ReadMark;
  readonly version: number;
};

/** What has come of it. */
export type Answer = ports.AppendOutcome & {
  readonly number?: number;
  readonly code?: unknown;
  readonly marked?: ports.MarkOutcome;
};

const slotKey = (state: ports.Conversation) => `slot ${core.openSlot(state) ?? state.id}`;

const stored = (state: ports.Conversation) => {
  const events: ports.ConversationEvent[] = [];
  return { state, events, messages: [] as ports.MessagePosted[] };
};

/** Everything is in maps. What an attempt makes of them depends on those before it alone. */
export const ndjsonTables = () => {
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
  const counted = ([name, upTo]: Count) => {
    const last = counts.get(name) ?? 0;
    const number = upTo === null ? last + 1 : Math.max(last, upTo);
    counts.set(name, number);
    return { number };
  };
  const take = (told: Attempt): Answer => {
    if (told.append) return decide(told.append, told.version);
    if (told.staff) staff.set(told.staff.id, told.staff);
    const [entries, at] = told.save ?? [[], 0];
    for (const one of entries) sessions.set(one.key, { ...one, until: at + ports.SESSION_TIME });
    const code = told.keep ? codes.keep(...told.keep) : told.redeem && codes.redeem(...told.redeem);
    const marked = told.read ? { marked: reads.mark(told.read) } : {};
    return { kind: 'appended', code, ...marked, ...(told.count ? counted(told.count) : {}) };
  };
  return { found, owned, named, feed, staff, sessions, codes, reads, tallies, take };
};
