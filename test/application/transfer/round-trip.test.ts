import { expect } from 'chai';
import fc from 'fast-check';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import type { Append } from '../../../src/application/ports/conversation-log.js';
import { LOG_START } from '../../../src/application/ports/log-feed.js';
import type { Store } from '../../../src/application/ports/store.js';
import { ownerKey, slotOf } from '../../../src/domain/conversation.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { messageName, nameKey } from '../../../src/domain/message-name.js';
import { wantedKeys } from '../../../src/domain/search.js';
import { ticketKeys } from '../../../src/domain/ticket.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { answer } from '../../support/answer.js';
import {
  attachment,
  claiming,
  closing,
  message,
  note,
  opening,
  rating,
  ticket,
  ticketing,
  updating,
} from '../../support/appends.js';
import { EXCLUSIVE, SHARED, SINGLE_OPEN } from '../../support/channels.js';
import { oddString } from '../../support/odd-strings.js';
import { linesOf, signed } from '../../support/signed-exports.js';
import { fillWithSamples } from '../../support/stored-samples.js';
import { exported, imported } from '../../support/transfers.js';

const EVERYTHING = 1_000_000;

/** All that can be asked of a store. */
const answersOf = async ({ log, feed, queries, agents, reads }: Store): Promise<unknown> => {
  const entries = await answer(feed.after(LOG_START, EVERYTHING));
  const ids = [...new Set(entries.map(({ conversationId }) => conversationId))].toSorted();
  // The order of conversations in the feed is a store's own.
  const names = entries
    .flatMap(({ event }) => messageName(event) ?? [])
    .toSorted((one, other) => (nameKey(one) < nameKey(other) ? -1 : 1));
  const ofOne = async (id: ConversationId) => {
    const state = await answer(log.load(id));
    if (state._tag === 'None') throw new Error(`${id} is not there`);
    const { owner, channel, type, number } = state.value;
    return {
      state,
      byNumber: await answer(log.loadByNumber(number)),
      events: await answer(log.read(id, 0, EVERYTHING)),
      messages: await answer(queries.messages(id, 1, EVERYTHING)),
      reads: await answer(reads.within(id, 1, EVERYTHING)),
      owned: await answer(queries.owned(ownerKey(owner), { page: 1, limit: 100 })),
      byTicket: await Promise.all(
        (state.value.ticket === null ? [] : ticketKeys(state.value.ticket)).map((key) =>
          answer(log.loadByTicket(key)),
        ),
      ),
      tickets: await answer(queries.ownedTickets(ownerKey(owner), { page: 1, limit: 100 })),
      open: await answer(log.findOpen(slotOf(channel, ownerKey(owner), type))),
      named: await Promise.all(
        names.map(({ sender, clientMessageId }) =>
          answer(log.findMessage(id, sender, clientMessageId)),
        ),
      ),
      openings: await Promise.all(
        names.map(({ sender, clientMessageId }) =>
          answer(log.findOpening(sender, clientMessageId)),
        ),
      ),
    };
  };
  return {
    conversations: await Promise.all(ids.map(ofOne)),
    staff: await answer(agents.list(null, EVERYTHING)),
    tallies: await answer(queries.tallies(admin(), 0, EVERYTHING)),
    found: await Promise.all(
      ['über', 'alles', 'alice', 'SMI', 'failed transfer'].map((typed) => {
        const filter = { status: null, type: null, assignee: null, search: wantedKeys(typed) };
        const stretch = { after: null, skip: 0, limit: 1_000 };
        return answer(queries.listed(admin(), filter, stretch, Number.MAX_SAFE_INTEGER));
      }),
    ),
  };
};

const people = [customer('alice'), customer('bob'), guest('g1')];

const step = fc.record({
  target: fc.nat({ max: 3 }),
  does: fc.constantFrom(
    'post',
    'post',
    'send files',
    'reply',
    'note',
    'claim',
    'close',
    'rate',
    'open',
    'openEmpty',
    'openTicketed',
    'ticket',
    'resolve',
    'read',
    'read',
  ),
  text: oddString({ minLength: 1, maxLength: 20 }),
  name: fc.constantFrom(null, 'm1', 'm2', 'm3'),
  channel: fc.constantFrom(SHARED, SINGLE_OPEN, EXCLUSIVE),
  at: fc.nat({ max: 1_000 }),
});

type Step = typeof step extends fc.Arbitrary<infer A> ? A : never;

/** What a step does to a conversation as it is; null where it can do nothing. */
const appendFor = (last: Append | undefined, { does, text, name, channel, at, target }: Step) => {
  const wish = { text, name, at };
  const owner = people[target % people.length] ?? customer();
  if (does === 'openEmpty') return opening({ owner, channel, at, text: null });
  if (does === 'openTicketed') return opening({ owner, channel, at, ticket: ticket() });
  if (does === 'open' || last === undefined) return opening({ ...wish, owner, channel });
  const { conversation } = last;
  if (does === 'note') return note(conversation, text);
  const isClosed = conversation.status === 'closed';
  if (does === 'rate') {
    return isClosed && conversation.rating === null ? rating(conversation, text) : null;
  }
  if (isClosed) return null;
  if (does === 'ticket') return conversation.ticket === null ? ticketing(conversation) : null;
  if (does === 'resolve') {
    const isOpen = conversation.ticket?.status === 'open';
    return isOpen ? updating(conversation, 'resolved') : null;
  }
  if (does === 'post') return message(conversation, wish);
  if (does === 'send files') {
    return message(conversation, { ...wish, text: '', attachments: [attachment(text)] });
  }
  if (does === 'close') return closing(conversation, text);
  if (does === 'claim') return conversation.assignee === null ? claiming(conversation) : null;
  return conversation.channel.ownership === 'shared'
    ? message(conversation, { ...wish, by: admin() })
    : null;
};

const fill = async ({ log, agents, reads }: Store, steps: readonly Step[]): Promise<void> => {
  const last = new Map<number, Append>();
  for (const one of steps) {
    const known = last.get(one.target);
    if (one.does === 'read') {
      const event = known?.events.at(-1);
      if (known === undefined || event?.type !== 'messagePosted') continue;
      const by = `staff:${one.text}` as const;
      const { id: conversationId } = known.conversation;
      await answer(reads.mark([{ conversationId, seq: event.seq, by, at: one.at }]));
      continue;
    }
    const append = appendFor(last.get(one.target), one);
    if (append === null) continue;
    const [outcome] = await answer(log.append([append]));
    // Refused where a name or a slot is taken: that is not what is looked at here.
    if (outcome?.kind === 'appended') last.set(one.target, append);
    await answer(agents.remember(agent(one.text, [one.text])));
  }
};

describe('an export that is imported', () => {
  it('gives the same store, and the same export, of every kind of event', async () => {
    const from = memoryStore();
    await fillWithSamples(from);
    const text = await exported(from);
    const to = memoryStore();
    await imported(to, text);
    expect(await exported(to)).to.equal(text);
    expect(await answersOf(to)).to.deep.equal(await answersOf(from));
  });

  it('gives the same store, and the same export, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.integer({ min: 1, max: 500 }),
        async (steps, size) => {
          const from = memoryStore();
          await fill(from, steps);
          const text = await exported(from);
          const to = memoryStore();
          await imported(to, text, size);
          expect(await exported(to)).to.equal(text);
          expect(await answersOf(to)).to.deep.equal(await answersOf(from));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('gives the marks of who has read what, of long conversations too', async () => {
    const from = memoryStore();
    let last = opening({ owner: customer() });
    const { id: conversationId } = last.conversation;
    const store = () => answer(from.log.append([last]));
    await store();
    while (last.conversation.lastSeq < 4_500) {
      last = message(last.conversation);
      await store();
    }
    const marks = Array.from({ length: 4_499 }, (_, n) => n + 2)
      .filter((seq) => seq % 7 !== 0)
      .map((seq) => ({ conversationId, seq, by: 'staff:sarah' as const, at: seq }));
    await answer(from.reads.mark(marks));
    const text = await exported(from);
    const to = memoryStore();
    await imported(to, text);
    expect(await exported(to)).to.equal(text);
    expect(await answer(to.reads.within(conversationId, 1, EVERYTHING))).to.deep.equal(marks);
  });

  it('leaves the marks that are there already', async () => {
    const from = memoryStore();
    const opened = opening({ owner: customer() });
    const { id: conversationId } = opened.conversation;
    const mark = { conversationId, seq: 2, by: 'staff:sarah', at: 5 } as const;
    await answer(from.log.append([opened]));
    await answer(from.reads.mark([mark]));
    const to = memoryStore();
    const own = { ...mark, by: 'staff:tom', at: 1 } as const;
    await answer(to.log.append([opened]));
    await answer(to.reads.mark([own]));
    await imported(to, await exported(from));
    expect(await answer(to.reads.within(conversationId, 1, 9))).to.deep.equal([own]);
  });

  for (const [version, had, before] of [
    [1, 'no marks', (line: string) => line.replace(/,"reads":\d+/, '')],
    [2, 'no tickets', (line: string) => line],
    [3, 'no files', (line: string) => line],
  ] as const) {
    it(`is read of version ${version}, which had ${had}`, async () => {
      const from = memoryStore();
      await answer(from.log.append([opening({ owner: customer() })]));
      const text = await exported(from);
      expect(text).to.contain('"version":4');
      const older = signed(
        linesOf(text).map((line) => before(line.replace('"version":4', `"version":${version}`))),
      );
      const to = memoryStore();
      await imported(to, older);
      expect(await exported(to)).to.equal(text);
    });
  }

  it('has new tickets get later numbers', async () => {
    const from = memoryStore();
    await fillWithSamples(from);
    const to = memoryStore();
    await imported(to, await exported(from));
    expect(await answer(to.log.nextTicketSerial(2025))).to.equal(1_000_001);
    expect(await answer(to.log.nextTicketSerial(2024))).to.equal(1);
  });

  it('changes nothing where all is stored already', async () => {
    const store = memoryStore();
    await fillWithSamples(store);
    const text = await exported(store);
    const before = await answersOf(store);
    await imported(store, text);
    expect(await answersOf(store)).to.deep.equal(before);
    expect(await exported(store)).to.equal(text);
  });

  it('has new conversations get later numbers', async () => {
    const from = memoryStore();
    await fillWithSamples(from);
    const to = memoryStore();
    const { header } = await imported(to, await exported(from));
    expect(header.lastNumber).to.be.greaterThan(0);
    expect(await answer(to.log.nextNumber())).to.equal(header.lastNumber + 1);
  });

  it('is empty from an empty store', async () => {
    const text = await exported(memoryStore());
    expect(text.split('\n')).to.have.length(3);
    const to = memoryStore();
    expect((await imported(to, text)).header).to.deep.equal({
      staff: 0,
      conversations: 0,
      events: 0,
      messages: 0,
      lastNumber: 0,
    });
    expect(await answer(to.log.nextNumber())).to.equal(1);
  });
});
