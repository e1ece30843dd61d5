import { expect } from 'chai';
import { STORES } from '../../../src/bootstrap/stores.js';
import { isLeft } from 'fp-ts/lib/Either.js';
import { left } from 'fp-ts/lib/TaskEither.js';
import { CODE_TIME } from '../../../src/application/ports/auth-codes.js';
import { unavailable } from '../../../src/domain/failure.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import {
  MAX_MESSAGES,
  PART,
  type Transcript,
  type TranscriptPart,
} from '../../../src/application/use-cases/get-transcript.js';
import type { ConversationEvent, Fact } from '../../../src/domain/conversation-event.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import type { Actor } from '../../../src/domain/actor.js';
import { assigneeOf, senderOf } from '../../../src/domain/decide/decision.js';
import { type ConversationId, toMessageId } from '../../../src/domain/ids.js';
import { record } from '../../../src/domain/record.js';
import { admin, agent, contact, customer, guest } from '../../support/actors.js';
import { SINGLE_OPEN } from '../../support/channels.js';
import { needsStore } from '../../support/bound-stores.js';
import { nodeOn } from '../../support/node-on.js';
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

const partsOf = async ({ first, rest }: Transcript): Promise<readonly TranscriptPart[]> => {
  const parts = [first];
  for await (const part of rest ?? []) parts.push(expectRight(part));
  return parts;
};

const entriesOf = async ({ cases }: InMemory, id: ConversationId, by: Actor = root) => {
  const parts = await partsOf(expectRight(await cases.getTranscript(by, id)()));
  for (const { entries } of parts) expect(entries.length).to.be.at.most(PART);
  return parts.flatMap(({ entries }) => entries);
};

for (const name of STORES) {
  describe(`with ${name}`, () => {
    const room = needsStore(name);
    describe(`getTranscript on ${name}`, () => {
      const node = nodeOn(room);
      let chat: InMemory;
      before(() => {
        chat = node();
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
        const { conversation, rest } = expectRight(await chat.cases.getTranscript(sarah, id)());
        expect(rest).to.equal(null);
        const entries = await entriesOf(chat, id, sarah);
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

      it('has the newest, where there are more: of messages so many, and for staff their notes on top', async () => {
        const conversation = await started(chat);
        const facts = Array.from({ length: MAX_MESSAGES + 2_500 }, (_, index) =>
          index % 5 === 0 ? note() : index % 7 === 0 ? handover() : message(),
        );
        await fill(chat, conversation, facts);
        const all = await storedEvents(chat.store, conversation.id);
        const messages = all.filter(({ type }) => type === 'messagePosted');
        expect(messages.length).to.be.greaterThan(MAX_MESSAGES);
        const own = await entriesOf(chat, conversation.id, alice);
        expect(own).to.deep.equal(messages.slice(-MAX_MESSAGES));
        const staffs = await entriesOf(chat, conversation.id);
        const from = own[0]?.seq ?? 0;
        const isEntry = ({ type, seq }: ConversationEvent): boolean =>
          seq >= from && (type === 'messagePosted' || type === 'noteAdded');
        expect(staffs).to.deep.equal(all.filter(isEntry));
      });

      it('leaves notes out for whoever is no staff', async () => {
        const { id } = await started(chat);
        for (const text of ['one', 'two']) {
          expectRight(await chat.cases.sendMessage(alice, toSend(id, { text }))());
          expectRight(
            await chat.cases.addNote(sarah, { conversationId: id, text: 'between us' })(),
          );
        }
        const own = await entriesOf(chat, id, alice);
        expect(own.map((entry) => 'text' in entry && entry.text)).to.deep.equal(['one', 'two']);
      });
    });
  });
}

describe('getTranscript', () => {
  it('is for who may read the conversation', async () => {
    const chat = inMemory();
    const { id } = await started(chat, { departmentId: 'cards' });
    for (const other of [customer('bob'), guest(), contact('alice'), sarah]) {
      const { to } = expectLeft(await chat.cases.getTranscript(other, id)(), 'AccessDenied');
      expect(to, other.kind).to.equal('conversation');
    }
    for (const one of [alice, agent('carl', ['cards']), root]) {
      expectRight(await chat.cases.getTranscript(one, id)());
    }
    expectLeft(await chat.cases.getTranscript(root, conversationId(99))(), 'NotFound');
  });

  it('shows who reads it the digits of his own codes, as long as they are live', async () => {
    const chat = inMemory();
    const { id } = await started(chat);
    const wish = { userId: null, guestId: null, conversationId: id, deviceInfo: null };
    expectRight(await chat.cases.issueCode(root, { ...wish, channel: SINGLE_OPEN })());
    const codesOf = async (by: Actor): Promise<number> =>
      expectRight(await chat.cases.getTranscript(by, id)()).first.ownCodes.size;
    expect([await codesOf(alice), await codesOf(root)]).to.deep.equal([1, 0]);
    chat.clock.time += CODE_TIME;
    expect(await codesOf(alice)).to.equal(0);
  });

  it('says in its place that the store has failed, and reads nothing more', async () => {
    const store = memoryStore();
    let readings = 0;
    const messages = (id: ConversationId, first: number, count: number) => {
      readings += 1;
      return first > PART ? left(unavailable) : store.queries.messages(id, first, count);
    };
    const chat = inMemory({ ...store, queries: { ...store.queries, messages } });
    const conversation = await started(chat);
    await fill(chat, conversation, Array.from({ length: 3 * PART }, message));
    const { first, rest } = expectRight(await chat.cases.getTranscript(alice, conversation.id)());
    expect([first.entries.length, readings]).to.deep.equal([PART, 1]);
    const more = [];
    for await (const part of rest ?? []) more.push(part);
    expect([more.map(isLeft), readings]).to.deep.equal([[true], 2]);
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
