import { expect } from 'chai';
import { STORES } from '../../../src/bootstrap/stores.js';
import type { Client } from '../../../src/domain/actor.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import { admin, agent, contact, customer, guest } from '../../support/actors.js';
import { needsStore } from '../../support/bound-stores.js';
import { nodeOn } from '../../support/node-on.js';
import { expectRight } from '../../support/expect-either.js';
import { type InMemory, started, toSend } from '../../support/in-memory.js';
import { EXCLUSIVE } from '../../support/channels.js';

const sarah = agent('sarah');

/** Where notes are, they take a place and a time; nothing else of the state may tell of them. */
const withoutPlace = ({ lastSeq: _, lastEventAt: __, ...seen }: Conversation) => seen;

/** Whatever a conversation's owner can ask for. */
const seenBy = async ({ cases, store }: InMemory, owner: Client, conversation: Conversation) => {
  const { id: conversationId } = conversation;
  const state = expectRight(await cases.getConversation(owner, conversationId)());
  const histories = [{ newest: 100 }, { page: 1, limit: 2 }, { page: 2, limit: 2 }].map((window) =>
    cases.getHistory(owner, { conversationId, window })(),
  );
  const own = expectRight(await cases.listOwnConversations(owner, { page: 1, limit: 10 })());
  const joined = expectRight(await cases.joinConversation(owner, { conversationId })());
  const listed = await store.queries.listed(
    admin(),
    { status: null, type: null, assignee: null, search: null },
    { after: null, skip: 0, limit: 10 },
    conversation.createdAt,
  )();
  return {
    state: withoutPlace(state),
    joined: withoutPlace(joined),
    own: { ...own, items: own.items.map(withoutPlace) },
    order: expectRight(listed).items.map(({ id }) => id),
    histories: (await Promise.all(histories)).map((history) => {
      const { conversation: of, ...page } = expectRight(history);
      return { ...page, of: withoutPlace(of) };
    }),
  };
};

for (const name of STORES) {
  describe(`with ${name}`, () => {
    const room = needsStore(name);
    describe(`notes on ${name}`, () => {
      const node = nodeOn(room);
      let chat: InMemory;
      before(() => {
        chat = node();
      });

      for (const owner of [customer('alice'), guest(), contact()]) {
        it(`leave no trace that a ${owner.kind} can see`, async () => {
          const conversation = await started(chat, { channel: EXCLUSIVE }, owner);
          const { id: conversationId } = conversation;
          // Another of his, with later activity: a note does not move the first one past it.
          chat.clock.time += 1_000;
          await started(chat, { channel: EXCLUSIVE }, owner);
          for (const text of ['one', 'two', 'three']) {
            expectRight(await chat.cases.sendMessage(owner, toSend(conversationId, { text }))());
          }
          expectRight(await chat.cases.claimConversation(sarah, conversationId)());
          const newest = await chat.cases.getHistory(sarah, {
            conversationId,
            window: { newest: 1 },
          })();
          const [message] = expectRight(newest).messages;
          if (message === undefined) throw new Error('nothing was said');
          const reading = {
            messageId: message.id,
            heard: null,
            named: conversationId,
            followed: [],
          };
          expectRight(await chat.cases.readMessage(sarah, reading)());
          const before = await seenBy(chat, owner, conversation);
          chat.clock.time += 1_000;
          for (const by of [sarah, admin()]) {
            expectRight(await chat.cases.addNote(by, { conversationId, text: 'between us' })());
          }
          const after = await seenBy(chat, owner, conversation);
          expect(after).to.deep.equal(before);
          expect(JSON.stringify(after)).to.not.include('between us');
          expect(after.state.messageCount).to.equal(3);
          expect(after.histories.map(({ read }) => read.size)).to.deep.equal([1, 0, 1]);
        });
      }
    });
  });
}
