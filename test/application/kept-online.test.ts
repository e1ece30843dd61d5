import { expect } from 'chai';
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { wireOnline } from '../../src/adapters/inbound/dialects/servana/encode.js';
import { type KeptOnline, keptOnline } from '../../src/application/kept-online.js';
import type { OnlinePerson, PresenceChange } from '../../src/application/ports/presence.js';
import { goOffline } from '../../src/application/use-cases/go-offline.js';
import { goOnline } from '../../src/application/use-cases/go-online.js';
import { listOnline } from '../../src/application/use-cases/list-online.js';
import { type Unavailable, unavailable } from '../../src/domain/failure.js';
import type { Actor } from '../../src/domain/actor.js';
import { toConversationId } from '../../src/domain/ids.js';
import { admin, agent, customer } from '../support/actors.js';
import { expectLeft, expectRight } from '../support/expect-either.js';
import { FixedClock } from '../support/fixed-ports.js';
import { somePresence } from '../support/presence.js';
import { until } from '../support/until.js';

type Present = Either<Unavailable, readonly OnlinePerson[]>;

const ROOM = toConversationId('00000000-0000-7000-8000-000000000001');
const SARAH: OnlinePerson = { person: 'staff:sarah', lastSeen: 1 };
const ALICE: OnlinePerson = { person: 'customer:alice', lastSeen: 2 };

describe('who is online, kept', () => {
  let clock: FixedClock;
  let asked: number;
  let answer: () => Promise<Present>;
  let tell: (change: PresenceChange) => void;
  let online: KeptOnline;

  const list = (actor: Actor = admin()) => listOnline({ online })(actor)();

  beforeEach(() => {
    clock = new FixedClock();
    asked = 0;
    answer = () => Promise.resolve(right([SARAH, ALICE]));
    online = keptOnline({
      clock,
      presence: {
        present: () => () => {
          asked += 1;
          return answer();
        },
        subscribe: (subscriber) => {
          tell = subscriber;
          return () => undefined;
        },
      },
    });
  });

  it('is read once for all who ask within a second, and written once for all who may know the same', async () => {
    const [one, other] = [expectRight(await list()), expectRight(await list(agent('tom')))];
    expect(one).to.equal(other);
    expect(wireOnline(one)).to.equal(wireOnline(other));
    const ofStaff = expectRight(await list(customer('bob')));
    expect(ofStaff).to.deep.equal([SARAH]);
    expect(expectRight(await list(customer('alice')))).to.equal(ofStaff);
    clock.time += 999;
    await list();
    expect(asked).to.equal(1);
    clock.time += 1;
    await list();
    expect(asked).to.equal(2);
    clock.time -= 5_000;
    await list();
    expect(asked).to.equal(3);
  });

  it('is read anew when somebody has come or gone, though a look is under way; not when a room changes', async () => {
    await list();
    tell({ kind: 'room', person: 'staff:sarah', room: ROOM, inside: true });
    await list();
    expect(asked).to.equal(1);
    tell({ kind: 'online', person: 'staff:sarah', online: false });
    const { promise, resolve } = Promise.withResolvers<Present>();
    answer = () => promise;
    const early = list();
    await until(() => asked === 2);
    tell({ kind: 'online', person: 'customer:alice', online: false });
    answer = () => Promise.resolve(right([]));
    expect(expectRight(await list())).to.deep.equal([]);
    resolve(right([ALICE]));
    expect(expectRight(await early)).to.deep.equal([ALICE]);
    expect(expectRight(await list())).to.deep.equal([]);
    expect(asked).to.equal(3);
  });

  it('is read anew by whoever has said something of himself, before that is told', async () => {
    const deps = { presence: somePresence(), online };
    await list();
    for (const [index, says] of [goOnline(deps), goOffline(deps)].entries()) {
      expectRight(await says(agent('sarah'), { connection: 'here' })());
      await list();
      expect(asked).to.equal(index + 2);
    }
  });

  it('is not kept where it could not be had', async () => {
    answer = () => Promise.resolve(left(unavailable));
    expectLeft(await list(), 'Unavailable');
    answer = () => Promise.reject(new Error('a defect'));
    expect(await list().then(String, String)).to.equal('Error: a defect');
    answer = () => Promise.resolve(right([SARAH]));
    expect(expectRight(await list())).to.deep.equal([SARAH]);
  });
});
