import { expect } from 'chai';
import type { Actor } from '../../../src/domain/actor.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { admin, agent, customer } from '../../support/actors.js';
import { conversationId } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { inMemory, type InMemory, recorded, started, types } from '../../support/in-memory.js';

const alice = customer('alice');
const sarah = agent('sarah');

describe('ending', () => {
  let chat: InMemory;
  let id: ConversationId;
  beforeEach(async () => {
    chat = inMemory();
    id = (await started(chat)).id;
    chat.bus.changes.length = 0;
  });
  const close = (by: Actor, note: string | null = null) =>
    chat.cases.closeConversation(by, { conversationId: id, note })();
  const rate = (by: Actor, stars: number, feedback: string | null = null) =>
    chat.cases.rateConversation(by, { conversationId: id, stars, feedback })();

  describe('closeConversation', () => {
    it('closes it, with a note that is cleaned or none', async () => {
      expect(expectRight(await close(sarah, ' \u0000'))).to.include({ status: 'closed' });
      expect(recorded(chat)).to.have.length(1);
      expect(recorded(chat)[0]).to.include({ type: 'closed', note: null });
    });

    it('happens once, though all say it at once', async () => {
      const closings = await Promise.all([sarah, agent('bob'), admin()].map((by) => close(by)));
      expect(closings.map((one) => expectRight(one).status)).to.deep.equal([
        'closed',
        'closed',
        'closed',
      ]);
      expect(types(recorded(chat))).to.deep.equal(['closed']);
    });

    it('refuses customers, notes too long, and what is not there', async () => {
      expectLeft(await close(alice), 'AccessDenied');
      const long = expectLeft(await close(sarah, 'x'.repeat(5_001)), 'ValidationFailed');
      expect(long.issues.map(({ field }) => field)).to.deep.equal(['note']);
      const missing = { conversationId: conversationId(99), note: null };
      expectLeft(await chat.cases.closeConversation(sarah, missing)(), 'NotFound');
      expect(recorded(chat)).to.deep.equal([]);
    });
  });

  describe('rateConversation', () => {
    it('records the owner’s word, once, of what is closed', async () => {
      expectLeft(await rate(alice, 5), 'NotClosed');
      expectRight(await close(sarah));
      const rated = expectRight(await rate(alice, 4, ' good\u0000 '));
      expect(rated.rating).to.deep.equal({ stars: 4, feedback: ' good ', at: chat.clock.time });
      expectLeft(await rate(alice, 5), 'AlreadyRated');
      expect(types(recorded(chat))).to.deep.equal(['closed', 'rated']);
    });

    it('counts one of two at once', async () => {
      expectRight(await close(sarah));
      const [first, second] = await Promise.all([rate(alice, 5), rate(alice, 1)]);
      expect(expectRight(first).rating).to.include({ stars: 5 });
      expectLeft(second, 'AlreadyRated');
    });

    it('refuses others, other numbers, long feedback, and what is not there', async () => {
      expectRight(await close(sarah));
      expectLeft(await rate(customer('mallory'), 5), 'AccessDenied');
      expectLeft(await rate(sarah, 5), 'AccessDenied');
      expectLeft(await rate(alice, 0), 'ValidationFailed');
      expectLeft(await rate(alice, 4.5), 'ValidationFailed');
      expectLeft(await rate(alice, 4, 'x'.repeat(5_001)), 'ValidationFailed');
      const missing = { conversationId: conversationId(99), stars: 5, feedback: null };
      expectLeft(await chat.cases.rateConversation(alice, missing)(), 'NotFound');
    });
  });
});
