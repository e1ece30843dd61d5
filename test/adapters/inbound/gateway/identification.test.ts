import { mock } from 'node:test';
import { expect } from 'chai';
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { Identification } from '../../../../src/adapters/inbound/gateway/identification.js';
import type { Arrival } from '../../../../src/adapters/inbound/gateway/transport.js';
import type { Identity } from '../../../../src/application/ports/token-verifier.js';
import type { AuthenticateFailure } from '../../../../src/application/use-cases/authenticate.js';
import type { Actor } from '../../../../src/domain/actor.js';
import { unavailable } from '../../../../src/domain/failure.js';
import { admin, agent, customer } from '../../../support/actors.js';
import { dialectLike } from '../../../support/dialects.js';
import { expectLeft, expectRight } from '../../../support/expect-either.js';
import { HOUR } from '../../../support/small-gateway.js';
import { Recognition } from '../../../../src/adapters/inbound/gateway/recognition.js';
import { guestIds } from '../../../support/guest-ids.js';

type Verdict = Either<AuthenticateFailure, Identity>;

const until = (actor: Actor, expiresAt = Date.now() + HOUR): Identity => ({ actor, expiresAt });

const arrival = (event: string): Arrival => ({ event, payload: {}, bytes: 100 });

describe('Identification', () => {
  const eager = dialectLike('eager', { admission: { deadline: 5_000, holdsFromStart: true } });
  const strict = dialectLike('strict', { admission: { deadline: 15_000 } });
  let asked: unknown[];
  let expired: number;
  let who: Identification;
  /** Those that have come last are first. */
  let verdicts: ((verdict: Verdict | Promise<never>) => void)[];

  const identification = (first: Dialect, ...others: readonly Dialect[]): Identification =>
    new Identification({
      dialects: [first, ...others],
      recognition: new Recognition(
        {
          guestIds,
          authenticate: (token) => () => {
            asked.push(token);
            return new Promise((resolve) => verdicts.push(resolve));
          },
        },
        [first, ...others].map(({ admission }) => admission),
      ),
      now: () => Date.now(),
      expired: () => {
        expired += 1;
      },
    });

  const authenticate = (payload: unknown): Promise<Verdict> =>
    who.authenticate(payload, (verdict) => Promise.resolve(verdict));

  /** An attempt that ends so. */
  const attempt = (verdict: Verdict): Promise<Verdict> => {
    const outcome = authenticate({ token: 'token' });
    verdicts.pop()?.(verdict);
    return outcome;
  };

  const released = () => who.release().map(({ event }) => event);

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    asked = [];
    expired = 0;
    verdicts = [];
    who = identification(strict, eager);
  });

  afterEach(() => {
    who.forget();
    mock.timers.reset();
  });

  describe('of a stranger', () => {
    it('waits as long as the most patient dialect, and says once that it is over', () => {
      who.waitForIdentity();
      mock.timers.tick(14_999);
      expect(expired).to.equal(0);
      mock.timers.tick(1);
      expect(expired).to.equal(1);
      expect(who.actor).to.equal(null);
      expect(who.isStranger).to.equal(true);
      mock.timers.tick(HOUR);
      expect(expired).to.equal(1);
    });

    it('waits no longer when he has said who he is, or has left', () => {
      who.waitForIdentity();
      who.become(until(customer()));
      mock.timers.tick(60_000);
      const other = identification(strict);
      other.waitForIdentity();
      other.forget();
      mock.timers.tick(60_000);
      expect(expired).to.equal(0);
    });

    it('asks with what stands in the payload as the token, whatever it is, and refuses where nothing does', async () => {
      const payloads = [{ token: 'one' }, { token: { $ne: null } }, {}, [], null, 5, 'token'];
      for (const payload of [...payloads, undefined]) {
        const outcome = authenticate(payload);
        verdicts.pop()?.(left({ kind: 'InvalidToken' }));
        expectLeft(await outcome, 'InvalidToken');
      }
      expect(asked).to.deep.equal(['one', { $ne: null }]);
    });

    it('takes whoever a token speaks for', async () => {
      for (const actor of [customer(), agent(), admin()]) {
        expect(expectRight(await attempt(right(until(actor)))).actor).to.equal(actor);
      }
    });

    it('leaves him one when the store is down', async () => {
      expectLeft(await attempt(left(unavailable)), 'Unavailable');
      expect(who.isStranger).to.equal(true);
      expectRight(await attempt(right(until(customer()))));
    });
  });

  describe('of somebody known', () => {
    const sarah = agent('sarah');

    beforeEach(() => {
      who.become(until(sarah));
    });

    it('is his until his token is over', () => {
      expect([who.actor, who.isStranger]).to.deep.equal([sarah, false]);
      mock.timers.tick(HOUR - 1);
      expect([who.actor, expired]).to.deep.equal([sarah, 0]);
      mock.timers.tick(1);
      expect([who.actor, expired]).to.deep.equal([null, 1]);
      expect(who.isStranger, 'he was known').to.equal(false);
    });

    it('lasts as long as the last token', () => {
      mock.timers.tick(HOUR / 2);
      who.become(until(sarah));
      mock.timers.tick(HOUR - 1);
      expect([who.actor, expired]).to.deep.equal([sarah, 0]);
      mock.timers.tick(1);
      expect([who.actor, expired]).to.deep.equal([null, 1]);
    });

    it('takes a fresh token of the same person alone, whatever his role has become', async () => {
      expectRight(await attempt(right(until(sarah))));
      expectRight(await attempt(right(until(admin('sarah')))));
      for (const other of [agent('bob'), customer('sarah')]) {
        expectLeft(await attempt(right(until(other))), 'InvalidToken');
      }
      expectLeft(await attempt(left({ kind: 'InvalidToken' })), 'InvalidToken');
      expectLeft(await attempt(left(unavailable)), 'Unavailable');
      expect(who.actor).to.equal(sarah);
    });
  });

  describe('holds', () => {
    it('nothing of a dialect that holds nothing from the start', () => {
      expect(who.hold(arrival('early'), strict)).to.equal(false);
      expect(released()).to.deep.equal([]);
    });

    it('from the start where a dialect does, until the first attempt has ended', async () => {
      expect(who.hold(arrival('early'), eager)).to.equal(true);
      await attempt(left({ kind: 'InvalidToken' }));
      expect(released()).to.deep.equal(['early']);
      expect(who.hold(arrival('late'), eager)).to.equal(false);
      expect(released()).to.deep.equal([]);
    });

    it('during any attempt, of every dialect', async () => {
      for (const name of ['first', 'second']) {
        const outcome = authenticate({ token: name });
        expect(who.hold(arrival(`${name} a`), strict)).to.equal(true);
        expect(who.hold(arrival(`${name} b`), eager)).to.equal(true);
        verdicts.pop()?.(left({ kind: 'InvalidToken' }));
        await outcome;
        expect(released()).to.deep.equal([`${name} a`, `${name} b`]);
        expect(who.hold(arrival('between'), strict)).to.equal(false);
      }
    });

    it('until the last of several attempts has ended', async () => {
      const attempts = ['one', 'two'].map((token) => authenticate({ token }));
      verdicts[0]?.(left({ kind: 'InvalidToken' }));
      await attempts[0];
      expect(who.hold(arrival('still'), strict)).to.equal(true);
      verdicts[1]?.(left({ kind: 'InvalidToken' }));
      await attempts[1];
      expect(who.hold(arrival('over'), strict)).to.equal(false);
    });

    it('no longer than an attempt that ends in a bug', async () => {
      const outcome = authenticate({ token: 'token' }).then(
        () => 'an answer',
        (error: unknown) => String(error),
      );
      verdicts.pop()?.(Promise.reject(new Error('a bug')));
      expect(await outcome).to.equal('Error: a bug');
      expect(who.hold(arrival('over'), strict)).to.equal(false);
    });

    it('so much of each dialect, and releases dialect by dialect in order', () => {
      const curious = dialectLike('curious', { admission: { holdsFromStart: true } });
      who = identification(eager, curious);
      const held = [curious, eager, curious, eager].flatMap((dialect) =>
        Array.from({ length: 12 }, (_, n) => who.hold(arrival(`${dialect.name} ${n}`), dialect)),
      );
      expect(held.filter(Boolean)).to.have.lengthOf(40);
      const order = ['eager', 'curious'].flatMap((name) =>
        [...Array.from({ length: 12 }, (_, n) => n), ...Array.from({ length: 8 }, (_, n) => n)].map(
          (n) => `${name} ${n}`,
        ),
      );
      expect(released()).to.deep.equal(order);
    });

    it('nothing of a dialect that is not spoken here', () => {
      const foreign = dialectLike('foreign', { admission: { holdsFromStart: true } });
      expect(who.hold(arrival('lost'), foreign)).to.equal(false);
    });
  });
});
