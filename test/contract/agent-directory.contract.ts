import { expect } from 'chai';
import fc from 'fast-check';
import { none, some } from 'fp-ts/lib/Option.js';
import type { AgentDirectory } from '../../src/application/ports/agent-directory.js';
import type { Store } from '../../src/application/ports/store.js';
import type { Staff } from '../../src/domain/actor.js';
import { admin, agent } from '../support/actors.js';
import { answer } from '../support/answer.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { ODD_STRINGS, oddString } from '../support/odd-strings.js';

/** That staff is known as it was seen last. `setup` gives a directory that has seen nobody. */
export const describeAgentDirectoryContract = (
  options: ContractOptions<Pick<Store, 'agents'>>,
): void => {
  describe(`AgentDirectory: ${options.name}`, () => {
    const store = eachTime(options);
    const agents = (): AgentDirectory => store().agents;

    const expectKnown = async (staff: Staff): Promise<void> => {
      expect(await answer(agents().find(staff.id))).to.deep.equal(some(staff));
    };

    it('finds nobody whom it has not seen', async () => {
      await answer(agents().remember(agent('sarah')));
      for (const id of ['', 'Sarah', 'sara', 'tom', '__proto__', 'constructor']) {
        expect(await answer(agents().find(id))).to.deep.equal(none);
      }
    });

    it('finds agents and admins as their tokens described them', async () => {
      const all = [agent('sarah', ['cards', 'billing']), agent('tom'), admin('root')];
      for (const staff of all) await answer(agents().remember(staff));
      for (const staff of all) await expectKnown(staff);
    });

    it('goes by the newest token', async () => {
      const first = agent('sarah', ['billing']);
      const renamed = { ...first, profile: { ...first.profile, name: 'Sarah K.', email: null } };
      const moved = { ...renamed, departments: ['cards'] };
      for (const staff of [first, renamed, moved, admin('sarah'), first]) {
        await answer(agents().remember(staff));
        await expectKnown(staff);
      }
    });

    it('changes nobody else', async () => {
      await answer(agents().remember(agent('sarah', ['billing'])));
      await answer(agents().remember(agent('tom')));
      await answer(agents().remember(admin('tom')));
      await expectKnown(agent('sarah', ['billing']));
    });

    it('remembers many at once', async () => {
      const all = Array.from({ length: 50 }, (_, n) => agent(`agent-${n}`, [`d${n}`]));
      await Promise.all(all.map((staff) => answer(agents().remember(staff))));
      for (const staff of all) await expectKnown(staff);
    });

    describe('list', () => {
      const everybody = async (limit: number): Promise<readonly Staff[]> => {
        const all: Staff[] = [];
        for (;;) {
          const page = await answer(agents().list(all.at(-1)?.id ?? null, limit));
          expect(page.length).to.be.at.most(limit);
          if (page.length === 0) return all;
          all.push(...page);
        }
      };

      it('is empty at first', async () => {
        expect(await answer(agents().list(null, 100))).to.deep.equal([]);
      });

      it('has everybody once, as the newest token said, in pages of any size', async () => {
        const ids = [...ODD_STRINGS, ...Array.from({ length: 20 }, (_, n) => `agent-${n}`)];
        for (const id of ids) await answer(agents().remember(agent(id, ['before'])));
        const all = ids.map((id, n) => (n % 2 === 0 ? agent(id, [id]) : admin(id)));
        for (const staff of all) await answer(agents().remember(staff));
        for (const limit of [1, 2, 7, all.length, 1_000]) {
          const listed = await everybody(limit);
          expect(listed).to.have.length(all.length);
          expect(listed).to.have.deep.members(all);
        }
      });

      it('is in one order, and takes no more than it is asked for', async () => {
        for (const id of ['b', 'a', 'B', 'ä', 'c']) await answer(agents().remember(agent(id)));
        const all = await everybody(100);
        expect(await everybody(2)).to.deep.equal(all);
        expect(await answer(agents().list(null, 0))).to.deep.equal([]);
        for (const [index, { id }] of all.entries()) {
          expect(await answer(agents().list(id, 100))).to.deep.equal(all.slice(index + 1));
        }
      });

      it('keeps its place while others are remembered', async () => {
        for (let n = 0; n < 10; n += 1) await answer(agents().remember(agent(`agent-${n}`)));
        const first = await answer(agents().list(null, 5));
        for (const id of ['', 'agent-', 'agent-55', 'z'])
          await answer(agents().remember(agent(id)));
        const rest = await answer(agents().list(first.at(-1)?.id ?? null, 100));
        const listed = [...first, ...rest].map(({ id }) => id);
        expect(new Set(listed).size).to.equal(listed.length);
        for (let n = 0; n < 10; n += 1) expect(listed).to.include(`agent-${n}`);
      });
    });

    it('keeps every character', async () => {
      for (const text of ODD_STRINGS) {
        const profile = { name: text, firstName: text, email: text, phone: text, company: text };
        await answer(agents().remember({ kind: 'agent', id: text, profile, departments: [text] }));
        await expectKnown({ kind: 'agent', id: text, profile, departments: [text] });
      }
    });

    it('keeps people apart, whatever their ids', async () => {
      const people = fc.uniqueArray(oddString({ minLength: 1, maxLength: 30 }), { minLength: 2 });
      await fc.assert(
        fc.asyncProperty(people, async (ids) => {
          for (const id of ids) await answer(agents().remember(agent(id, [id])));
          for (const id of ids) await expectKnown(agent(id, [id]));
        }),
        { numRuns: 30 },
      );
    });
  });
};
