import { expect } from 'chai';
import { openConversation } from '../../../src/domain/decide/open-conversation.js';
import type { Channel } from '../../../src/domain/channel.js';
import { admin, agent, customer } from '../../support/actors.js';
import { EXCLUSIVE, SHARED, SINGLE_OPEN } from '../../support/channels.js';
import { conversationId, opening } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { storedEvents, types } from '../../support/in-memory.js';
import { settled } from '../../support/manual-turn.js';
import { listen, type OneConversation, oneConversation } from '../../support/one-conversation.js';

const alice = customer('alice');
const sarah = agent('sarah');
const bob = agent('bob');
const carol = agent('carol');
const id = conversationId(1);

describe('ConversationLane', () => {
  let setup: OneConversation;
  let changes: OneConversation['changes'];
  let here: OneConversation['here'];
  let script: OneConversation['script'];
  let store: OneConversation['store'];
  let bus: OneConversation['bus'];
  let turn: OneConversation['turn'];
  const elsewhere = () => setup.elsewhere();
  const opened = (channel?: Channel) => setup.opened(channel);
  const appended = () => setup.appended();
  const texts = () => setup.texts();
  const endTurn = () => setup.endTurn();

  beforeEach(() => {
    setup = oneConversation();
    ({ changes, here, script, store, bus, turn } = setup);
  });

  describe('what arrives in one turn', () => {
    it('is decided in order, each on the state that the ones before it leave, and commits together', async () => {
      await opened();
      const answers = ['1', '2', '3'].map((text) => here.say(text));
      turn.end();
      const states = (await Promise.all(answers)).map((one) => expectRight(one).conversation);
      expect(states.map(({ lastSeq }) => lastSeq)).to.deep.equal([2, 3, 4]);
      expect(states.map(({ status }) => status)).to.deep.equal([
        'active',
        'waiting_support',
        'waiting_support',
      ]);
      expect(appended()).to.deep.equal([[['messagePosted', 'messagePosted', 'messagePosted']]]);
      expect(await texts()).to.deep.equal(['1', '2', '3']);
    });

    it('is published once, with the state after all of it', async () => {
      await opened();
      const answers = [here.say('1'), here.claim(sarah)];
      turn.end();
      const [, last] = (await Promise.all(answers)).map(expectRight);
      expect(bus.changes).to.deep.equal([
        {
          kind: 'changed',
          conversation: last?.conversation,
          events: (await storedEvents(store, id)).slice(1),
        },
      ]);
    });

    it('reads the state once, where it is not known, and decides in order on it', async () => {
      expectRight(await elsewhere().open());
      const answers = ['1', '2', '3'].map((text) => here.say(text));
      await endTurn();
      expect(
        (await Promise.all(answers)).map((one) => expectRight(one).events[0]?.seq),
      ).to.deep.equal([2, 3, 4]);
      expect(script.calls).to.deep.equal(['load', 'append']);
    });

    it('reads nothing where it is known', async () => {
      await opened();
      const answer = here.say('1');
      turn.end();
      expectRight(await answer);
      expect(script.calls).to.deep.equal(['append']);
    });

    it('commits with what other conversations have pending, in one call', async () => {
      const other = conversationId(2);
      await opened();
      const more = here.open(SHARED, other, 2);
      turn.end();
      expectRight(await more);
      script.batches.length = 0;
      const answers = [here.say('here'), here.say('there', alice, null, other)];
      turn.end();
      for (const answer of await Promise.all(answers)) expectRight(answer);
      expect(
        script.batches.map((batch) => batch.map(({ conversation }) => conversation.id)),
      ).to.deep.equal([[id, other]]);
    });

    it('is not undone by the refusal of another conversation’s in the same call', async () => {
      const other = conversationId(2);
      await opened();
      const more = here.open(SHARED, other, 2);
      turn.end();
      expectRight(await more);
      expectRight(await elsewhere().say('elsewhere'));
      const [stale, fine] = [here.say('here'), here.say('there', alice, null, other)];
      turn.end();
      expect(expectRight(await fine).conversation.lastSeq).to.equal(2);
      await endTurn();
      expect(expectRight(await stale).conversation.lastSeq).to.equal(3);
    });
  });

  describe('while an append is under way', () => {
    it('what arrives makes the next one', async () => {
      await opened();
      const held = script.hold('append');
      const first = here.say('1');
      turn.end();
      await held.reached;
      const later = [here.say('2'), here.say('3')];
      await endTurn();
      expect(appended()).to.deep.equal([[['messagePosted']]]);
      held.release();
      expectRight(await first);
      await endTurn();
      for (const answer of await Promise.all(later)) expectRight(answer);
      expect(appended()).to.deep.equal([[['messagePosted']], [['messagePosted', 'messagePosted']]]);
      expect(await texts()).to.deep.equal(['1', '2', '3']);
      expect(bus.changes.map(({ events }) => events.length)).to.deep.equal([1, 2]);
    });

    it('nobody hears of it: no answer and nothing on the bus', async () => {
      await opened();
      const held = script.hold('append');
      const heard = listen({ first: here.say('1'), second: here.say('2') });
      turn.end();
      await held.reached;
      await settled();
      expect(heard).to.deep.equal([]);
      expect(bus.changes).to.deep.equal([]);
      held.release();
      await settled();
      expect(heard).to.deep.equal(['first', 'second']);
      expect(bus.changes).to.have.length(1);
    });

    it('a refusal on its state waits for its commit', async () => {
      await opened();
      const held = script.hold('append');
      const answers = { win: here.claim(sarah), lose: here.claim(bob) };
      const heard = listen(answers);
      turn.end();
      await held.reached;
      const late = here.claim(carol);
      const lateHeard = listen({ late });
      await endTurn();
      expect([...heard, ...lateHeard]).to.deep.equal([]);
      held.release();
      expectRight(await answers.win);
      expect(expectLeft(await answers.lose, 'Conflict')).to.include({ holder: 'sarah' });
      await endTurn();
      expect(expectLeft(await late, 'Conflict')).to.include({ holder: 'sarah' });
      expect(appended()).to.deep.equal([[['claimed']]]);
    });

    it('a “no change” on its state waits for its commit', async () => {
      await opened();
      const held = script.hold('append');
      const first = here.close(sarah);
      turn.end();
      await held.reached;
      const again = here.close(bob);
      const heard = listen({ again });
      await endTurn();
      expect(heard).to.deep.equal([]);
      held.release();
      expectRight(await first);
      await endTurn();
      expect(expectRight(await again).events).to.deep.equal([]);
    });

    it('a refusal on its state is decided again when it is refused', async () => {
      await opened();
      expectRight(await elsewhere().claim(carol));
      const answers = [here.claim(sarah), here.claim(bob)];
      await endTurn();
      for (const answer of await Promise.all(answers)) {
        expect(expectLeft(answer, 'Conflict')).to.include({ holder: 'carol' });
      }
    });

    it('a refusal on its state may turn into success when it is refused', async () => {
      await opened();
      const held = script.hold('append');
      const first = here.claim(sarah);
      const second = here.claim(bob);
      turn.end();
      await held.reached;
      expectRight(await elsewhere().claim(bob));
      held.release();
      expect(expectLeft(await first, 'Conflict')).to.include({ holder: 'bob' });
      expect(expectRight(await second).conversation.assignee).to.include({ id: 'bob' });
      expect(types(await storedEvents(store, id))).to.deep.equal(['opened', 'claimed']);
    });
  });

  describe('a seq that is taken', () => {
    it('has all that is pending decided again, in order, after what was first', async () => {
      await opened();
      const held = script.hold('append');
      const answers = [here.say('1'), here.say('2')];
      turn.end();
      await held.reached;
      answers.push(here.say('3'));
      expectRight(await elsewhere().say('elsewhere'));
      held.release();
      await endTurn();
      const seqs = (await Promise.all(answers)).map((one) => expectRight(one).conversation.lastSeq);
      expect(seqs).to.deep.equal([3, 4, 5]);
      expect(await texts()).to.deep.equal(['elsewhere', '1', '2', '3']);
      expect(bus.changes.map(({ events }) => events.length)).to.deep.equal([3]);
    });

    it('keeps the order of what arrives while the state is read again', async () => {
      await opened();
      expectRight(await elsewhere().say('elsewhere'));
      const reading = script.hold('load');
      const first = here.say('1');
      turn.end();
      await reading.reached;
      const second = here.say('2');
      reading.release();
      await endTurn();
      expect(expectRight(await first).conversation.lastSeq).to.equal(3);
      expect(expectRight(await second).conversation.lastSeq).to.equal(4);
      expect(await texts()).to.deep.equal(['elsewhere', '1', '2']);
    });

    it('publishes nothing of what was refused', async () => {
      await opened(EXCLUSIVE);
      expectRight(await elsewhere().close(admin()));
      const answers = [here.claim(sarah), here.say('1')];
      await endTurn();
      for (const answer of await Promise.all(answers)) expectLeft(answer, 'ConversationClosed');
      expect(bus.changes).to.deep.equal([]);
    });

    it('is given up in the end as Unavailable, and the next command works', async () => {
      await opened();
      for (let times = 0; times < 1_000; times += 1) script.answerAppend('taken');
      const contended = here.say('1');
      const heard = listen({ contended });
      for (let turns = 0; turns < 1_000 && heard.length === 0; turns += 1) await endTurn();
      expectLeft(await contended, 'Unavailable');
      expect(script.batches.length).to.be.within(2, 999);
      expectRight(await elsewhere().say('2'));
      expect(await texts()).to.deep.equal(['2']);
    });

    it('costs those that arrive late no chance of their own', async () => {
      await opened();
      for (let times = 0; times < 99; times += 1) script.answerAppend('taken');
      const early = here.say('1');
      for (let turns = 0; turns < 50; turns += 1) await endTurn();
      const late = here.say('2');
      for (let turns = 0; turns < 60; turns += 1) await endTurn();
      await early;
      expect(expectRight(await late).events).to.have.length(1);
      expect((await texts()).at(-1)).to.equal('2');
    });
  });

  describe('a cache that another node has overtaken', () => {
    it('never refuses wrongly: the new assignee may reply', async () => {
      await opened(EXCLUSIVE);
      const first = here.claim(sarah);
      turn.end();
      expectRight(await first);
      expectRight(await elsewhere().give(sarah, bob));
      const reply = here.say('hi', bob);
      await endTurn();
      expect(expectRight(await reply).conversation).to.include({ lastSeq: 4, epoch: 2 });
    });

    it('never accepts wrongly: the old assignee may not', async () => {
      await opened(EXCLUSIVE);
      const first = here.claim(sarah);
      turn.end();
      expectRight(await first);
      expectRight(await elsewhere().give(sarah, bob));
      const reply = here.say('hi', sarah);
      await endTurn();
      expect(expectLeft(await reply, 'Conflict')).to.deep.equal({
        kind: 'Conflict',
        reason: 'notAssignee',
        holder: 'bob',
      });
      expect(await texts()).to.deep.equal([]);
    });

    it('never says “no change” wrongly', async () => {
      await opened(EXCLUSIVE);
      const first = here.claim(sarah);
      turn.end();
      expectRight(await first);
      expectRight(await elsewhere().give(sarah, bob));
      const again = here.claim(sarah);
      await endTurn();
      expect(expectLeft(await again, 'Conflict')).to.include({ reason: 'claimed', holder: 'bob' });
    });

    it('never refuses wrongly what arrives between a commit and the news of it', async () => {
      await opened(EXCLUSIVE);
      const held = script.holdAnswer('append');
      const first = here.claim(sarah);
      turn.end();
      await held.reached;
      expectRight(await elsewhere().give(sarah, bob));
      const reply = here.say('hi', bob);
      held.release();
      expectRight(await first);
      await endTurn();
      expect(expectRight(await reply).conversation.assignee).to.include({ id: 'bob' });
    });

    it('never refuses wrongly what arrives between a commit and the end of its turn', async () => {
      await opened(EXCLUSIVE);
      const held = script.hold('append');
      const first = here.claim(sarah);
      turn.end();
      await held.reached;
      const refused = here.say('too early', bob);
      held.release();
      expectRight(await first);
      expectRight(await elsewhere().give(sarah, bob));
      const reply = here.say('hi', bob);
      await endTurn();
      await endTurn();
      await refused;
      expect(expectRight(await reply).conversation.assignee).to.include({ id: 'bob' });
    });
  });

  describe('what the bus brings', () => {
    /** What another process stores, which no bus has brought here. */
    const storedElsewhere = async () => {
      const { conversation, events } = expectRight(await elsewhere().say('elsewhere'));
      return { kind: 'changed', conversation, events } as const;
    };

    it('is decided on', async () => {
      await opened();
      bus.publish(await storedElsewhere());
      await settled();
      const next = here.say('1');
      await endTurn();
      expect(expectRight(await next).conversation.lastSeq).to.equal(3);
      expect(script.calls).to.deep.equal(['append']);
    });

    it('is passed over where it is older than what is known', async () => {
      await opened();
      const change = await storedElsewhere();
      const first = here.say('1');
      await endTurn();
      await endTurn();
      expectRight(await first);
      script.calls.length = 0;
      bus.publish(change);
      await settled();
      const next = here.say('2');
      await endTurn();
      expect(expectRight(await next).conversation.lastSeq).to.equal(4);
      expect(script.calls).to.deep.equal(['append']);
    });

    it('is passed over while there is work: each append goes on from what it was decided on', async () => {
      await opened();
      const held = script.holdAnswer('append');
      const first = here.say('1');
      turn.end();
      await held.reached;
      bus.publish(await storedElsewhere());
      await settled();
      const next = here.say('2');
      held.release();
      await endTurn();
      await endTurn();
      expectRight(await first);
      expect(expectRight(await next).conversation.lastSeq).to.equal(4);
      for (const { expectedSeq, events } of script.batches.flat()) {
        expect(events[0]?.seq).to.equal(expectedSeq + 1);
      }
    });
  });

  describe('a store that fails', () => {
    it('fails what is pending, publishes nothing, and the next command works', async () => {
      await opened();
      const held = script.hold('append');
      const first = here.say('1');
      turn.end();
      await held.reached;
      const later = here.say('2');
      held.fail();
      expectLeft(await first, 'Unavailable');
      expectLeft(await later, 'Unavailable');
      expect(bus.changes).to.deep.equal([]);
      const next = here.say('3');
      await endTurn();
      expect(expectRight(await next).conversation.lastSeq).to.equal(2);
      expect(await texts()).to.deep.equal(['3']);
    });

    it('is not trusted after it: the state is read anew', async () => {
      await opened();
      script.fail('append');
      const failed = here.say('1');
      turn.end();
      expectLeft(await failed, 'Unavailable');
      expectRight(await elsewhere().claim(sarah));
      const next = here.claim(bob);
      await endTurn();
      expect(expectLeft(await next, 'Conflict')).to.include({ holder: 'sarah' });
    });

    it('fails with a refusal that stood on what it did not store', async () => {
      await opened();
      const held = script.hold('append');
      const answers = [here.claim(sarah), here.claim(bob)];
      turn.end();
      await held.reached;
      held.fail();
      for (const answer of await Promise.all(answers)) expectLeft(answer, 'Unavailable');
    });

    it('fails a command whose state it cannot read; the next one works', async () => {
      expectRight(await elsewhere().open());
      script.fail('load');
      expectLeft(await here.say('1'), 'Unavailable');
      const next = here.say('2');
      await endTurn();
      expect(expectRight(await next).conversation.lastSeq).to.equal(2);
    });

    it('rejects with its own bug, not as a failure, and the next command works', async () => {
      await opened();
      const defect = new Error('a bug in the store');
      script.crash('append', defect);
      const broken = here.say('1').catch((error: unknown) => error);
      turn.end();
      expect(await broken).to.equal(defect);
      const next = here.say('3');
      await endTurn();
      expectRight(await next);
      expect(await texts()).to.deep.equal(['3']);
    });

    it('rejects when it gives fewer outcomes than appends', async () => {
      await opened();
      script.answerAppend();
      const broken = here.say('1').catch((error: unknown) => error);
      turn.end();
      expect(await broken).to.be.instanceOf(Error);
    });
  });

  describe('a command that throws', () => {
    const boom = new Error('a bug in a rule');
    const broken = () =>
      changes
        .change(id, () => {
          throw boom;
        })()
        .catch((error: unknown) => error);

    it('is rejected alone; those around it commit', async () => {
      await opened();
      const answers = [here.say('1'), broken(), here.say('2')] as const;
      turn.end();
      const [first, thrown, second] = await Promise.all(answers);
      expect(thrown).to.equal(boom);
      expect([first, second].map((one) => expectRight(one).conversation.lastSeq)).to.deep.equal([
        2, 3,
      ]);
    });

    it('is rejected alone while the state is read as well', async () => {
      expectRight(await elsewhere().open());
      const answers = [broken(), here.say('1')] as const;
      await endTurn();
      const [thrown, said] = await Promise.all(answers);
      expect(thrown).to.equal(boom);
      expect(expectRight(said).conversation.lastSeq).to.equal(2);
    });

    const reopening = () =>
      changes
        .change(id, () => openConversation(opening({ id }), alice))()
        .catch((error: unknown) => error);

    it('is rejected alone when what it decided cannot follow, its state known', async () => {
      await opened();
      const answers = [reopening(), here.say('1')] as const;
      turn.end();
      expect(await answers[0]).to.be.instanceOf(Error);
      expect(expectRight(await answers[1]).conversation.lastSeq).to.equal(2);
    });

    it('is rejected alone when what it decided cannot follow, its state being read', async () => {
      expectRight(await elsewhere().open());
      const heard = listen({ reopening: reopening(), said: here.say('1') });
      await endTurn();
      await endTurn();
      expect(heard).to.deep.equal(['reopening', 'said']);
      expect(await texts()).to.deep.equal(['1']);
    });
  });

  describe('a conversation that is not there', () => {
    it('is not found, and is found once another node has opened it', async () => {
      expectLeft(await here.say('1'), 'NotFound');
      expectLeft(await here.say('1', alice, 'c1'), 'NotFound');
      expectRight(await elsewhere().open());
      const said = here.say('2');
      await endTurn();
      expectRight(await said);
    });

    it('is not opened where the owner’s place is taken, and says so', async () => {
      expectRight(await elsewhere().open(SINGLE_OPEN, conversationId(2), 2));
      const refused = here.open(SINGLE_OPEN);
      turn.end();
      expect(expectLeft(await refused, 'OpeningRefused').because).to.equal('slotTaken');
      expect(bus.changes).to.deep.equal([]);
      expectLeft(await here.say('1'), 'NotFound');
    });

    it('is not opened over one that is there', async () => {
      expectRight(await elsewhere().open(SHARED));
      const heard = listen({ second: here.open(SHARED) });
      await endTurn();
      await endTurn();
      await endTurn();
      expect(types(await storedEvents(store, id))).to.deep.equal(['opened']);
      expect(heard).to.deep.equal(['second']);
    });
  });
});
