import { expect } from 'chai';
import { none, some } from 'fp-ts/lib/Option.js';
import type { BlobStore } from '../../src/application/ports/blob-store.js';
import { answer } from '../support/answer.js';
import { blobOf, bytesOf, inParts, note, slowContent, wholeOf } from '../support/blobs.js';
import { expectLeft } from '../support/expect-either.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import type { Restarts } from './conversation-log.restart.contract.js';

/** What a store of files keeps over restarts, and shares with other nodes. Set up as for `describeConversationLogRestartContract`. */
export const describeBlobStoreRestartContract = (
  options: ContractOptions<Restarts<BlobStore>>,
): void => {
  describe(`BlobStore over restarts: ${options.name}`, () => {
    const restarts = eachTime(options);

    const put = (store: BlobStore, name: string, bytes = bytesOf(600_000), wish = {}) =>
      answer(store.put(name, inParts(bytes), note(wish)));

    const expectThere = async (store: BlobStore, name: string, isKept = false): Promise<void> => {
      expect(await answer(store.find(name))).to.deep.equal(
        some(blobOf(name, bytesOf(600_000), { isKept })),
      );
      expect(Buffer.compare(await wholeOf(store, name), bytesOf(600_000))).to.equal(0);
    };

    const unkept = async (store: BlobStore) =>
      (await answer(store.unkept(note().at + 1, 100))).map(({ name }) => name);

    it('keeps what was put, what was kept, and what was removed out', async () => {
      const first = await restarts().restart();
      for (const name of ['put', 'kept', 'kept-later', 'removed']) await put(first, name);
      await answer(first.keep(['kept']));
      await answer(first.remove(['removed']));
      const second = await restarts().restart();
      await expectThere(second, 'put');
      await expectThere(second, 'kept', true);
      expect(await answer(second.find('removed'))).to.deep.equal(none);
      expect((await unkept(second)).toSorted()).to.deep.equal(['kept-later', 'put']);
      await answer(second.keep(['kept-later']));
      const third = await restarts().restart();
      await expectThere(third, 'kept-later', true);
      expect(await unkept(third)).to.deep.equal(['put']);
      await answer(third.remove(['kept', 'put']));
      const fourth = await restarts().restart();
      for (const name of ['put', 'kept']) {
        expect(await answer(fourth.find(name))).to.deep.equal(none);
      }
      await expectThere(fourth, 'kept-later', true);
    });

    it('has nothing of what was coming when it was closed', async () => {
      const first = await restarts().restart();
      const silent = slowContent(bytesOf(600_000));
      const storing = first.put('silent', silent.content, note())();
      await silent.begun;
      const second = await restarts().restart();
      expectLeft(await storing, 'Unavailable');
      expect(await answer(second.find('silent'))).to.deep.equal(none);
      expect(await unkept(second)).to.deep.equal([]);
      await put(second, 'silent');
      await expectThere(second, 'silent');
    });

    it('shows every node what another has put, kept and removed', async () => {
      const nodes = [await restarts().restart(), await restarts().beside()] as const;
      for (const [n, node] of [...nodes, ...nodes].entries()) {
        const other = nodes[(n + 1) % 2] ?? node;
        const name = `n${n}`;
        await put(node, name);
        await expectThere(other, name);
        expect(await unkept(other)).to.deep.equal([name]);
        await answer(other.keep([name]));
        await expectThere(node, name, true);
        expect(await unkept(node)).to.deep.equal([]);
        await answer(node.remove([name]));
        expect(await answer(other.find(name))).to.deep.equal(none);
      }
    });

    it('leaves alone what is coming at one node when another opens, or closes', async () => {
      const first = await restarts().restart();
      const slow = slowContent(bytesOf(600_000 - 5));
      const storing = first.put('slow', slow.content, note())();
      await slow.begun;
      const second = await restarts().beside();
      expect(await answer(second.find('slow'))).to.deep.equal(none);
      await put(second, 'other');
      await second.close();
      const third = await restarts().beside();
      slow.end(bytesOf(5, 600_000 - 5));
      expect((await storing)._tag).to.equal('Right');
      for (const node of [first, third]) {
        await expectThere(node, 'slow');
        await expectThere(node, 'other');
      }
    });

    it('gives a name that two nodes want at once to one of them', async () => {
      const nodes = [await restarts().restart(), await restarts().beside()] as const;
      for (const round of [1, 2, 3]) {
        const name = `wanted-${round}`;
        const slow = nodes.map(() => slowContent(bytesOf(600_000 - 5)));
        const storing = nodes.map((node, n) =>
          node.put(name, slow[n]?.content ?? inParts(bytesOf(1)), note())(),
        );
        await Promise.all(slow.map(({ begun }) => begun));
        for (const { end } of slow) end(bytesOf(5, 600_000 - 5));
        const outcomes = await Promise.allSettled(storing);
        expect(outcomes.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
        for (const node of nodes) await expectThere(node, name);
      }
    });
  });
};
