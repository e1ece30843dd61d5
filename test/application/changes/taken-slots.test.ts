import { expect } from 'chai';
import { close } from '../../../src/domain/decide/close.js';
import { postMessage } from '../../../src/domain/decide/post-message.js';
import { customer, agent } from '../../support/actors.js';
import { SINGLE_OPEN } from '../../support/channels.js';
import { conversationId, post } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { type OneConversation, oneConversation } from '../../support/one-conversation.js';

const placeTaken = { kind: 'PlaceTaken' } as const;

/** No event moves a conversation to another slot yet; closing, which gives its slot up, stands for it. */
describe('a slot that the store says is taken', () => {
  let setup: OneConversation;
  let here: OneConversation['here'];
  let script: OneConversation['script'];
  const endTurn = () => setup.endTurn();
  const move = () =>
    setup.changes.change(setup.id, (state) => close(state, null, agent()), {
      slotTaken: placeTaken,
    })();
  const stay = (text: string) =>
    setup.changes.change(setup.id, (state) => postMessage(state, post({ text }), customer()), {
      slotTaken: placeTaken,
    })();

  beforeEach(() => {
    setup = oneConversation();
    ({ here, script } = setup);
  });

  it('is told to the command that moved, at once', async () => {
    await setup.opened();
    script.answerAppend('slotTaken');
    const moved = move();
    await endTurn();
    expectLeft(await moved, 'PlaceTaken');
    expect(script.calls).to.deep.equal(['append']);
  });

  it('is not told to those that did not: they are decided again, in order', async () => {
    await setup.opened();
    script.answerAppend('slotTaken');
    const before = [here.say('1'), stay('2')];
    const moved = move();
    const after = [stay('3'), here.say('4')];
    await endTurn();
    await endTurn();
    expectLeft(await moved, 'PlaceTaken');
    for (const answer of await Promise.all([...before, ...after])) expectRight(answer);
    expect(await setup.texts()).to.deep.equal(['1', '2', '3', '4']);
    expect(setup.bus.changes.map(({ events }) => events.length)).to.deep.equal([4]);
  });

  it('is a bug of a command that moved and does not say what it means, and the next one works', async () => {
    await setup.opened();
    script.answerAppend('slotTaken');
    const broken = here.close(agent()).catch((error: unknown) => error);
    await endTurn();
    expect(await broken).to.be.instanceOf(Error);
    expect(script.calls).to.deep.equal(['append']);
    const next = here.say('1');
    await endTurn();
    expectRight(await next);
  });

  it('refuses an opening, and those behind it find no conversation', async () => {
    expectRight(await setup.elsewhere().open(SINGLE_OPEN, conversationId(2), 2));
    const answers = [here.open(SINGLE_OPEN), here.say('1')] as const;
    await endTurn();
    expect(expectLeft(await answers[0], 'OpeningRefused').because).to.equal('slotTaken');
    expectLeft(await answers[1], 'NotFound');
    expect(setup.appended()).to.deep.equal([[['opened']]]);
  });
});
