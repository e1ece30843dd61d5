import { expect } from 'chai';
import { admin, agent, customer } from '../../support/actors.js';
import { EXCLUSIVE } from '../../support/channels.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { listen, type OneConversation, oneConversation } from '../../support/one-conversation.js';

const alice = customer('alice');
const sarah = agent('sarah');
const bob = agent('bob');

describe('a clientMessageId', () => {
  let setup: OneConversation;
  let here: OneConversation['here'];
  let script: OneConversation['script'];
  let turn: OneConversation['turn'];
  const elsewhere = () => setup.elsewhere();
  const opened = (...channel: Parameters<OneConversation['opened']>) => setup.opened(...channel);
  const texts = () => setup.texts();
  const endTurn = () => setup.endTurn();
  const defect = new Error('a bug in the store');

  beforeEach(() => {
    setup = oneConversation();
    ({ here, script, turn } = setup);
  });

  describe('that is new', () => {
    it('costs no read', async () => {
      await opened();
      const answers = [here.say('1', alice, 'c1'), here.say('2', alice, 'c2')];
      turn.end();
      for (const answer of await Promise.all(answers)) {
        expect(expectRight(answer).repeated).to.equal(null);
      }
      expect(script.calls).to.deep.equal(['append']);
    });

    it('is another message from another sender', async () => {
      await opened();
      const answers = [here.say('1', alice, 'c1'), here.say('2', sarah, 'c1')];
      await endTurn();
      for (const answer of await Promise.all(answers)) {
        expect(expectRight(answer).repeated).to.equal(null);
      }
      expect(await texts()).to.deep.equal(['1', '2']);
    });

    it('is another message where ids and names run into each other', async () => {
      await opened();
      const names = [
        ['a', 'bc'],
        ['ab', 'c'],
        ['a', 'b|c'],
        ['a|b', 'c'],
        ['a', 'xstaff:'],
        ['staff:a', 'x'],
        ['a', '1:xstaff:'],
      ] as const;
      const answers = names.map(([id, name]) => here.say('hi', agent(id), name));
      await endTurn();
      for (const answer of await Promise.all(answers)) {
        expect(expectRight(answer).repeated).to.equal(null);
      }
    });
  });

  describe('of what is pending', () => {
    it('is found, and answered after its commit', async () => {
      await opened();
      const held = script.hold('append');
      const first = here.say('1', alice, 'c1');
      turn.end();
      await held.reached;
      const again = here.say('1', alice, 'c1');
      const heard = listen({ again });
      await endTurn();
      expect(heard).to.deep.equal([]);
      held.release();
      const stored = expectRight(await first).events[0];
      await endTurn();
      const answer = expectRight(await again);
      expect(answer.repeated).to.deep.equal(stored);
      expect(answer.events).to.deep.equal([]);
      expect(await texts()).to.deep.equal(['1']);
      expect(script.calls).to.deep.equal(['append']);
    });

    it('fails with what it repeats, and can be sent again', async () => {
      await opened();
      const held = script.hold('append');
      const answers = [here.say('1', alice, 'c1'), here.say('1', alice, 'c1')];
      turn.end();
      await held.reached;
      held.fail();
      for (const answer of await Promise.all(answers)) expectLeft(answer, 'Unavailable');
      const third = here.say('1', alice, 'c1');
      await endTurn();
      expect(expectRight(await third).repeated).to.equal(null);
    });
  });

  describe('of what is stored', () => {
    it('is found by the append, with nothing in memory', async () => {
      const other = elsewhere();
      expectRight(await other.open());
      const stored = expectRight(await other.say('1', alice, 'c1')).events[0];
      const again = here.say('1', alice, 'c1');
      await endTurn();
      expect(expectRight(await again).repeated).to.deep.equal(stored);
      expect(await texts()).to.deep.equal(['1']);
      expect(setup.bus.changes).to.deep.equal([]);
    });

    it('is answered with a state in which it is stored, however old the cache is', async () => {
      await opened();
      expectRight(await elsewhere().say('1', alice, 'c1'));
      const again = here.say('1', alice, 'c1');
      await endTurn();
      const answer = expectRight(await again);
      expect(answer.repeated).to.include({ seq: 2 });
      expect(answer.conversation.lastSeq).to.equal(2);
    });

    it('is decided again where the store says that it is repeated, and it is not to be found', async () => {
      await opened();
      script.answerAppend('repeated');
      const answer = here.say('1', alice, 'c1');
      await endTurn();
      await endTurn();
      expect(expectRight(await answer).repeated).to.equal(null);
      expect(script.calls).to.deep.equal(['append', 'findMessage', 'append']);
    });

    it('is nobody else’s answer: the others of its append are decided again, in order', async () => {
      await opened();
      expectRight(await elsewhere().say('repeated', alice, 'c1'));
      const answers = ['first', 'repeated', 'third'].map((text, index) =>
        here.say(text, alice, `c${index}`),
      );
      await endTurn();
      await endTurn();
      await endTurn();
      const said = (await Promise.all(answers)).map(expectRight);
      expect(said.map(({ repeated }) => repeated?.text)).to.deep.equal([
        undefined,
        'repeated',
        undefined,
      ]);
      expect(await texts()).to.deep.equal(['repeated', 'first', 'third']);
    });

    it('keeps those behind it waiting while it is looked up', async () => {
      await opened();
      script.answerAppend('repeated');
      const looking = script.hold('findMessage');
      const first = here.say('1', alice, 'c1');
      turn.end();
      await looking.reached;
      const second = here.say('2');
      await endTurn();
      expect(script.batches).to.have.length(1);
      looking.release();
      await endTurn();
      expectRight(await first);
      await endTurn();
      expectRight(await second);
      expect(await texts()).to.deep.equal(['1', '2']);
    });

    it('holds nobody up for ever, however often it is repeated', async () => {
      await opened();
      expectRight(await elsewhere().say('again', alice, 'c1'));
      const answers = [here.say('again', alice, 'c1')];
      const reply = here.say('reply', sarah);
      const looking = script.hold('findMessage');
      turn.end();
      await looking.reached;
      answers.push(here.say('again', alice, 'c1'));
      looking.release();
      script.batches.length = 0;
      await endTurn();
      await endTurn();
      expect(setup.appended()[0]).to.deep.equal([['claimed', 'messagePosted']]);
      await endTurn();
      expectRight(await reply);
      for (const answer of await Promise.all(answers)) {
        expect(expectRight(answer).repeated).to.include({ text: 'again' });
      }
    });

    it('fails alone where it cannot be looked up', async () => {
      await opened();
      script.answerAppend('repeated');
      script.fail('findMessage');
      const answers = [here.say('1', alice, 'c1'), here.say('2')] as const;
      await endTurn();
      await endTurn();
      expectLeft(await answers[0], 'Unavailable');
      expectRight(await answers[1]);
      expect(await texts()).to.deep.equal(['2']);
    });

    it('is rejected alone where the look-up is broken', async () => {
      await opened();
      script.answerAppend('repeated');
      script.crash('findMessage', defect);
      const broken = here.say('1', alice, 'c1').catch((error: unknown) => error);
      const other = here.say('2');
      await endTurn();
      await endTurn();
      expect(await broken).to.equal(defect);
      expectRight(await other);
    });
  });

  describe('of a command that is refused', () => {
    it('is found where another node stored it and closed the conversation before the state was read', async () => {
      await opened(EXCLUSIVE);
      const reading = script.hold('load');
      const again = here.say('bye', bob, 'c1');
      await reading.reached;
      const other = elsewhere();
      expectRight(await other.claim(bob));
      expectRight(await other.say('bye', bob, 'c1'));
      expectRight(await other.close(bob));
      reading.release();
      await endTurn();
      expect(expectRight(await again).repeated).to.include({ text: 'bye' });
    });

    it('is looked up once what it was refused on is committed, and found', async () => {
      await opened();
      const first = here.say('1', alice, 'c1');
      turn.end();
      expectRight(await first);
      script.calls.length = 0;
      const held = script.hold('append');
      const closing = here.close(admin());
      const again = here.say('1', alice, 'c1');
      const heard = listen({ again });
      turn.end();
      await held.reached;
      await endTurn();
      expect(heard).to.deep.equal([]);
      expect(script.calls).to.deep.equal(['append']);
      held.release();
      expectRight(await closing);
      expect(expectRight(await again).repeated).to.include({ text: '1' });
      expect(script.calls).to.deep.equal(['append', 'findMessage']);
    });

    it('is refused where nothing is stored under it, the state read before the name', async () => {
      await opened();
      expectRight(await elsewhere().close(admin()));
      const late = here.say('1', alice, 'c1');
      await endTurn();
      expectLeft(await late, 'ConversationClosed');
      expect(script.calls).to.deep.equal(['append', 'load', 'findMessage']);
    });

    it('is not found in what came behind it', async () => {
      await opened();
      const before = here.say('hello', sarah);
      const refused = here.say('hi', alice, 'c1', setup.id, { ifLastSeq: 1 });
      const accepted = here.say('hi', alice, 'c1', setup.id, { ifLastSeq: 9 });
      await endTurn();
      expectRight(await before);
      expect(expectLeft(await refused, 'Conflict').reason).to.equal('newerMessage');
      expect(expectRight(await accepted).repeated).to.equal(null);
    });

    it('fails where it cannot be looked up; the next one works', async () => {
      await opened(EXCLUSIVE);
      script.fail('findMessage');
      expectLeft(await here.say('1', sarah, 'c1'), 'Unavailable');
      expectLeft(await here.say('1', sarah, 'c1'), 'Conflict');
    });

    it('is rejected where the look-up is broken; the next one works', async () => {
      await opened(EXCLUSIVE);
      script.crash('findMessage', defect);
      const broken = here.say('1', sarah, 'c1').catch((error: unknown) => error);
      expect(await broken).to.equal(defect);
      expectLeft(await here.say('1', sarah, 'c1'), 'Conflict');
    });

    it('keeps nobody waiting while it is looked up', async () => {
      await opened(EXCLUSIVE);
      const looking = script.hold('findMessage');
      const refused = here.say('1', sarah, 'c1');
      await looking.reached;
      const other = here.say('2');
      await endTurn();
      expectRight(await other);
      looking.release();
      expectLeft(await refused, 'Conflict');
    });
  });
});
