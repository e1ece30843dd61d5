import type { Append, AppendOutcome } from '../../../src/application/ports/conversation-log.js';
import { isOpen, openSlot, ownerKey, slotOf } from '../../../src/domain/conversation.js';
import { messageName, nameKey } from '../../../src/domain/message-name.js';
import type {
  MemoryTables,
  StoredConversation,
} from '../../../src/adapters/outbound/stores/memory/memory-tables.js';
import { later, eachAppend, type Fault, type Faults, Rekeyed, type Right } from '../fault.js';

const keysOf = ({ events }: Append): readonly string[] =>
  events.flatMap((event) => messageName(event) ?? []).map(nameKey);

/** Without whose name it is. */
const ofNobody = (key: string): string =>
  key.slice(0, Number.parseInt(key, 10) + key.indexOf(':') + 1);

/** Conversations whose names are kept in maps of another kind. */
const namedIn = (tables: MemoryTables, named: () => StoredConversation['named']): void => {
  const conversations = tables.conversations;
  const { set } = conversations;
  conversations.set = (id, stored) =>
    set.call(conversations, id, Object.assign(stored, { named: named() }));
};

/** That names are looked up by another key than the whole of them. */
const namesAs =
  (keyOf: (key: string) => string): Fault =>
  ({ tables }) => {
    namedIn(tables, () => new Rekeyed(keyOf));
    return {};
  };

/** That notes bear no names. */
const notesNameless: Fault = ({ tables }) => {
  namedIn(tables, () => {
    const named: StoredConversation['named'] = new Map();
    const { set } = named;
    named.set = (key, event) => (event.type === 'noteAdded' ? named : set.call(named, key, event));
    return named;
  });
  return {};
};

const openingsAs =
  (keyOf: (key: string) => string): Fault =>
  ({ tables }) => {
    Object.assign(tables, { idsByOpening: new Rekeyed(keyOf) });
    return {};
  };

const slotsAs =
  (keyOf: (slot: string) => string): Fault =>
  ({ tables }) => {
    Object.assign(tables, { idsBySlot: new Rekeyed(keyOf) });
    return {};
  };

/** That something more happens once an append was answered. */
const afterwards =
  (then: (own: Right, append: Append, outcome: AppendOutcome) => void): Fault =>
  (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const outcome = await rightly(append);
        then(own, append, outcome);
        return outcome;
      }),
    },
  });

/** What it would hold if it were open. */
const slotIfOpen = ({ conversation: { channel, owner, type } }: Append): string =>
  slotOf(channel, ownerKey(owner), type);

/** In the log: what is wrong with the names of messages. */
export const NAMES: Faults = {
  'a repeated name is stored': ({ tables }) => {
    namedIn(tables, () => Object.assign(new Map(), { has: () => false }));
    return {};
  },
  'a repeated name is looked for in the first event alone': (own) => {
    let first: string | undefined;
    const looked: Fault = ({ tables }) => {
      namedIn(tables, () => {
        const named: StoredConversation['named'] = new Map();
        const { has } = named;
        named.has = (key) => key === first && has.call(named, key);
        return named;
      });
      return {
        log: {
          append: eachAppend(own, (append, rightly) => {
            [first] = keysOf({ ...append, events: append.events.slice(0, 1) });
            return rightly(append);
          }),
        },
      };
    };
    return looked(own);
  },
  'a name is looked for before others have had their turn': (own) => ({
    log: {
      append: (batch) => async () => {
        const known = batch.map(({ conversation: { id } }) => {
          const named = own.tables.conversations.get(id)?.named;
          return new Set(named?.keys());
        });
        return later(
          eachAppend(own, (append, rightly) => {
            const named = own.tables.conversations.get(append.conversation.id)?.named;
            const before = known[batch.indexOf(append)];
            const last = own.tables.conversations.get(append.conversation.id)?.conversation.lastSeq;
            for (const key of keysOf(append)) if (before?.has(key) === false) named?.delete(key);
            return rightly({ ...append, expectedSeq: last ?? 0 });
          })(batch),
        )();
      },
    },
  }),
  'notes bear no names': notesNameless,
  'a name is one for all senders': namesAs(ofNobody),
  'a name is told apart by its letters, and not by their case': namesAs((key) => key.toLowerCase()),
  'a name is told apart by its first ten characters': namesAs((key) =>
    key.replace(/^\d+:/, '').slice(0, 10),
  ),
  'a name and its sender run into each other': namesAs((key) => key.replace(/^\d+:/, '')),
  'a refused append leaves its names': afterwards((own, append, outcome) => {
    if (outcome.kind === 'appended') return;
    const named = own.tables.conversations.get(append.conversation.id)?.named;
    for (const event of append.events) {
      const name = messageName(event);
      if (name === null || event.type !== 'messagePosted' || event.kind === 'auth_code') continue;
      if (named?.has(nameKey(name)) === false) named.set(nameKey(name), event);
    }
  }),
  'a message is found by its name in any conversation': ({ store, tables }) => ({
    log: {
      findMessage: (id, sender, clientMessageId) => {
        const key = nameKey({ sender, clientMessageId });
        const others = [...tables.conversations.values()].find(({ named }) => named.has(key));
        return store.log.findMessage(others?.conversation.id ?? id, sender, clientMessageId);
      },
    },
  }),

  'the name of an opening opens another': ({ tables }) => {
    tables.idsByOpening.has = () => false;
    return {};
  },
  'the name of an opening is one for all senders': openingsAs(ofNobody),
  'the names of openings are told apart by their letters, and not by their case': openingsAs(
    (key) => key.toLowerCase(),
  ),
  'the name of an opening and its sender run into each other': openingsAs((key) =>
    key.replace(/^\d+:/, ''),
  ),
  'the name of a later message opens nothing any more': afterwards(({ tables }, append) => {
    for (const key of keysOf(append)) tables.idsByOpening.set(key, append.conversation.id);
  }),
  'the name of an opening is forgotten at the closing': afterwards(({ tables }, append) => {
    if (isOpen(append.conversation)) return;
    for (const [key, id] of tables.idsByOpening) {
      if (id === append.conversation.id) tables.idsByOpening.delete(key);
    }
  }),
  'the name of an opening is free for a message in it': afterwards(({ tables }, append) => {
    if (append.expectedSeq === 0) tables.conversations.get(append.conversation.id)?.named.clear();
  }),
  'the name of an opening is looked for before others have had their turn': (own) => ({
    log: {
      append: (batch) => async () => {
        const known = new Set(own.tables.idsByOpening.keys());
        return later(
          eachAppend(own, (append, rightly) => {
            for (const key of keysOf(append)) {
              if (!known.has(key)) own.tables.idsByOpening.delete(key);
            }
            return rightly(append);
          })(batch),
        )();
      },
    },
  }),
};

/** In the log: what is wrong with slots. */
export const SLOTS: Faults = {
  'a slot is not looked at': ({ tables }) => {
    tables.idsBySlot.has = () => false;
    return {};
  },
  'a slot is looked at by openings alone': (own) => ({
    log: {
      append: eachAppend(own, (append, rightly) => {
        const { idsBySlot } = own.tables;
        const slot = openSlot(append.conversation);
        const isLate =
          own.tables.conversations.get(append.conversation.id)?.conversation.lastSeq !==
          append.expectedSeq;
        if (append.expectedSeq > 0 && slot !== null && !isLate) idsBySlot.delete(slot);
        return rightly(append);
      }),
    },
  }),
  'a slot is looked at before others have had their turn': (own) => ({
    log: {
      append: (batch) => async () => {
        const known = new Set(own.tables.idsBySlot.keys());
        return later(
          eachAppend(own, (append, rightly) => {
            const slot = openSlot(append.conversation) ?? '';
            if (!known.has(slot)) own.tables.idsBySlot.delete(slot);
            return rightly(append);
          })(batch),
        )();
      },
    },
  }),
  'a slot is kept after the closing': afterwards(({ tables }, append, outcome) => {
    const stored = tables.conversations.get(append.conversation.id);
    if (outcome.kind !== 'appended' || isOpen(append.conversation)) return;
    if (append.conversation.channel.singleOpen && stored !== undefined)
      tables.idsBySlot.set(slotIfOpen(append), append.conversation.id);
  }),
  'a closing that is refused frees the slot': afterwards(({ tables }, append, outcome) => {
    if (outcome.kind !== 'taken' || isOpen(append.conversation)) return;
    tables.idsBySlot.delete(slotIfOpen(append));
  }),
  'what happens to a closed conversation frees the slot of another': afterwards(
    ({ tables }, append) => {
      if (!isOpen(append.conversation)) tables.idsBySlot.delete(slotIfOpen(append));
    },
  ),
  'a slot stays with the owner who is left': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const { id } = append.conversation;
        const before = own.tables.conversations.get(id)?.slot;
        const outcome = await rightly(append);
        if (outcome.kind !== 'appended' || !isOpen(append.conversation)) return outcome;
        if (before !== undefined && before !== null) own.tables.idsBySlot.set(before, id);
        return outcome;
      }),
    },
  }),
  'a slot of the old owner is lost when the move is refused': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const before = own.tables.conversations.get(append.conversation.id)?.slot;
        const outcome = await rightly(append);
        if (outcome.kind === 'slotTaken') own.tables.idsBySlot.delete(before ?? '');
        return outcome;
      }),
    },
  }),
  'slotTaken is told of an append that comes late': (own) => ({
    log: {
      append: eachAppend(own, (append, rightly) => {
        const holder = own.tables.idsBySlot.get(openSlot(append.conversation) ?? '');
        const isOthers = holder !== undefined && holder !== append.conversation.id;
        return isOthers ? Promise.resolve({ kind: 'slotTaken' }) : rightly(append);
      }),
    },
  }),
  'taken is told where the slot is': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const outcome = await rightly(append);
        return outcome.kind === 'slotTaken' ? { kind: 'taken' } : outcome;
      }),
    },
  }),
  'a slot is one for guests and customers': slotsAs((slot) =>
    slot.replace(/\|(guest|customer):/, '|'),
  ),
  'a slot is one for all types': slotsAs((slot) => slot.replace(/\|\w+\|/, '|')),
  'a slot is one for all channels': slotsAs((slot) => slot.replace(/^\w+\|/, '')),
  'a slot is told apart by its letters, and not by their case': slotsAs((slot) =>
    slot.toLowerCase(),
  ),
  'a slot is told apart by its first forty characters': slotsAs((slot) => slot.slice(0, 40)),
  'every channel has slots': (own) => {
    const held = new Map<string, string>();
    return {
      log: {
        append: eachAppend(own, async (append, rightly) => {
          const { id } = append.conversation;
          const slot = slotIfOpen(append);
          if ((held.get(slot) ?? id) !== id) return { kind: 'slotTaken' };
          const outcome = await rightly(append);
          if (outcome.kind === 'appended' && isOpen(append.conversation)) held.set(slot, id);
          return outcome;
        }),
      },
    };
  },
};
