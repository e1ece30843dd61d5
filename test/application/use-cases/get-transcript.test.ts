import { expect } from 'chai';
import { STORES } from '../../../src/bootstrap/stores.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import { MAX_ENTRIES } from '../../../src/application/use-cases/get-transcript.js';
import type { Fact } from '../../../src/domain/conversation-event.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import { assigneeOf, senderOf } from '../../../src/domain/decide/decision.js';
import { type ConversationId, toMessageId } from '../../../src/domain/ids.js';
import { record } from '../../../src/domain/record.js';
import { admin, agent, contact, customer, guest } from '../../support/actors.js';
import { SINGLE_OPEN } from '../../support/channels.js';
import { needsStore, openStore, type StorePlace } from '../../support/bound-stores.js';
import { conversationId } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { CountingIds } from '../../support/fixed-ports.js';
import { inMemory, type InMemory, started, storedEvents, toSend } from '../../support/in-memory.js';

const alice = customer('alice');
const sarah = agent('sarah');
const root = admin();

const ids = new CountingIds();

const message = (): Fact => ({
  type: 'messagePosted',
  id: toMessageId(ids.next()),
  sender: senderOf(alice),
  kind: 'text',
  text: 'hello',
});
const note = (): Fact => ({
  type: 'noteAdded',
  id: toMessageId(ids.next()),
  sender: senderOf(sarah),
  text: 'between us',
});
const handover = (): Fact => ({
  type: 'handedOver',
  assignee: assigneeOf(sarah),
  by: senderOf(root),
  reason: null,
});

/** Appends facts as fast as a store takes them. */
const fill = async (
  { store }: InMemory,
  from: Conversation,
  facts: readonly Fact[],
): Promise<void> => {
  let state = from;
  for (let first = 0; first < facts.length; first += 200) {
    const next = record(state, facts.slice(first, first + 200), state.lastEventAt);
    const outcome = await store.log.append([{ expectedSeq: state.lastSeq, ...next }])();
    expect(expectRight(outcome)).to.deep.equal([{ kind: 'appended' }]);
    state = next.conversation;
  }
};

const entriesOf = async ({ cases }: InMemory, id: ConversationId) =>
  expectRight(await cases.getTranscript(root, id)()).entries;

for (const name of STORES) {
  describe(`with ${name}`, () => {
    const room = needsStore(name);
    describe(`getTranscript on ${name}`, () => {
      let place: StorePlace;
      let chat: InMemory;

      before(async () => {
        place = room();
        chat = inMemory(await openStore(place));
      });
      after(async () => {
        await chat.store.close();
        await place.remove();
      });

      it('has messages and notes in their order, and nothing else', async () => {
        const { id } = await started(chat);
        expectRight(await chat.cases.sendMessage(alice, toSend(id, { text: 'one' }))());
        expectRight(await chat.cases.addNote(sarah, { conversationId: id, text: 'two' })());
        expectRight(await chat.cases.claimConversation(sarah, id)());
        expectRight(await chat.cases.sendMessage(sarah, toSend(id, { text: 'three' }))());
        expectRight(
          await chat.cases.closeConversation(sarah, { conversationId: id, note: null })(),
        );
        expectRight(await chat.cases.addNote(root, { conversationId: id, text: 'four' })());
        const { conversation, entries } = expectRight(await chat.cases.getTranscript(sarah, id)());
        expect(conversation).to.include({ status: 'closed', lastSeq: 7, messageCount: 2 });
        expect(entries.map((entry) => [entry.type, entry.seq])).to.deep.equal([
          ['messagePosted', 2],
          ['noteAdded', 3],
          ['messagePosted', 5],
          ['noteAdded', 7],
        ]);
        const events = await storedEvents(chat.store, id);
        expect(entries).to.deep.equal([events[1], events[2], events[4], events[6]]);
      });

      it('has codes as what they are, without digits', async () => {
        const { id } = await started(chat);
        const issued = await chat.cases.issueCode(root, {
          userId: null,
          guestId: null,
          conversationId: id,
          deviceInfo: null,
          channel: SINGLE_OPEN,
        })();
        const { digits } = expectRight(issued);
        const entries = await entriesOf(chat, id);
        expect(entries.map((entry) => 'kind' in entry && entry.kind)).to.deep.equal(['auth_code']);
        expect(JSON.stringify(entries)).to.not.include(digits);
      });

      it('is empty where nobody has said anything', async () => {
        expect(await entriesOf(chat, (await started(chat)).id)).to.deep.equal([]);
      });

      it('has the newest of both, where there are more', async () => {
        const conversation = await started(chat);
        const facts = Array.from({ length: MAX_ENTRIES + 1_500 }, (_, index) =>
          index % 3 === 0 ? note() : index % 7 === 0 ? handover() : message(),
        );
        await fill(chat, conversation, facts);
        const entries = await entriesOf(chat, conversation.id);
        const all = (await storedEvents(chat.store, conversation.id)).filter(
          ({ type }) => type === 'messagePosted' || type === 'noteAdded',
        );
        expect(all.length).to.be.greaterThan(MAX_ENTRIES);
        expect(entries).to.deep.equal(all.slice(-MAX_ENTRIES));
      });
    });
  });
}

describe('getTranscript', () => {
  it('is for staff who may read the conversation', async () => {
    const chat = inMemory();
    const { id } = await started(chat, { departmentId: 'cards' });
    for (const other of [alice, guest(), contact()]) {
      const { to } = expectLeft(await chat.cases.getTranscript(other, id)(), 'AccessDenied');
      expect(to, other.kind).to.equal('operation');
    }
    const { to } = expectLeft(await chat.cases.getTranscript(sarah, id)(), 'AccessDenied');
    expect(to).to.equal('conversation');
    for (const one of [agent('carl', ['cards']), root]) {
      expectRight(await chat.cases.getTranscript(one, id)());
    }
    expectLeft(await chat.cases.getTranscript(root, conversationId(99))(), 'NotFound');
  });

  it('reads no event twice, and none that came after the state', async () => {
    const store = memoryStore();
    const read: number[] = [];
    let isLate = false;
    const chat = inMemory({
      ...store,
      log: {
        ...store.log,
        read: (id, after, limit) => async () => {
          if (!isLate) {
            isLate = true;
            expectRight(await writing.cases.sendMessage(alice, toSend(id, { text: 'late' }))());
          }
          const events = await store.log.read(id, after, limit)();
          read.push(...expectRight(events).map(({ seq }) => seq));
          return events;
        },
      },
    });
    const writing = inMemory(store);
    const conversation = await started(writing);
    await fill(writing, conversation, Array.from({ length: 2_500 }, message));
    const entries = await entriesOf(chat, conversation.id);
    expect(entries.map(({ seq }) => seq)).to.deep.equal(
      Array.from({ length: 2_500 }, (_, index) => index + 2),
    );
    expect(read).to.deep.equal(Array.from({ length: 2_501 }, (_, index) => index + 1));
  });
});
