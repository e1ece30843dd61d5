import { expect } from 'chai';
import { isSome } from 'fp-ts/lib/Option.js';
import { CODE_TIME, MAX_TRIES } from '../../src/application/ports/auth-codes.js';
import type { Store } from '../../src/application/ports/store.js';
import type { PersonKey } from '../../src/domain/actor.js';
import { answer } from '../support/answer.js';
import { ALICE, BOB, newCode } from '../support/codes.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import type { Restarts } from './conversation-log.restart.contract.js';

const redeem = async (
  { codes }: Store,
  key: string,
  by: PersonKey | null,
  now: number,
): Promise<boolean> => isSome(await answer(codes.redeem({ key, by }, now)));

/** That codes and tries are there after a restart, and for every node. Set up as for `describeConversationLogRestartContract`. */
export const describeAuthCodesRestartContract = (options: ContractOptions<Restarts>): void => {
  describe(`AuthCodes over restarts: ${options.name}`, () => {
    const restarts = eachTime(options);

    it('knows what is live, what was tried and what is spent', async () => {
      const now = Date.now();
      const first = await restarts().restart();
      const [alices, bobs, anybodys] = [
        newCode(),
        newCode({ target: BOB, isBound: false }),
        newCode({ target: null, isBound: false }),
      ];
      const all = [alices, bobs, anybodys];
      for (const code of all) expect(await answer(first.codes.keep(code, now))).to.equal('kept');
      for (let n = 1; n < MAX_TRIES; n += 1) await redeem(first, 'wrong', ALICE, now);
      expect(await redeem(first, bobs.key, null, now)).to.equal(true);

      const second = await restarts().restart();
      const live = await answer(
        second.codes.live(
          all.map(({ id }) => id),
          now,
        ),
      );
      expect([...live].toSorted()).to.deep.equal([alices.id, anybodys.id].toSorted());
      expect(await redeem(second, bobs.key, BOB, now)).to.equal(false);
      const same = newCode({ key: anybodys.key, target: BOB });
      expect(await answer(second.codes.keep(same, now))).to.equal('taken');
      await redeem(second, 'wrong', ALICE, now);

      const third = await restarts().restart();
      expect(await redeem(third, alices.key, ALICE, now)).to.equal(false);
      expect(await redeem(third, anybodys.key, null, now + CODE_TIME)).to.equal(false);
      expect(await redeem(third, anybodys.key, null, now + CODE_TIME - 1)).to.equal(true);
    });

    it('has many nodes redeem a code once, and count tries together', async () => {
      const now = Date.now();
      const nodes = [await restarts().restart(), await restarts().beside()] as const;
      const [alices, bobs] = [newCode(), newCode({ target: BOB })];
      await answer(nodes[0].codes.keep(alices, now));
      await answer(nodes[1].codes.keep(bobs, now));
      const tries = Array.from({ length: 20 }, (_, n) =>
        redeem(n % 2 === 0 ? nodes[0] : nodes[1], alices.key, ALICE, now),
      );
      expect((await Promise.all(tries)).filter((isRight) => isRight)).to.have.length(1);
      for (let n = 0; n < MAX_TRIES; n += 1) {
        const node = n % 2 === 0 ? nodes[0] : nodes[1];
        expect((await answer(node.codes.live([bobs.id], now))).size).to.equal(1);
        await redeem(node, 'wrong', BOB, now);
      }
      for (const { codes } of nodes) {
        expect((await answer(codes.live([bobs.id], now))).size).to.equal(0);
      }
    });
  });
};
