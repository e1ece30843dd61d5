import { expect } from 'chai';
import type { Conversation } from '../../../src/domain/conversation.js';
import { addNote } from '../../../src/domain/decide/add-note.js';
import { claim } from '../../../src/domain/decide/claim.js';
import { close } from '../../../src/domain/decide/close.js';
import { assigneeOf, type Decision } from '../../../src/domain/decide/decision.js';
import { handOver } from '../../../src/domain/decide/hand-over.js';
import { postMessage } from '../../../src/domain/decide/post-message.js';
import { rate } from '../../../src/domain/decide/rate.js';
import type { Failure } from '../../../src/domain/failure.js';
import type { Instant } from '../../../src/domain/ids.js';
import { record } from '../../../src/domain/record.js';
import { agent, customer } from '../../support/actors.js';
import { after, note, NOW, open, post } from '../../support/conversations.js';
import { expectRight } from '../../support/expect-either.js';

const alice = customer('alice');
const sarah = agent('sarah');
const bob = agent('bob');

type Step = (state: Conversation) => Decision<Failure>;

/** Every command once or more, each allowed where it stands. */
const steps: readonly Step[] = [
  (state) => postMessage(state, post(), alice),
  (state) => claim(state, bob),
  (state) => postMessage(state, post(), bob),
  (state) => addNote(state, note(), sarah),
  (state) => handOver(state, { to: assigneeOf(sarah), reason: null }, bob),
  (state) => postMessage(state, post(), sarah),
  (state) => close(state, null, sarah),
  (state) => rate(state, { stars: 5, feedback: null }, alice),
];

const recorded = (clock: (step: number) => Instant) => {
  let state = open();
  const events = steps.flatMap((step, index) => {
    const next = record(state, expectRight(step(state)), clock(index));
    state = next.conversation;
    return next.events;
  });
  return { events, state };
};

describe('what is recorded', () => {
  it('is numbered without gaps', () => {
    const { events, state } = recorded((step) => NOW + step);
    expect(events.map(({ seq }) => seq)).to.deep.equal([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(state.lastSeq).to.equal(9);
  });

  it('has the clock’s time', () => {
    const { events } = recorded((step) => NOW + step * 10);
    expect(events.map(({ at }) => at - NOW)).to.deep.equal([0, 10, 20, 30, 40, 50, 60, 70]);
  });

  it('has a time that never decreases, by whichever command the clock goes back', () => {
    for (const back of steps.keys()) {
      const { events, state } = recorded((step) => NOW + (step < back ? 100 + step : step - 1_000));
      const times = [NOW, ...events.map(({ at }) => at)];
      expect(times, `back at ${back}`).to.deep.equal([...times].sort((a, b) => a - b));
      expect(state.lastEventAt).to.equal(times.at(-1));
    }
  });

  it('counts each change of assignee in its epoch, and nothing else', () => {
    let state = open();
    const epochs = steps.map((step) => {
      state = after(state, step(state));
      return state.epoch;
    });
    expect(epochs).to.deep.equal([0, 1, 1, 1, 2, 2, 2, 2]);
  });
});
