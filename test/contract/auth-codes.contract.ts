import { expect } from 'chai';
import fc from 'fast-check';
import { isSome, none, some } from 'fp-ts/lib/Option.js';
import {
  type AuthCodes,
  CODE_TIME,
  MAX_TRIES,
  type NewCode,
} from '../../src/application/ports/auth-codes.js';
import type { Store } from '../../src/application/ports/store.js';
import { ownerKey } from '../../src/domain/conversation.js';
import type { PersonKey } from '../../src/domain/actor.js';
import { answer } from '../support/answer.js';
import { codeSteps, followCodes } from '../support/code-model.js';
import { ALICE, BOB, newCode, VISITOR } from '../support/codes.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { ODD_STRINGS } from '../support/odd-strings.js';

/** That a code is redeemed once, by whom it is for, in time. `setup` gives a store in which none is kept. */
export const describeAuthCodesContract = (options: ContractOptions<Pick<Store, 'codes'>>): void => {
  describe(`AuthCodes: ${options.name}`, () => {
    const store = eachTime(options);
    const codes = (): AuthCodes => store().codes;
    /** A database may look at its own clock, so none of the cases is in the past. */
    let now: number;

    beforeEach(() => {
      now = Date.now();
    });

    const kept = async (wish: Partial<NewCode> = {}, at = now): Promise<NewCode> => {
      const code = newCode(wish);
      expect(await answer(codes().keep(code, at))).to.equal('kept');
      return code;
    };

    const redeem = async (key: string, by: PersonKey | null, at = now): Promise<string | null> => {
      const redeemed = await answer(codes().redeem({ key, by }, at));
      return isSome(redeemed) ? redeemed.value.id : null;
    };

    const isLive = async ({ id }: NewCode, at = now): Promise<boolean> =>
      (await answer(codes().live([id], at))).has(id);

    const miss = async (by: PersonKey | null, times: number): Promise<void> => {
      for (let n = 0; n < times; n += 1) expect(await redeem(`wrong ${n}`, by)).to.equal(null);
    };

    it('gives what was kept with a code to who redeems it', async () => {
      for (const wish of [
        { deviceInfo: '{"os":"iOS 17"}' },
        { isBound: false, deviceInfo: '' },
        { target: null, isBound: false },
      ]) {
        const { key, ...code } = await kept(wish);
        expect(await answer(codes().redeem({ key, by: ALICE }, now))).to.deep.equal(some(code));
      }
    });

    it('redeems none that was not kept', async () => {
      const { key } = await kept();
      for (const wrong of ['', key.toUpperCase(), `${key} `, key.slice(1), '__proto__', '$key']) {
        expect(await redeem(wrong, BOB), wrong).to.equal(null);
      }
      expect(await answer(codes().redeem({ key: 'key', by: null }, now))).to.deep.equal(none);
    });

    it('redeems each once', async () => {
      for (const wish of [{}, { isBound: false }, { target: null, isBound: false }]) {
        const code = await kept(wish);
        expect(await redeem(code.key, ALICE)).to.equal(code.id);
        expect(await redeem(code.key, ALICE)).to.equal(null);
        expect(await redeem(code.key, null)).to.equal(null);
        expect(await isLive(code)).to.equal(false);
      }
    });

    it('redeems a bound one for whom it is bound to, and for nobody else', async () => {
      const code = await kept({ target: VISITOR });
      for (const by of [null, ALICE, ownerKey({ kind: 'customer', id: VISITOR.slice(6) })]) {
        expect(await redeem(code.key, by)).to.equal(null);
      }
      expect(await redeem(code.key, VISITOR)).to.equal(code.id);
    });

    it('redeems one that is not bound for its target, and for who names nobody', async () => {
      for (const by of [ALICE, null]) {
        const code = await kept({ isBound: false });
        expect(await redeem(code.key, BOB)).to.equal(null);
        expect(await redeem(code.key, by)).to.equal(code.id);
      }
    });

    it('redeems one without a target for whoever is given it', async () => {
      for (const by of [ALICE, VISITOR, null]) {
        const code = await kept({ target: null, isBound: false });
        expect(await redeem(code.key, by)).to.equal(code.id);
      }
    });

    it('spends nothing of a target’s own code on one without a target', async () => {
      const own = await kept();
      for (let n = 0; n < MAX_TRIES; n += 1) {
        const other = await kept({ target: null, isBound: false });
        expect(await redeem(other.key, ALICE)).to.equal(other.id);
      }
      expect(await redeem(own.key, ALICE)).to.equal(own.id);
    });

    it('keeps one for a quarter of an hour, and no longer', async () => {
      expect(CODE_TIME).to.equal(900_000);
      for (const wish of [{}, { isBound: false }, { target: null, isBound: false }]) {
        const [one, two] = [await kept(wish), newCode(wish)];
        expect(await isLive(one, now + CODE_TIME - 1)).to.equal(true);
        expect(await isLive(one, now + CODE_TIME)).to.equal(false);
        expect(await redeem(one.key, ALICE, now + CODE_TIME)).to.equal(null);
        await kept(two);
        expect(await redeem(two.key, ALICE, now + CODE_TIME - 1)).to.equal(two.id);
      }
    });

    it('voids the older one of a target, and no other', async () => {
      const others = [
        await kept({ target: BOB }),
        await kept({ target: null, isBound: false }),
        await kept({ target: null, isBound: false }),
      ];
      const older = await kept();
      const newer = await kept({ isBound: false });
      expect(await redeem(older.key, ALICE)).to.equal(null);
      expect(await isLive(older)).to.equal(false);
      for (const code of [newer, ...others]) expect(await isLive(code)).to.equal(true);
      expect(await redeem(newer.key, ALICE)).to.equal(newer.id);
    });

    it('ends one with the fifth wrong try for its target', async () => {
      expect(MAX_TRIES).to.equal(5);
      const [one, bobs] = [await kept(), await kept({ target: BOB })];
      await miss(ALICE, MAX_TRIES - 1);
      await miss(null, 10);
      expect(await isLive(one)).to.equal(true);
      await miss(ALICE, 1);
      expect(await isLive(one)).to.equal(false);
      expect(await redeem(one.key, ALICE)).to.equal(null);
      expect(await redeem(bobs.key, BOB)).to.equal(bobs.id);
    });

    it('counts anew for a new code', async () => {
      await kept();
      await miss(ALICE, MAX_TRIES - 1);
      const next = await kept();
      await miss(ALICE, MAX_TRIES - 1);
      expect(await redeem(next.key, ALICE)).to.equal(next.id);
      await miss(ALICE, MAX_TRIES);
      const last = await kept();
      expect(await redeem(last.key, ALICE)).to.equal(last.id);
    });

    it('counts the digits of somebody else’s as wrong', async () => {
      const [own, bobs] = [await kept(), await kept({ target: BOB, isBound: false })];
      for (let n = 0; n < MAX_TRIES; n += 1) expect(await redeem(bobs.key, ALICE)).to.equal(null);
      expect(await isLive(own)).to.equal(false);
      expect(await redeem(bobs.key, null)).to.equal(bobs.id);
    });

    it('keeps no digits twice at a time', async () => {
      const [one, older] = [await kept(), await kept({ target: BOB })];
      for (const target of [ALICE, BOB, VISITOR, null]) {
        const same = newCode({ key: one.key, target, isBound: false });
        expect(await answer(codes().keep(same, now)), String(target)).to.equal('taken');
        expect(await isLive(same)).to.equal(false);
      }
      expect(await isLive(older)).to.equal(true);
      expect(await redeem(one.key, ALICE)).to.equal(one.id);
      const after = await kept({ key: one.key, target: VISITOR });
      await miss(VISITOR, MAX_TRIES);
      await kept({ key: after.key, target: null, isBound: false });
      await kept({ key: after.key }, now + CODE_TIME);
    });

    it('tells of any ids which are live', async () => {
      const all = [await kept(), await kept({ target: BOB }), await kept({ target: VISITOR })];
      await redeem(all[1]?.key ?? '', BOB);
      const ids = all.map(({ id }) => id);
      const live = await answer(codes().live(['none', ...ids, '__proto__', ...ids], now));
      expect([...live].toSorted()).to.deep.equal([ids[0], ids[2]].toSorted());
      expect([...(await answer(codes().live([], now)))]).to.deep.equal([]);
    });

    it('lets one of fifty right tries at once have it', async () => {
      for (const [wish, by] of [
        [{}, ALICE],
        [{ isBound: false }, null],
        [{ target: null, isBound: false }, ALICE],
        [{ target: null, isBound: false }, null],
      ] as const) {
        const { id, key } = await kept(wish);
        const tries = await Promise.all(Array.from({ length: 50 }, () => redeem(key, by)));
        expect(tries.filter((one) => one !== null)).to.deep.equal([id]);
      }
    });

    it('judges five of a thousand guesses at once, and then none', async () => {
      const code = await kept();
      const guesses = Array.from({ length: 1_000 }, (_, n) => redeem(`guess ${n}`, ALICE));
      await Promise.all(guesses);
      expect(await redeem(code.key, ALICE)).to.equal(null);
    });

    it('counts each of four wrong tries at once', async () => {
      const code = await kept();
      await Promise.all(Array.from({ length: 4 }, (_, n) => redeem(`guess ${n}`, ALICE)));
      expect(await isLive(code)).to.equal(true);
      await miss(ALICE, 1);
      expect(await isLive(code)).to.equal(false);
    });

    it('keeps one of many for a target at once, and of the same digits at once', async () => {
      const forAlice = Array.from({ length: 20 }, () => newCode());
      await Promise.all(forAlice.map((code) => answer(codes().keep(code, now))));
      const live = await answer(
        codes().live(
          forAlice.map(({ id }) => id),
          now,
        ),
      );
      expect(live.size).to.equal(1);

      const alike = Array.from({ length: 20 }, () =>
        newCode({ key: 'alike', target: null, isBound: false }),
      );
      const outcomes = await Promise.all(alike.map((code) => answer(codes().keep(code, now))));
      expect(outcomes.filter((outcome) => outcome === 'kept')).to.have.length(1);
    });

    it('keeps every character', async () => {
      for (const text of ODD_STRINGS) {
        const target = ownerKey({ kind: 'customer', id: text });
        const code = await kept({ id: text, key: text, target, deviceInfo: text });
        expect(await isLive(code)).to.equal(true);
        expect(await answer(codes().redeem({ key: text, by: target }, now))).to.deep.equal(
          some({ id: text, target, isBound: true, deviceInfo: text }),
        );
      }
    });

    it('does what a simple model of it does', async () => {
      let from = now;
      await fc.assert(
        fc.asyncProperty(codeSteps, async (steps) => {
          // Past whatever the one before has kept.
          from += steps.length * 100 * CODE_TIME;
          await followCodes(codes(), steps, from);
        }),
        { numRuns: 40 },
      );
    });
  });
};
