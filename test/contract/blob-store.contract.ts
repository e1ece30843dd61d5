import { expect } from 'chai';
import { none, some } from 'fp-ts/lib/Option.js';
import type { BlobStore } from '../../src/application/ports/blob-store.js';
import { answer } from '../support/answer.js';
import {
  blobOf,
  bytesOf,
  gathered,
  inParts,
  note,
  slowContent,
  wholeOf,
} from '../support/blobs.js';
import { expectLeft } from '../support/expect-either.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { ODD_STRINGS } from '../support/odd-strings.js';

/** Of what stores take and give at a time: those around are where they may err. */
const CHUNKS = [64 * 1024, 255 * 1024, 1024 * 1024];
const SIZES = [0, 1, ...CHUNKS.flatMap((size) => [size - 1, size, size + 1]), 2_345_678];

const NAMES = ['a', 'a.b', '0.pdf', '__proto__', 'constructor', '-', '_', 'CON', 'x'.repeat(100)];

const NO_NAMES = [
  ...[
    '',
    '.',
    '..',
    '.a',
    'a.',
    'a.b.c',
    'a/b',
    '../a',
    '/a',
    '/etc/passwd',
    'a\\b',
    '..\\a',
    'C:a',
  ],
  ...[
    'a\0',
    'a\n',
    '\na',
    'a b',
    'a%2fb',
    'a.PNG',
    'ä',
    '\u202ea',
    '$a',
    '*',
    '~',
    'x'.repeat(101),
  ],
];

const failure = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it should have been refused');
};

/** That files are stored whole or not at all, and given as they were. `setup` gives a store of files that has none yet; cases close it, and `teardown` may do so once more. */
export const describeBlobStoreContract = (options: ContractOptions<BlobStore>): void => {
  describe(`BlobStore: ${options.name}`, () => {
    const store = eachTime(options);

    const put = (name: string, bytes = bytesOf(1_000), wish = {}) =>
      answer(store().put(name, inParts(bytes), note(wish)));
    const find = (name: string) => answer(store().find(name));
    const unkept = async (before: number, most = 100) =>
      (await answer(store().unkept(before, most))).map(({ name }) => name);

    const expectNothing = async (name: string): Promise<void> => {
      expect(await find(name)).to.deep.equal(none);
      expect(await failure(wholeOf(store(), name))).to.be.an('error');
      expect(await unkept(note().at + 1)).to.deep.equal([]);
    };

    it('put stores all that comes, whatever its size, and says what it was', async () => {
      for (const size of SIZES) {
        const bytes = bytesOf(size, size);
        const blob = blobOf(`of-${size}.png`, bytes);
        expect(await put(blob.name, bytes)).to.deep.equal(blob);
        expect(await find(blob.name)).to.deep.equal(some(blob));
        expect(Buffer.compare(await wholeOf(store(), blob.name), bytes), `${size}`).to.equal(0);
      }
    });

    it('put takes it in parts of any size', async () => {
      const bytes = bytesOf(300_000);
      for (const size of [1, 7, 4_096, 65_537, 300_000]) {
        const some = size === 1 ? bytes.subarray(0, 2_000) : bytes;
        const name = `by-${size}`;
        await answer(store().put(name, inParts(some, size), note()));
        expect(Buffer.compare(await wholeOf(store(), name), some), name).to.equal(0);
      }
      async function* withNothingBetween() {
        yield* inParts(new Uint8Array(1), 1);
        yield new Uint8Array(0);
        yield* inParts(bytes);
      }
      const { size } = await answer(store().put('empty-part', withNothingBetween(), note()));
      expect(size).to.equal(1 + bytes.length);
    });

    it('put keeps what is known of it as it was told', async () => {
      const times = [0, 1, Date.UTC(2100, 0, 1)];
      const originals = [...ODD_STRINGS, '../../etc/passwd', 'x'.repeat(200), 'a/b\\c'];
      for (const [n, originalName] of originals.entries()) {
        const wish = {
          originalName,
          at: times[n % times.length] ?? 0,
          afterSeq: n * 1_000_000_000,
          type: `text/x-${n}`,
        };
        const blob = blobOf(`n${n}`, bytesOf(10), { ...note(wish) });
        expect(await put(blob.name, bytesOf(10), wish)).to.deep.equal(blob);
        expect(await find(blob.name)).to.deep.equal(some(blob));
      }
    });

    it('put lets nobody see what has not come whole', async () => {
      const slow = slowContent(bytesOf(1_000_000));
      const storing = answer(store().put('slow', slow.content, note()));
      await slow.begun;
      await expectNothing('slow');
      await answer(store().keep(['slow']));
      await answer(store().remove(['slow']));
      await expectNothing('slow');
      slow.end(bytesOf(5));
      await storing;
      expect((await wholeOf(store(), 'slow')).length).to.equal(1_000_005);
      expect(await unkept(note().at + 1)).to.deep.equal(['slow']);
    });

    for (const [how, beginning] of [
      ['at once', new Uint8Array(0)],
      ['in the middle', bytesOf(1_000_000)],
    ] as const) {
      it(`put throws on what content throws ${how}, and leaves nothing`, async () => {
        for (const error of [new Error('gone'), Object.assign(new Error(), { code: 'EPIPE' })]) {
          const slow = slowContent(beginning);
          const storing = failure(store().put('broken', slow.content, note())());
          await slow.begun;
          slow.fail(error);
          expect(await storing).to.equal(error);
          await expectNothing('broken');
        }
        await put('broken');
        expect(await wholeOf(store(), 'broken')).to.deep.equal(bytesOf(1_000));
      });
    }

    it('put takes every name that is one', async () => {
      for (const name of NAMES) {
        expect(await find(name)).to.deep.equal(none);
        await put(name, new TextEncoder().encode(name));
      }
      for (const name of NAMES) {
        expect(new TextDecoder().decode(await wholeOf(store(), name))).to.equal(name);
      }
      await answer(store().keep(NAMES));
      for (const name of NAMES) {
        expect(new TextDecoder().decode(await wholeOf(store(), name))).to.equal(name);
      }
      await answer(store().remove(NAMES));
      for (const name of NAMES) await expectNothing(name);
    });

    it('put refuses what is no name, and nothing is found under it', async () => {
      for (const name of NO_NAMES) {
        const error = await failure(store().put(name, inParts(bytesOf(9)), note())());
        expect(error, JSON.stringify(name)).to.be.an('error');
        await answer(store().keep([name]));
        await answer(store().remove([name]));
        await expectNothing(name);
      }
    });

    it('put refuses a name that is taken, and what has it stays', async () => {
      const first = blobOf('taken', bytesOf(1_000));
      await put('taken');
      for (const isKept of [false, true]) {
        if (isKept) await answer(store().keep(['taken']));
        const error = await failure(store().put('taken', inParts(bytesOf(5)), note())());
        expect(error).to.be.an('error');
        expect(await find('taken')).to.deep.equal(some({ ...first, isKept }));
        expect(await wholeOf(store(), 'taken')).to.deep.equal(bytesOf(1_000));
      }
      await answer(store().remove(['taken']));
      await put('taken', bytesOf(5));
      expect(await find('taken')).to.deep.equal(some(blobOf('taken', bytesOf(5))));
    });

    it('put gives a name that two want at once to one of them', async () => {
      const all = Array.from({ length: 5 }, (_, n) => ({ n, slow: slowContent(bytesOf(9, n)) }));
      const storing = all.map(({ slow }) => store().put('one', slow.content, note())());
      await Promise.all(all.map(({ slow }) => slow.begun));
      for (const { n, slow } of all) slow.end(bytesOf(300_000, n));
      const outcomes = await Promise.allSettled(storing);
      const winners = outcomes.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
      expect(winners).to.have.length(1);
      const [n = 0] = winners;
      const bytes = Uint8Array.from([...bytesOf(9, n), ...bytesOf(300_000, n)]);
      expect(Buffer.compare(await wholeOf(store(), 'one'), bytes)).to.equal(0);
      expect(await find('one')).to.deep.equal(some(blobOf('one', bytes)));
    });

    it('put stores many at once', async () => {
      const all = Array.from(
        { length: 40 },
        (_, n) => [`many-${n}`, bytesOf(50_000 + n, n)] as const,
      );
      await Promise.all(all.map(([name, bytes]) => put(name, bytes)));
      for (const [name, bytes] of all) {
        expect(Buffer.compare(await wholeOf(store(), name), bytes), name).to.equal(0);
        expect(await find(name)).to.deep.equal(some(blobOf(name, bytes)));
      }
    });

    it('read gives what is asked for, and no more', async () => {
      const bytes = bytesOf(1_200_000);
      await put('ranged', bytes);
      const edges = [0, 1, ...CHUNKS.flatMap((size) => [size - 1, size, size + 1]), 1_199_999];
      for (const first of edges) {
        for (const last of edges.filter((edge) => edge >= first)) {
          const part = await gathered(store().read('ranged', first, last));
          const expected = bytes.subarray(first, last + 1);
          expect(Buffer.compare(part, expected), `${first} to ${last}`).to.equal(0);
        }
      }
    });

    it('read leaves out what is past the end', async () => {
      const bytes = bytesOf(1_000);
      await put('short', bytes);
      const part = (first: number, last: number) => gathered(store().read('short', first, last));
      expect(await part(999, 1_000)).to.deep.equal(bytes.subarray(999));
      expect(await part(0, 10_000_000)).to.deep.equal(bytes);
      expect(await part(1_000, 2_000)).to.deep.equal(new Uint8Array(0));
      expect(await part(5_000_000, 6_000_000)).to.deep.equal(new Uint8Array(0));
    });

    it('read gives it in parts, to several at once, and may be left', async () => {
      const bytes = bytesOf(3_000_000);
      await put('long', bytes);
      for (let n = 0; n < 20; n += 1) {
        for await (const part of store().read('long', 0, bytes.length - 1)) {
          expect(part.length).to.be.lessThan(1_000_000);
          break;
        }
      }
      const all = await Promise.all(Array.from({ length: 5 }, () => wholeOf(store(), 'long')));
      for (const one of all) expect(Buffer.compare(one, bytes)).to.equal(0);
    });

    it('keep is for good, and passes over what is not there', async () => {
      for (const name of ['a', 'b', 'c']) await put(name);
      await answer(store().keep(['a', 'none', 'b']));
      await answer(store().keep(['a']));
      await answer(store().keep([]));
      for (const [name, isKept] of [
        ['a', true],
        ['b', true],
        ['c', false],
      ] as const) {
        expect(await find(name)).to.deep.equal(some(blobOf(name, bytesOf(1_000), { isKept })));
        expect(await wholeOf(store(), name)).to.deep.equal(bytesOf(1_000));
      }
      expect(await find('none')).to.deep.equal(none);
      expect(await unkept(note().at + 1)).to.deep.equal(['c']);
    });

    it('remove leaves nothing of it, and passes over what is not there', async () => {
      for (const name of ['kept', 'unkept', 'other']) await put(name);
      await answer(store().keep(['kept', 'other']));
      await answer(store().remove(['kept', 'none', 'unkept']));
      await answer(store().remove(['kept']));
      await answer(store().remove([]));
      for (const name of ['kept', 'unkept']) await expectNothing(name);
      expect(await wholeOf(store(), 'other')).to.deep.equal(bytesOf(1_000));
    });

    it('unkept gives the oldest of those that came before, as many as are asked for', async () => {
      const { at } = note();
      // In the order of neither their names nor their coming.
      for (const [name, time] of Object.entries({ e: 5, f: 3, c: 1, b: 4, a: 2, d: 6 })) {
        await put(name, bytesOf(time), { at: at + time });
      }
      await answer(store().keep(['a']));
      await answer(store().remove(['b']));
      expect(await unkept(at + 6)).to.deep.equal(['c', 'f', 'e']);
      expect(await unkept(at + 5)).to.deep.equal(['c', 'f']);
      expect(await unkept(at + 7, 2)).to.deep.equal(['c', 'f']);
      expect(await unkept(at + 7, 0)).to.deep.equal([]);
      expect(await unkept(at)).to.deep.equal([]);
      const [first] = await answer(store().unkept(at + 2, 1));
      expect(first).to.deep.equal(blobOf('c', bytesOf(1), { at: at + 1 }));
    });

    it('is well until it is closed, and then unavailable', async () => {
      await put('there');
      await answer(store().health());
      await store().close();
      await store().close();
      expectLeft(await store().health()(), 'Unavailable');
      expectLeft(await store().put('late', inParts(bytesOf(1)), note())(), 'Unavailable');
      expectLeft(await store().find('there')(), 'Unavailable');
      expectLeft(await store().keep(['there'])(), 'Unavailable');
      expectLeft(await store().remove(['there'])(), 'Unavailable');
      expectLeft(await store().unkept(note().at + 1, 1)(), 'Unavailable');
      expect(await failure(wholeOf(store(), 'there'))).to.be.an('error');
    });

    it('closes while somebody is silent in the middle of a file, and another stops reading one', async () => {
      await put('there', bytesOf(1_000_000));
      const silent = slowContent(bytesOf(1_000_000));
      const storing = store().put('silent', silent.content, note())();
      await silent.begun;
      const reading = store().read('there', 0, 999_999)[Symbol.asyncIterator]();
      expect((await reading.next()).done).to.equal(false);
      await store().close();
      expectLeft(await storing, 'Unavailable');
      expect(await failure(reading.next())).to.be.an('error');
    });

    it('closes after what was asked for', async () => {
      const names = Array.from({ length: 20 }, (_, n) => `n${n}`);
      await Promise.all(names.map((name) => put(name)));
      const answered: string[] = [];
      const asked = names.map(async (name) => {
        await answer(store().keep([name]));
        answered.push(name);
      });
      await store().close();
      await Promise.all(asked);
      expect(answered).to.have.members(names);
    });
  });
};
