import { expect } from 'chai';
import { isRight } from 'fp-ts/lib/Either.js';
import type { Actor, Staff } from '../../../src/domain/actor.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { admin, agent, customer } from '../../support/actors.js';
import { conversationId } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import {
  inMemory,
  type InMemory,
  nodeBeside,
  recorded,
  started,
  storedEvents,
  toSend,
  types,
} from '../../support/in-memory.js';
import { EXCLUSIVE } from '../../support/channels.js';

const alice = customer('alice');
const sarah = agent('sarah');
const bob = agent('bob');

describe('assignment', () => {
  let chat: InMemory;
  let id: ConversationId;
  beforeEach(async () => {
    chat = inMemory();
    id = (await started(chat, { channel: EXCLUSIVE })).id;
    chat.bus.changes.length = 0;
  });
  const claim = (by: Actor, at = chat) => at.cases.claimConversation(by, id)();
  const reply = (by: Actor, at = chat) => at.cases.sendMessage(by, toSend(id))();
  const give = (by: Actor, agentId: string, at = chat) =>
    at.cases.handOverConversation(by, { conversationId: id, agentId, reason: 'lunch' })();
  const know = async (...staff: readonly Staff[]) => {
    for (const one of staff) expectRight(await chat.store.agents.remember(one)());
  };

  describe('claimConversation', () => {
    it('takes it, once', async () => {
      expect(expectRight(await claim(sarah))).to.deep.include({ status: 'active', epoch: 1 });
      expect(expectRight(await claim(sarah))).to.deep.include({ status: 'active', epoch: 1 });
      expect(types(recorded(chat))).to.deep.equal(['claimed']);
    });

    for (const nodes of [1, 3]) {
      it(`has one winner of fifty agents at once, on ${nodes} of the nodes`, async () => {
        const all = [chat, nodeBeside(chat), nodeBeside(chat)];
        const used = all.slice(0, nodes);
        const results = await Promise.all(
          Array.from({ length: 50 }, (_, n) =>
            used.map((node) => claim(agent(`agent-${n}`), node)).slice(n % nodes, (n % nodes) + 1),
          ).flat(),
        );
        const winners = results.filter(isRight).map(({ right }) => right.assignee?.name);
        expect(winners).to.have.length(1);
        const losers = results.filter((result) => !isRight(result));
        expect(losers.map((loser) => expectLeft(loser, 'Conflict'))).to.deep.equal(
          Array.from({ length: 49 }, () => ({
            kind: 'Conflict',
            reason: 'claimed',
            holder: winners[0],
          })),
        );
        expect(types(used.flatMap((node) => recorded(node)))).to.deep.equal(['claimed']);
      });
    }

    it('is not for customers, and not of what is not there', async () => {
      expectLeft(await claim(alice), 'AccessDenied');
      expectLeft(await chat.cases.claimConversation(sarah, conversationId(99))(), 'NotFound');
      expect(recorded(chat)).to.deep.equal([]);
    });
  });

  describe('handOverConversation', () => {
    beforeEach(async () => {
      await know(sarah, bob, admin());
      expectRight(await claim(sarah));
      chat.bus.changes.length = 0;
    });

    it('passes it on with the reason, cleaned', async () => {
      const given = expectRight(
        await chat.cases.handOverConversation(sarah, {
          conversationId: id,
          agentId: 'bob',
          reason: 'lunch\u0000',
        })(),
      );
      expect(given.assignee).to.include({ id: 'bob', name: 'bob' });
      expect(recorded(chat)).to.have.length(1);
      expect(recorded(chat)[0]).to.include({ type: 'handedOver', reason: 'lunch' });
    });

    it('goes to known agents only', async () => {
      expect(expectLeft(await give(sarah, 'nobody'), 'NotFound').what).to.equal('agent');
      expect(recorded(chat)).to.deep.equal([]);
    });

    it('finds no conversation that is not there', async () => {
      const missing = { conversationId: conversationId(99), agentId: 'bob', reason: null };
      const refused = await chat.cases.handOverConversation(sarah, missing)();
      expect(expectLeft(refused, 'NotFound').what).to.equal('conversation');
    });

    it('is refused to others, and to customers before anything is looked up', async () => {
      expect(expectLeft(await give(bob, 'bob'), 'Conflict')).to.include({ holder: 'sarah' });
      expectLeft(await give(alice, 'nobody'), 'AccessDenied');
    });

    it('tells nobody who may not hand it over which agents there are', async () => {
      const sales = (await started(chat, { departmentId: 'sales' })).id;
      const input = { conversationId: sales, reason: null };
      for (const agentId of ['bob', 'nobody']) {
        expectLeft(await give(bob, agentId), 'Conflict');
        const refused = await chat.cases.handOverConversation(bob, { ...input, agentId })();
        expectLeft(refused, 'AccessDenied');
      }
      const missing = { conversationId: conversationId(99), agentId: 'nobody', reason: null };
      const refused = await chat.cases.handOverConversation(sarah, missing)();
      expect(expectLeft(refused, 'NotFound').what).to.equal('conversation');
    });

    it('lets an admin hand it to himself and answer', async () => {
      expectLeft(await reply(admin()), 'Conflict');
      expectRight(await give(admin(), 'root'));
      expectRight(await reply(admin()));
      expect(expectLeft(await reply(sarah), 'Conflict')).to.include({ holder: 'root' });
    });

    it('refuses a reply that races it, with the new owner’s name', async () => {
      const given = give(sarah, 'bob');
      const late = given.then(() => reply(sarah));
      expectRight(await given);
      expect(expectLeft(await late, 'Conflict')).to.deep.equal({
        kind: 'Conflict',
        reason: 'notAssignee',
        holder: 'bob',
      });
    });

    it('refuses a reply on another node that has not heard of it', async () => {
      const other = nodeBeside(chat);
      expectRight(await reply(sarah, other));
      expectRight(await give(sarah, 'bob'));
      expect(expectLeft(await reply(sarah, other), 'Conflict')).to.include({ holder: 'bob' });
      expect(expectRight(await reply(bob, other)).message.seq).to.equal(5);
    });

    it('leaves either the reply before the handover or none, whichever way they race', async () => {
      const other = nodeBeside(chat);
      expectRight(await reply(sarah, other));
      const [given, replied] = await Promise.all([give(sarah, 'bob'), reply(sarah, other)]);
      expect(expectRight(given).assignee).to.include({ id: 'bob' });
      const events = types(await storedEvents(chat.store, id)).slice(3);
      const expected = isRight(replied) ? ['messagePosted', 'handedOver'] : ['handedOver'];
      expect(events).to.deep.equal(expected);
    });
  });
});
