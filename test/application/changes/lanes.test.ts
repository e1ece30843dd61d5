import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import type { LaneCommand } from '../../../src/application/changes/lane-command.js';
import { Lanes } from '../../../src/application/changes/lanes.js';
import { conversationId, open } from '../../support/conversations.js';
import { settled } from '../../support/manual-turn.js';

const ignore = (): void => undefined;

/** Refused, where the store knows of no conversation. */
const refused: LaneCommand = {
  decide: () => left(ignore),
  name: null,
  slotTaken: null,
  ticketTaken: null,
  repeated: null,
  answer: ignore,
  reject: ignore,
};

describe('Lanes', () => {
  const id = conversationId(1);
  const made = () => {
    const { log } = memoryStore();
    return new Lanes({ log, publish: ignore, now: () => 0, schedule: ignore });
  };

  it('keeps one lane for a conversation', () => {
    const lanes = made();
    expect(lanes.find(id)).to.equal(undefined);
    const lane = lanes.of(id, false);
    expect(lanes.of(id, false)).to.equal(lane);
    expect(lanes.find(id)).to.equal(lane);
  });

  it('forgets one of no conversation, once it has nothing to do', async () => {
    const lanes = made();
    const lane = lanes.of(id, false);
    lane.submit(refused);
    lanes.forgetEmpty(lane);
    expect(lanes.find(id)).to.equal(lane);
    await settled();
    lanes.forgetEmpty(lane);
    expect(lanes.find(id)).to.equal(undefined);
  });

  it('forgets none of a conversation that is there, and none that took its place', () => {
    const lanes = made();
    const lane = lanes.of(id, false);
    lanes.forgetEmpty(lane);
    const next = lanes.of(id, false);
    lanes.forgetEmpty(lane);
    expect(lanes.find(id)).to.equal(next);
    next.learn(open());
    lanes.forgetEmpty(next);
    expect(lanes.find(id)).to.equal(next);
  });

  it('keeps the ten thousand that were used last, and all that are at work', () => {
    const lanes = made();
    const working = lanes.of(conversationId(0), false);
    working.submit(refused);
    for (let n = 1; n < 10_000; n += 1) lanes.of(conversationId(n), false);
    lanes.of(conversationId(1), false);
    lanes.of(conversationId(10_000), false);
    expect(lanes.find(conversationId(0))).to.equal(working);
    expect(lanes.find(conversationId(1))).to.not.equal(undefined);
    expect(lanes.find(conversationId(2))).to.equal(undefined);
    expect(lanes.find(conversationId(3))).to.not.equal(undefined);
  });

  it('forgets the first of them where all have been used again', () => {
    const lanes = made();
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 10_000; n += 1) lanes.of(conversationId(n), false);
    }
    lanes.of(conversationId(10_000), false);
    const forgotten = Array.from({ length: 10_001 }, (_, n) => conversationId(n)).filter(
      (one) => lanes.find(one) === undefined,
    );
    expect(forgotten).to.deep.equal([conversationId(0)]);
  });
});
