import { expect } from 'chai';
import { happening } from '../../../../src/adapters/inbound/gateway/happening.js';
import { RoomPlace } from '../../../../src/adapters/inbound/gateway/room-place.js';
import {
  type Follower,
  isPast,
  rewind,
  tell,
} from '../../../../src/adapters/inbound/gateway/topic.js';
import { senderOf } from '../../../../src/domain/decide/decision.js';
import { customer } from '../../../support/actors.js';
import { messageId, NOW, open } from '../../../support/conversations.js';
import { dialectLike } from '../../../support/dialects.js';
import { countedChannel, ear } from '../../../support/listener.js';
import { somePresence } from '../../../support/presence.js';

const alice = customer('alice');

const dialect = {
  ...dialectLike('one'),
  frames: ({ seq }: { readonly seq: number }) => [{ event: 'told', data: seq }],
};

/** Who has heard what came after one `seq`, up to another. */
const following = (heardAfter: number, position: number): Follower => ({
  listener: ear(alice, countedChannel(), dialect),
  dialect,
  name: 'T-1',
  position,
  heardAfter,
  missedUpTo: heardAfter,
  passing: [],
  noticed: new Set(),
  withheldFrom: Number.POSITIVE_INFINITY,
  catchingUp: null,
  place: new RoomPlace(somePresence(), { actor: null }),
});

/** Tells him one after the other what is his next, until he is there; gives back what it was. */
const tellUpTo = (follower: Follower, seq: number): readonly number[] => {
  const told: number[] = [];
  while (follower.position < seq) {
    const next = follower.position + 1;
    const id = messageId(next);
    const said = { kind: 'text', text: 'Hi', sender: senderOf(alice) } as const;
    tell(follower, happening({ type: 'messagePosted', seq: next, at: NOW, id, ...said }, open()));
    told.push(next);
  }
  return told;
};

const range = (after: number, upTo: number): readonly number[] =>
  Array.from({ length: upTo - after }, (_, index) => after + 1 + index);

describe('a follower who goes back', () => {
  it('hears what came before, passes over what he has heard, and goes on', () => {
    const one = following(100, 110);
    rewind(one, 90);
    expect(tellUpTo(one, 112)).to.deep.equal([...range(90, 100), 111, 112]);
    rewind(one, 95);
    expect(tellUpTo(one, 113), 'which he has heard by now').to.deep.equal([113]);
  });

  it('may go further back on the way', () => {
    const one = following(100, 110);
    rewind(one, 50);
    expect(tellUpTo(one, 70)).to.deep.equal(range(50, 70));
    rewind(one, 20);
    rewind(one, 60);
    const rest = [...range(20, 50), ...range(70, 100), 111];
    expect(tellUpTo(one, 111)).to.deep.equal(rest);
  });

  it('knows on the way what he has heard', () => {
    const one = following(100, 110);
    rewind(one, 50);
    tellUpTo(one, 70);
    const asked = [50, 70, 71, 100, 101, 110, 111].map((seq) => isPast(one, seq));
    expect(asked).to.deep.equal([true, true, false, false, true, true, false]);
  });
});
