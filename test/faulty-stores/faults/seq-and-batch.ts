import { right } from 'fp-ts/lib/TaskEither.js';
import type { Append, AppendOutcome } from '../../../src/application/ports/conversation-log.js';
import { answer } from '../../support/answer.js';
import { changed, eachAppend, type Faults, later, type Right } from '../fault.js';

const TAKEN: AppendOutcome = { kind: 'taken' };

const lastSeq = ({ tables }: Right, { conversation }: Append): number =>
  tables.conversations.get(conversation.id)?.conversation.lastSeq ?? 0;

/** As if it had been decided on what is there. */
const atTheEnd = (own: Right, append: Append): Append => ({
  ...append,
  expectedSeq: lastSeq(own, append),
});

/** In the log: what is wrong with places, batches and what is answered of them. */
export const SEQ_AND_BATCH: Faults = {
  'an append ignores its expectedSeq': (own) => ({
    log: { append: eachAppend(own, (append, rightly) => rightly(atTheEnd(own, append))) },
  }),

  'an append may leave a gap': (own) => ({
    log: {
      append: eachAppend(own, (append, rightly) =>
        rightly(append.expectedSeq > lastSeq(own, append) ? atTheEnd(own, append) : append),
      ),
    },
  }),

  'an append may go to what was never opened': (own) => ({
    log: {
      append: eachAppend(own, (append, rightly) =>
        rightly(lastSeq(own, append) === 0 ? atTheEnd(own, append) : append),
      ),
    },
  }),

  'the seq is looked at before others have had their turn': (own) => ({
    log: {
      append: (batch) => async () => {
        const late = batch.map((append) => lastSeq(own, append) !== append.expectedSeq);
        const { append } = own.store.log;
        return later(async () => {
          const outcomes = batch.map((one, index) =>
            late[index] === true ? right([TAKEN]) : append([atTheEnd(own, one)]),
          );
          const all = [];
          for (const outcome of outcomes) all.push(...(await answer(outcome)));
          return right(all)();
        })();
      },
    },
  }),

  'a refused append stores the first of its events': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const outcome = await rightly(append);
        const [first, second] = append.events;
        const stored = own.tables.conversations.get(append.conversation.id);
        if (outcome.kind === 'appended' || first === undefined || second === undefined)
          return outcome;
        stored?.events.push(first);
        return outcome;
      }),
    },
  }),

  'one refused append undoes its batch': ({ store }) => ({
    log: {
      append: (batch) =>
        changed(store.log.append(batch), (outcomes) =>
          outcomes.every(({ kind }) => kind === 'appended')
            ? outcomes
            : outcomes.map((one) => (one.kind === 'appended' ? { kind: 'unavailable' } : one)),
        ),
    },
  }),

  'nothing of a batch is looked at after a refusal': (own) => ({
    log: {
      append: (batch) => async () => {
        let isOver = false;
        return eachAppend(own, async (append, rightly) => {
          const outcome: AppendOutcome = isOver ? { kind: 'unavailable' } : await rightly(append);
          isOver = outcome.kind !== 'appended';
          return outcome;
        })(batch)();
      },
    },
  }),

  'outcomes come in an order of their own': ({ store }) => ({
    log: { append: (batch) => changed(store.log.append(batch), (all) => all.toReversed()) },
  }),

  'an append is answered before it is stored': ({ store }) => ({
    log: {
      append: (batch) => async () => {
        void later(store.log.append(batch))();
        return right(batch.map((): AppendOutcome => ({ kind: 'appended' })))();
      },
    },
  }),

  'an append is answered a turn before it can be read': (own) => {
    const shown = new Map<string, number>();
    return {
      log: {
        append: (batch) =>
          changed(own.store.log.append(batch), (outcomes) => {
            for (const { conversation } of batch) {
              const { id } = conversation;
              setImmediate(() =>
                shown.set(id, own.tables.conversations.get(id)?.events.length ?? 0),
              );
            }
            return outcomes;
          }),
        read: (id, afterSeq, limit) =>
          changed(own.store.log.read(id, afterSeq, limit), (events) =>
            events.filter(({ seq }) => seq <= (shown.get(id) ?? 0)),
          ),
      },
    };
  },

  'read gives a hundred at most, whatever is asked': ({ store }) => ({
    log: { read: (id, afterSeq, limit) => store.log.read(id, afterSeq, Math.min(limit, 100)) },
  }),
  'a large append loses its end': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const outcome = await rightly(append);
        if (append.events.length > 100) {
          own.tables.conversations.get(append.conversation.id)?.events.splice(100);
        }
        return outcome;
      }),
    },
  }),

  'the size of an append is looked at when those before it are stored': ({ store }) => ({
    log: {
      append: (batch) => async () => {
        const all = [];
        for (const append of batch) all.push(...(await answer(store.log.append([append]))));
        return right(all)();
      },
    },
  }),

  'what no append may be is answered as if the store were down': ({ store }) => ({
    log: {
      append: (batch) => async () =>
        store.log
          .append(batch)()
          .catch(() => right(batch.map((): AppendOutcome => ({ kind: 'unavailable' })))()),
    },
  }),
};

/** Found by a case that takes long. */
export const LONG_LOG: Faults = {
  'a long conversation loses its beginning': (own) => ({
    log: {
      append: eachAppend(own, async (append, rightly) => {
        const outcome = await rightly(append);
        const events = own.tables.conversations.get(append.conversation.id)?.events ?? [];
        if (JSON.stringify(events).length > 8 * 1024 * 1024) events.shift();
        return outcome;
      }),
    },
  }),
};
