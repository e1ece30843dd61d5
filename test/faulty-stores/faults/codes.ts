import { fromNullable, isSome, none, type Option } from 'fp-ts/lib/Option.js';
import { right } from 'fp-ts/lib/TaskEither.js';
import {
  CODE_TIME,
  type CodeTry,
  MAX_TRIES,
  type NewCode,
  type RedeemedCode,
} from '../../../src/application/ports/auth-codes.js';
import { changed, type Fault, type Faults, later } from '../fault.js';

const keptAs = (change: (code: NewCode) => NewCode): Fault => {
  const fault: Fault = ({ store: { codes } }) => ({
    codes: { keep: (code, now) => codes.keep(change(code), now) },
  });
  return fault;
};

const triedAs = (change: (attempt: CodeTry) => CodeTry): Fault => {
  const fault: Fault = ({ store: { codes } }) => ({
    codes: { redeem: (attempt, now) => codes.redeem(change(attempt), now) },
  });
  return fault;
};

const foundAs =
  (change: (code: RedeemedCode) => RedeemedCode): Fault =>
  ({ store: { codes } }) => ({
    codes: {
      redeem: (attempt, now) =>
        changed(codes.redeem(attempt, now), (one: Option<RedeemedCode>) =>
          isSome(one) ? { ...one, value: change(one.value) } : one,
        ),
    },
  });

/** Those of whom a code was kept, as long as nobody looks whether it is live. */
const remembering = (
  way: (all: Map<string, NewCode>) => (fault: Parameters<Fault>[0]) => ReturnType<Fault>,
): Fault => {
  const fault: Fault = (own) => {
    const all = new Map<string, NewCode>();
    const wrong = way(all)(own);
    return {
      codes: {
        keep: (code, now) => {
          all.set(code.key, code);
          return own.store.codes.keep(code, now);
        },
        ...wrong.codes,
      },
    };
  };
  return fault;
};

/** Of codes. */
export const CODES: Faults = {
  'no code is redeemed': () => ({ codes: { redeem: () => right(none) } }),
  'none is live': () => ({ codes: { live: () => right(new Set<string>()) } }),
  'all are live': () => ({ codes: { live: (ids) => right(new Set(ids)) } }),
  'codes can be redeemed again': remembering((all) => () => ({
    codes: { redeem: ({ key }) => right(fromNullable(all.get(key))) },
  })),
  'two of many at once succeed': ({ store: { codes } }) => {
    const underWay = new Map<string, number>();
    return {
      codes: {
        redeem: (attempt, now) => async () => {
          const before = underWay.get(attempt.key) ?? 0;
          underWay.set(attempt.key, before + 1);
          const redeemed = await codes.redeem(attempt, now)();
          if (before > 0) return redeemed;
          await later(right(undefined))();
          underWay.delete(attempt.key);
          if (redeemed._tag === 'Left' || !isSome(redeemed.right)) return redeemed;
          // Looked at, and spent later: the first one is there again for another.
          const { id, isBound, deviceInfo } = redeemed.right.value;
          const target = attempt.by;
          await codes.keep({ id, key: attempt.key, target, isBound, deviceInfo }, now)();
          return redeemed;
        },
      },
    };
  },
  'tries are not counted': ({ store: { codes } }) => ({
    codes: {
      redeem: (attempt, now) => async () => {
        const redeemed = await codes.redeem({ ...attempt, by: null }, now)();
        if (redeemed._tag === 'Left' || isSome(redeemed.right)) return redeemed;
        return attempt.key.startsWith('key') ? codes.redeem(attempt, now)() : redeemed;
      },
    },
  }),
  'every second try is counted': ({ store: { codes } }) => {
    let count = 0;
    return {
      codes: {
        redeem: (attempt, now) => {
          count += 1;
          const isWrong = !attempt.key.startsWith('key');
          return isWrong && count % 2 === 0 ? right(none) : codes.redeem(attempt, now);
        },
      },
    };
  },
  'each try counts twice': ({ store: { codes } }) => ({
    codes: {
      redeem: (attempt, now) => async () => {
        const redeemed = await codes.redeem(attempt, now)();
        if (redeemed._tag === 'Right' && !isSome(redeemed.right)) {
          await codes.redeem({ ...attempt, key: '' }, now)();
        }
        return redeemed;
      },
    },
  }),
  'expired ones are redeemed': ({ store: { codes } }) => ({
    codes: { redeem: (attempt, now) => codes.redeem(attempt, now - CODE_TIME) },
  }),
  'codes are kept a moment too long': ({ store: { codes } }) => ({
    codes: {
      redeem: (attempt, now) => codes.redeem(attempt, now - 1),
      live: (ids, now) => codes.live(ids, now - 1),
    },
  }),
  'expired ones count as live': ({ store: { codes } }) => ({
    codes: { live: (ids, now) => codes.live(ids, now - CODE_TIME) },
  }),
  'codes are kept for a minute': ({ store: { codes } }) => ({
    codes: { keep: (code, now) => codes.keep(code, now - CODE_TIME + 60_000) },
  }),
  'expired ones hold their digits': ({ store: { codes } }) => ({
    codes: { keep: (code, now) => codes.keep(code, Math.min(now, Date.now() + 1_000)) },
  }),
  'older ones are not voided': keptAs((code) => ({
    ...code,
    target: code.target === null ? null : `email:${code.target}${code.id}`,
  })),
  'one for all targets': keptAs((code) => ({ ...code, target: 'customer:alice' })),
  'a bound one is redeemed by who names nobody': keptAs((code) => ({ ...code, isBound: false })),
  'all are bound': keptAs((code) => ({ ...code, isBound: code.target !== null })),
  'all are for anybody': keptAs((code) => ({ ...code, target: null })),
  'targets are told apart by their ids alone': triedAs((attempt) => ({
    ...attempt,
    by: attempt.by === null ? null : 'guest:guest_1',
  })),
  'nobody is named': triedAs((attempt) => ({ ...attempt, by: null })),
  'keys are trimmed': triedAs(({ key, by }) => ({ key: key.trim(), by })),
  'keys are told apart by their letters, and not by their case': triedAs(({ key, by }) => ({
    key: key.toLowerCase(),
    by,
  })),
  'a code of the same digits is kept': ({ store: { codes } }) => ({
    codes: { keep: (code, now) => changed(codes.keep(code, now), () => 'kept' as const) },
  }),
  'digits that were there are never kept again': ({ store: { codes } }) => {
    const seen = new Set<string>();
    return {
      codes: {
        keep: (code, now) => {
          if (seen.has(code.key)) return right('taken' as const);
          seen.add(code.key);
          return codes.keep(code, now);
        },
      },
    };
  },
  'what was kept with it is gone': foundAs((code) => ({ ...code, deviceInfo: null })),
  'that nothing was kept with it is gone': foundAs((code) => ({
    ...code,
    deviceInfo: code.deviceInfo ?? '',
  })),
  'whose it was is gone': foundAs((code) => ({ ...code, target: null })),
  'all are said to be bound': foundAs((code) => ({ ...code, isBound: true })),
  'one wrong try ends it': ({ store: { codes } }) => ({
    codes: {
      redeem: (attempt, now) => async () => {
        const redeemed = await codes.redeem(attempt, now)();
        if (redeemed._tag === 'Right' && !isSome(redeemed.right)) {
          for (let n = 1; n < MAX_TRIES; n += 1) {
            await codes.redeem({ ...attempt, key: '' }, now)();
          }
        }
        return redeemed;
      },
    },
  }),
};
