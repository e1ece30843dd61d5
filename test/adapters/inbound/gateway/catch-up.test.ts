import { expect } from 'chai';
import { eventLoopTurn } from '../../../../src/adapters/outbound/system/event-loop-turn.js';
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { none } from 'fp-ts/lib/Option.js';
import { CatchUp } from '../../../../src/adapters/inbound/gateway/catch-up.js';
import { RoomPlace } from '../../../../src/adapters/inbound/gateway/room-place.js';
import { type Follower, Topic } from '../../../../src/adapters/inbound/gateway/topic.js';
import type { ConversationEvent } from '../../../../src/domain/conversation-event.js';
import { type Unavailable, unavailable } from '../../../../src/domain/failure.js';
import { customer } from '../../../support/actors.js';
import { open } from '../../../support/conversations.js';
import { dialectLike } from '../../../support/dialects.js';
import { FixedClock, silentLogger } from '../../../support/fixed-ports.js';
import { settled } from '../../../support/manual-turn.js';
import { somePresence } from '../../../support/presence.js';
import { HOUR } from '../../../support/small-gateway.js';
import { memoryStore } from '../../../../src/adapters/outbound/stores/memory/memory-store.js';

type Read = () => Either<Unavailable, readonly ConversationEvent[]>;

const follower = (position: number): Follower => ({
  listener: {
    id: 'here',
    actor: customer('alice'),
    channel: { encode: (frame) => frame },
    dialects: [],
    follows: () => true,
    room: () => null,
    deliver: () => undefined,
    failed: (defect) => expect.fail(String(defect)),
    dismiss: () => undefined,
  },
  dialect: dialectLike('one'),
  name: 'T-1',
  position,
  heardAfter: position,
  missedUpTo: 0,
  passing: [],
  noticed: new Set(),
  withheldFrom: Number.POSITIVE_INFINITY,
  catchingUp: null,
  place: new RoomPlace(somePresence(), { actor: null }),
});

describe('CatchUp', () => {
  const stores: readonly { readonly which: string; readonly reads: number; readonly read: Read }[] =
    [
      { which: 'is down', reads: 1, read: () => left(unavailable) },
      {
        which: 'has a bug',
        reads: 1,
        read: () => {
          throw new Error('a bug');
        },
      },
      { which: 'is behind the bus, time and again', reads: 2, read: () => right([]) },
    ];

  for (const { which, reads, read } of stores) {
    it(`leaves a store in peace for a while that ${which}`, async () => {
      let asked = 0;
      const catchUp = new CatchUp({
        log: {
          read: () => async () => {
            asked += 1;
            // No store answers in the same turn, so that others have theirs.
            await settled();
            return read();
          },
          load: () => () => Promise.resolve(right(none)),
        },
        codes: memoryStore().codes,
        clock: new FixedClock(),
        turn: eventLoopTurn,
        retryAfter: HOUR,
        logger: silentLogger,
      });
      const topic = new Topic(open());
      const late = follower(topic.state.lastSeq - 1);
      topic.followers.add(late);
      void catchUp.bring(topic, late);
      for (let turn = 0; turn < 20; turn += 1) await settled();
      expect(asked).to.equal(reads);
      topic.followers.delete(late);
    });
  }
});
