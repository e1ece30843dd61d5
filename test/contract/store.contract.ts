import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import type { Store } from '../../src/application/ports/store.js';
import { message, opening } from '../support/appends.js';
import { answer } from '../support/answer.js';
import { expectLeft } from '../support/expect-either.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';

/**
 * That a store closes in order, and is well until then. `setup` opens one on fresh ground. The cases close it
 * themselves; `teardown` may close it once more, which no store minds.
 */
export const describeStoreContract = (options: ContractOptions<Store>): void => {
  describe(`Store: ${options.name}`, () => {
    const store = eachTime(options);

    it('closes after every append that was asked for has been answered', async () => {
      const first = opening();
      await answer(store().log.append([first]));
      const appends = [message(first.conversation), ...Array.from({ length: 20 }, () => opening())];
      const answers: unknown[] = [];
      const asked = appends.map(async (append) => {
        answers.push(await store().log.append([append])());
      });
      await store().close();
      await turn();
      expect(answers, 'answered by then').to.have.length(appends.length);
      await Promise.all(asked);
      expect(answers).to.deep.equal(appends.map(() => right([{ kind: 'appended' }])));
    });

    it('is well until it is closed, and may be closed twice', async () => {
      await answer(store().health());
      await store().close();
      expectLeft(await store().health()(), 'Unavailable');
      await store().close();
    });

    it('closes when nothing was asked for', async () => {
      let closed = false;
      await store()
        .close()
        .then(() => {
          closed = true;
        });
      expect(closed).to.be.true;
    });
  });
};
