import { expect } from 'chai';
import type { FileScanner, Scan, Verdict } from '../../src/application/ports/file-scanner.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';

/** A scanner, and what it is tried with. */
export interface FileScannerUnderTest {
  readonly scanner: FileScanner;
  readonly malicious: Uint8Array;
  /** What it says of that: `clean` where it looks at nothing. */
  readonly finds: 'infected' | 'clean';
}

const LARGE = 4_000_000;
const PART = 100_000;

const text = (letters: string): Buffer => Buffer.from(letters);

/** In parts of so many bytes. */
const parts = (bytes: Uint8Array, length: number): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / length) }, (_, place) =>
    bytes.subarray(place * length, (place + 1) * length),
  );

/** The promises of FileScanner, on any adapter. */
export const describeFileScannerContract = (
  options: ContractOptions<FileScannerUnderTest>,
): void => {
  describe(`FileScanner: ${options.name}`, () => {
    const subject = eachTime(options);
    const begin = (): Scan => subject().scanner.begin();

    const takeAll = async (scan: Scan, all: readonly Uint8Array[]): Promise<void> => {
      for (const bytes of all) await scan.take(bytes);
    };
    const verdictOn = async (...all: readonly Uint8Array[]): Promise<Verdict> => {
      const scan = begin();
      await takeAll(scan, all);
      return scan.verdict();
    };

    const isClean = (verdict: Verdict): void => {
      expect(verdict).to.deep.equal({ kind: 'clean' });
    };
    /** With a name that can be shown to people. */
    const isFound = (verdict: Verdict): void => {
      expect(verdict.kind).to.equal(subject().finds);
      if (verdict.kind === 'infected') expect(verdict.threat).to.match(/^[!-~]{1,100}$/);
    };

    it('finds nothing in a file that is harmless', async () => {
      isClean(await verdictOn(text('a letter')));
    });

    it('finds nothing in an empty file', async () => {
      isClean(await verdictOn());
      isClean(await verdictOn(text('')));
    });

    it('finds what is malicious, and says its name', async () => {
      isFound(await verdictOn(subject().malicious));
    });

    it('finds it in whatever parts the file comes', async () => {
      for (const length of [1, 7, 50])
        isFound(await verdictOn(...parts(subject().malicious, length)));
    });

    it('takes a part without bytes for no end', async () => {
      const [first = text(''), ...rest] = parts(subject().malicious, 20);
      isFound(await verdictOn(text(''), first, text(''), ...rest, text('')));
    });

    it('finds it behind much that is harmless', async () => {
      const harmless = Buffer.alloc(LARGE, 'a b c ');
      isFound(await verdictOn(...parts(harmless, PART), subject().malicious));
      isFound(await verdictOn(Buffer.concat([harmless, subject().malicious])));
      isClean(await verdictOn(harmless));
    });

    it('leaves the bytes of a part to others, once it has taken it', async () => {
      const scan = begin();
      const part = Buffer.alloc(10);
      for (const bytes of parts(subject().malicious, part.length)) {
        part.set(bytes);
        await scan.take(part.subarray(0, bytes.length));
        part.fill(0);
      }
      isFound(await scan.verdict());
    });

    it('looks at several files at once, and mixes none with another', async () => {
      const files = Array.from({ length: 20 }, (_, place) =>
        place % 2 === 0 ? subject().malicious : text('a letter '.repeat(8)),
      );
      const scans = files.map((bytes) => ({ scan: begin(), pieces: parts(bytes, 9) }));
      for (let turn = 0; turn < 9; turn += 1) {
        await Promise.all(
          scans.map(({ scan, pieces }) => takeAll(scan, pieces.slice(turn, turn + 1))),
        );
      }
      const verdicts = await Promise.all(scans.map(({ scan }) => scan.verdict()));
      verdicts.forEach((verdict, place) => (place % 2 === 0 ? isFound : isClean)(verdict));
    });

    it('lets go of a file at any time, and of one that it has seen', async () => {
      begin().abandon();
      const begun = begin();
      await begun.take(text('a letter'));
      begun.abandon();
      begun.abandon();
      await begun.take(text('more'));
      const seen = begin();
      await seen.take(subject().malicious);
      const verdict = await seen.verdict();
      seen.abandon();
      isFound(verdict);
      isClean(await verdictOn(text('a letter')));
    });

    it('lets go of a file while it takes a part of it', async () => {
      const scan = begin();
      const taken = scan.take(Buffer.alloc(LARGE));
      scan.abandon();
      await taken;
    });
  });
};
