import { expect } from 'chai';
import fc from 'fast-check';
import { none, some } from 'fp-ts/lib/Option.js';
import {
  type SavedSession,
  SESSION_TIME,
  type Sessions,
} from '../../src/application/ports/sessions.js';
import type { Store } from '../../src/application/ports/store.js';
import { personKey } from '../../src/domain/actor.js';
import { admin, customer, guest } from '../support/actors.js';
import { answer } from '../support/answer.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { ODD_STRINGS, oddString } from '../support/odd-strings.js';
import { joined, session } from '../support/sessions.js';

/** That sessions are found as they were saved last, for a day. `setup` gives a store in which none is. */
export const describeSessionsContract = (
  options: ContractOptions<Pick<Store, 'sessions'>>,
): void => {
  describe(`Sessions: ${options.name}`, () => {
    const store = eachTime(options);
    const sessions = (): Sessions => store().sessions;
    /** A database may look at its own clock, so none of the cases is in the past. */
    let now: number;

    beforeEach(() => {
      now = Date.now();
    });

    const save = (key: string, saved: SavedSession, at = now): Promise<void> =>
      answer(sessions().save([{ key, session: saved }], at));

    const expectFound = async (key: string, saved: SavedSession, at = now): Promise<void> => {
      expect(await answer(sessions().find(key, at))).to.deep.equal(some(saved));
    };

    const expectNone = async (key: string, at = now): Promise<void> => {
      expect(await answer(sessions().find(key, at))).to.deep.equal(none);
    };

    it('finds none that was not saved', async () => {
      await save('Key', session(joined(1)));
      for (const key of ['', 'key', 'KEY', 'Ke', 'Key ', 'Key1', '__proto__', 'constructor']) {
        await expectNone(key);
      }
    });

    it('finds whose it was, and what he had joined by which name and in which dialect', async () => {
      const all = [
        session(),
        session(joined(3), joined(1, { name: 'another' }), joined(2, { dialect: 'servana' })),
        { ...session(joined(1), joined(1, { dialect: 'tickets' })), person: personKey(guest()) },
        { ...session(joined(4)), person: personKey(admin()) },
      ];
      for (const [index, saved] of all.entries()) await save(`key ${index}`, saved);
      for (const [index, saved] of all.entries()) await expectFound(`key ${index}`, saved);
    });

    it('goes by what was saved last', async () => {
      const after = { ...session(joined(2)), person: personKey(guest('guest_2')) };
      for (const saved of [session(joined(1), joined(2)), after, session(), after]) {
        await save('key', saved);
        await expectFound('key', saved);
      }
    });

    it('saves many together, and none', async () => {
      await save('before', session(joined(1)));
      await answer(sessions().save([], now));
      const entries = Array.from({ length: 500 }, (_, n) => ({
        key: n === 0 ? 'before' : `key ${n}`,
        session: session(joined(n)),
      }));
      await answer(sessions().save(entries, now));
      for (const entry of entries) await expectFound(entry.key, entry.session);
    });

    it('saves many at once', async () => {
      const keys = Array.from({ length: 50 }, (_, n) => `key ${n}`);
      await Promise.all(keys.map((key, n) => save(key, session(joined(n)))));
      for (const [n, key] of keys.entries()) await expectFound(key, session(joined(n)));
    });

    it('keeps a hundred conversations for one', async () => {
      const large = session(...Array.from({ length: 100 }, (_, n) => joined(n)));
      await save('key', large);
      await expectFound('key', large);
    });

    it('keeps one for a day, and no longer', async () => {
      await save('key', session(joined(1)));
      await expectFound('key', session(joined(1)), now + SESSION_TIME - 1);
      await expectNone('key', now + SESSION_TIME);
      await expectNone('key', now + 10 * SESSION_TIME);
      expect(SESSION_TIME).to.equal(86_400_000);
    });

    it('keeps one that is saved again for a day from then', async () => {
      await save('key', session(joined(1)));
      await save('other', session(joined(2)));
      await save('key', session(joined(3)), now + SESSION_TIME - 1);
      await expectFound('key', session(joined(3)), now + 2 * SESSION_TIME - 2);
      await expectNone('key', now + 2 * SESSION_TIME - 1);
      await expectNone('other', now + SESSION_TIME);
    });

    it('takes one whose time was over as one that is new', async () => {
      await save('key', session(joined(1)));
      await save('key', session(joined(2)), now + 3 * SESSION_TIME);
      await expectFound('key', session(joined(2)), now + 4 * SESSION_TIME - 1);
    });

    it('keeps what has its time while others lose theirs', async () => {
      for (let hour = 0; hour < 48; hour += 1) {
        const at = now + (hour * SESSION_TIME) / 24;
        await save(`key ${hour}`, session(joined(hour)), at);
        const oldest = Math.max(0, hour - 23);
        await expectFound(`key ${oldest}`, session(joined(oldest)), at);
      }
      const last = now + (47 * SESSION_TIME) / 24;
      for (let hour = 0; hour < 24; hour += 1) await expectNone(`key ${hour}`, last + 1);
      for (let hour = 24; hour < 48; hour += 1) {
        await expectFound(`key ${hour}`, session(joined(hour)), last);
      }
    });

    it('keeps every character', async () => {
      for (const text of ODD_STRINGS) {
        const saved = {
          person: personKey(customer(text)),
          joined: [joined(1, { name: text, dialect: text })],
        };
        await save(text, saved);
        await expectFound(text, saved);
      }
    });

    it('keeps keys apart, whatever they are', async () => {
      const keys = fc.uniqueArray(oddString({ minLength: 1, maxLength: 30 }), { minLength: 2 });
      await fc.assert(
        fc.asyncProperty(keys, async (all) => {
          for (const [n, key] of all.entries()) await save(key, session(joined(n)));
          for (const [n, key] of all.entries()) await expectFound(key, session(joined(n)));
        }),
        { numRuns: 30 },
      );
    });
  });
};
