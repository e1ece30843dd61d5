import { fromNullable } from 'fp-ts/lib/Option.js';
import { left, right } from 'fp-ts/lib/TaskEither.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import { unavailable } from '../../../src/domain/failure.js';
import { changed, eachAppend, type Fault, type Faults, later } from '../fault.js';

/** That every text is stored as another. */
const textsAs =
  (change: (text: string) => string): Fault =>
  (own) => ({
    log: {
      append: eachAppend(own, (append, rightly) => {
        const text = JSON.stringify(append, (_key, value: unknown) =>
          typeof value === 'string' ? change(value) : value,
        );
        return rightly(JSON.parse(text) as typeof append);
      }),
    },
  });

/** In the log: what is wrong with what is read of it. */
export const READS: Faults = {
  'read gives the event before, too': ({ store }) => ({
    log: { read: (id, afterSeq, limit) => store.log.read(id, Math.max(0, afterSeq - 1), limit) },
  }),
  'read leaves one event out': ({ store }) => ({
    log: { read: (id, afterSeq, limit) => store.log.read(id, afterSeq + 1, limit) },
  }),
  'read has no limit': ({ store }) => ({
    log: { read: (id, afterSeq) => store.log.read(id, afterSeq, Number.MAX_SAFE_INTEGER) },
  }),
  'read takes a limit of none for no limit': ({ store }) => ({
    log: {
      read: (id, afterSeq, limit) => store.log.read(id, afterSeq, limit === 0 ? 1_000 : limit),
    },
  }),
  'read gives one more than the limit': ({ store }) => ({
    log: { read: (id, afterSeq, limit) => store.log.read(id, afterSeq, limit + 1) },
  }),
  'read gives the newest first': ({ store }) => ({
    log: {
      read: (id, afterSeq, limit) =>
        changed(store.log.read(id, afterSeq, limit), (events) => events.toReversed()),
    },
  }),
  'read fails for what was never stored': ({ store, tables }) => ({
    log: {
      read: (id, afterSeq, limit) =>
        tables.conversations.has(id) ? store.log.read(id, afterSeq, limit) : left(unavailable),
    },
  }),
  'load gives the state before the last append': (own) => {
    const before = new Map<string, Conversation>();
    return {
      log: {
        append: eachAppend(own, (append, rightly) => {
          const { id } = append.conversation;
          const now = own.tables.conversations.get(id)?.conversation;
          if (now !== undefined) before.set(id, now);
          return rightly(append);
        }),
        load: (id) =>
          before.has(id) ? right(fromNullable(before.get(id))) : own.store.log.load(id),
      },
    };
  },
  'loadByNumber gives the state at the opening': (own) => {
    const first = new Map<number, Conversation>();
    return {
      log: {
        append: eachAppend(own, (append, rightly) => {
          const { number } = append.conversation;
          if (append.expectedSeq === 0) first.set(number, append.conversation);
          return rightly(append);
        }),
        loadByNumber: (number) =>
          first.has(number)
            ? right(fromNullable(first.get(number)))
            : own.store.log.loadByNumber(number),
      },
    };
  },
  'loadByNumber finds what was refused': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const outcome = await rightly(append);
        if (outcome.kind !== 'slotTaken' || append.expectedSeq > 0) return outcome;
        const { conversation } = append;
        const stored = [...own.tables.conversations.values()][0];
        if (stored !== undefined)
          own.tables.byNumber.set(conversation.number, { ...stored, conversation });
        return outcome;
      }),
    },
  }),
  'loadByNumber leaves the fraction out': ({ store }) => ({
    log: { loadByNumber: (number) => store.log.loadByNumber(Math.floor(number)) },
  }),
  'loadByNumber leaves the sign out': ({ store }) => ({
    log: { loadByNumber: (number) => store.log.loadByNumber(Math.abs(number)) },
  }),
  'findOpen finds what is closed': (own) => {
    const last = new Map<string, Conversation['id']>();
    return {
      log: {
        append: eachAppend(own, async (append, rightly) => {
          const outcome = await rightly(append);
          for (const [slot, id] of own.tables.idsBySlot) last.set(slot, id);
          return outcome;
        }),
        findOpen: (slot) =>
          last.has(slot) ? right(fromNullable(last.get(slot))) : own.store.log.findOpen(slot),
      },
    };
  },
};

/** In the log: what is wrong with how texts are kept. */
export const TEXTS: Faults = {
  'texts are normalized': textsAs((text) => text.normalize('NFC')),
  'texts are trimmed': textsAs((text) => text.trim()),
  'line breaks become others': textsAs((text) => text.replaceAll('\r\n', '\n')),
  'control characters are left out': textsAs((text) => text.replaceAll('\u0001', '')),
  'what is past the first plane is replaced': textsAs((text) =>
    text.replaceAll(/\p{Cs}|[\u{10000}-\u{10ffff}]/gu, '?'),
  ),
  'texts are cut at 64 KiB': textsAs((text) => text.slice(0, 65_536)),
  'a key of an object is taken for its prototype': (own) => ({
    log: {
      append: eachAppend(own, (append, rightly) => {
        const { conversation } = append;
        const metadata: Record<string, string> = {};
        for (const [key, value] of Object.entries(conversation.deviceMetadata ?? {})) {
          metadata[key] = value;
        }
        const deviceMetadata = conversation.deviceMetadata === null ? null : metadata;
        return rightly({ ...append, conversation: { ...conversation, deviceMetadata } });
      }),
    },
  }),
};

/** In the log: what is wrong with numbers. */
export const NUMBERS: Faults = {
  'a number is given again': () => ({ log: { nextNumber: () => right(1) } }),
  'numbers fall': ({ tables }) => ({ log: { nextNumber: () => right((tables.lastNumber -= 1)) } }),
  'numbers are the same for many at once': ({ tables }) => ({
    log: {
      nextNumber: () => async () => {
        const next = tables.lastNumber + 1;
        return later(() => {
          tables.lastNumber = next;
          return right(next)();
        })();
      },
    },
  }),
  'numbers are the time': () => ({ log: { nextNumber: () => right(Date.now()) } }),
  'numbers begin anew after ten': ({ tables }) => ({
    log: { nextNumber: () => right((tables.lastNumber = (tables.lastNumber % 10) + 1)) },
  }),
  'numbers are no whole ones': ({ tables }) => ({
    log: { nextNumber: () => right((tables.lastNumber += 0.5)) },
  }),
  'numbers come in blocks, the last of them first': ({ tables }) => ({
    log: {
      nextNumber: () => {
        tables.lastNumber += 1;
        return right(Math.floor(tables.lastNumber / 10) * 10 + 9 - (tables.lastNumber % 10));
      },
    },
  }),
};

/** Of opening and closing. */
export const CLOSING: Faults = {
  'it is well after it is closed': () => ({ health: () => right(undefined) }),
  'it is never well': () => ({ health: () => left(unavailable) }),
  'it fails when it is closed again': ({ store }) => {
    let isClosed = false;
    return {
      close: () => {
        if (isClosed) return Promise.reject(new Error('closed already'));
        isClosed = true;
        return store.close();
      },
    };
  },
  'it drops what is under way when it is closed': ({ store }) => {
    let isClosed = false;
    return {
      log: {
        append: (batch) =>
          later(() => (isClosed ? left(unavailable)() : store.log.append(batch)())),
      },
      close: () => {
        isClosed = true;
        return store.close();
      },
    };
  },
  'it closes before what is under way is answered': ({ store }) => ({
    log: { append: (batch) => later(store.log.append(batch), 20) },
  }),
};
