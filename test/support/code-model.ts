import { isSome } from 'fp-ts/lib/Option.js';
import fc from 'fast-check';
import { expect } from 'chai';
import {
  type AuthCodes,
  CODE_TIME,
  MAX_TRIES,
  type NewCode,
} from '../../src/application/ports/auth-codes.js';
import type { PersonKey } from '../../src/domain/actor.js';
import { answer } from './answer.js';
import { ALICE, BOB, newCode, VISITOR } from './codes.js';

const PEOPLE: readonly (PersonKey | null)[] = [ALICE, BOB, VISITOR, null];

/** Digits are few, so that codes meet; times are such that some codes end and others do not. */
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('keep' as const),
      digits: fc.nat(5),
      who: fc.constantFrom(...PEOPLE),
      isBound: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('redeem' as const),
      digits: fc.nat(5),
      who: fc.constantFrom(...PEOPLE),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      time: fc.constantFrom(1, CODE_TIME / 2, CODE_TIME - 1, CODE_TIME),
    }),
  },
);

export const codeSteps = fc.array(step, { minLength: 1, maxLength: 40 });
type CodeStep = typeof step extends fc.Arbitrary<infer Step> ? Step : never;

interface Modelled {
  readonly code: NewCode;
  readonly keptAt: number;
  state: 'open' | 'over';
  wrong: number;
}

/** All codes that there ever were, looked at one by one. */
class CodeModel {
  private readonly all: Modelled[] = [];

  get ids(): readonly string[] {
    return this.all.map(({ code }) => code.id);
  }

  liveAt(now: number): readonly Modelled[] {
    return this.all.filter((one) => one.state === 'open' && now - one.keptAt < CODE_TIME);
  }

  keep(code: NewCode, now: number): 'kept' | 'taken' {
    if (this.liveAt(now).some((one) => one.code.key === code.key)) return 'taken';
    for (const one of this.all) {
      if (code.target !== null && one.code.target === code.target) one.state = 'over';
    }
    this.all.push({ code, keptAt: now, state: 'open', wrong: 0 });
    return 'kept';
  }

  redeem(key: string, by: PersonKey | null, now: number): string | null {
    for (const one of this.liveAt(now)) {
      if (one.code.key !== key) continue;
      const isAnybodys = one.code.target === null;
      const isHis = by !== null && one.code.target === by;
      const isUnnamed = by === null && !one.code.isBound;
      if (!isAnybodys && !isHis && !isUnnamed) continue;
      one.state = 'over';
      return one.code.id;
    }
    for (const one of this.liveAt(now)) {
      if (by === null || one.code.target !== by) continue;
      one.wrong += 1;
      if (one.wrong === MAX_TRIES) one.state = 'over';
    }
    return null;
  }
}

/** Has codes kept and redeemed, and compares each answer, and what is live after it, with the model's. */
export const followCodes = async (
  codes: AuthCodes,
  steps: readonly CodeStep[],
  from: number,
): Promise<void> => {
  const model = new CodeModel();
  let now = from;
  for (const one of steps) {
    if (one.does === 'wait') now += one.time;
    if (one.does === 'keep') {
      const isBound = one.who !== null && one.isBound;
      const code = newCode({ key: `digits ${one.digits}`, target: one.who, isBound });
      expect(await answer(codes.keep(code, now))).to.equal(model.keep(code, now));
    }
    if (one.does === 'redeem') {
      const key = `digits ${one.digits}`;
      const redeemed = await answer(codes.redeem({ key, by: one.who }, now));
      const id = isSome(redeemed) ? redeemed.value.id : null;
      expect(id).to.equal(model.redeem(key, one.who, now));
    }
    const live = await answer(codes.live(model.ids, now));
    expect([...live].toSorted()).to.deep.equal(
      model
        .liveAt(now)
        .map(({ code }) => code.id)
        .toSorted(),
    );
  }
};
