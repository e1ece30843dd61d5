import { expect } from 'chai';
import fc from 'fast-check';
import { BLOB_NAME } from '../../src/application/ports/blob-store.js';
import type { FileTypes } from '../../src/application/ports/file-types.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { hostile, KNOWN, TEXTS, UNKNOWN } from './file-samples.js';

const TEXT = { mime: 'text/plain', extension: 'txt' };

/** Milliseconds; a hundred times what looking takes. */
const PATIENCE = 10_000;

/** The promises of FileTypes, on any adapter. */
export const describeFileTypesContract = (options: ContractOptions<FileTypes>): void => {
  describe(`FileTypes: ${options.name}`, () => {
    const fileTypes = eachTime(options);

    /** What it says, which is a type such as a blob can be stored with, or nothing. */
    const typeOf = async (bytes: Uint8Array) => {
      const type = await fileTypes().of(bytes);
      if (type === null) return null;
      expect(type.mime).to.match(/^[a-z]+\/[\w.+-]+$/);
      expect(`name.${type.extension}`).to.match(BLOB_NAME);
      return type;
    };

    for (const [mime, bytes] of Object.entries(KNOWN)) {
      it(`knows ${mime} by what is in it`, async () => {
        expect((await typeOf(bytes))?.mime).to.equal(mime);
      });

      it(`knows ${mime} of which it sees no more than the beginning`, async () => {
        const more = fileTypes().needed - bytes.length;
        const beginning = Buffer.concat([bytes, Buffer.alloc(more)]);
        expect((await typeOf(beginning))?.mime).to.equal(mime);
      });
    }

    it('knows PDF that is written in text', async () => {
      const type = await typeOf(Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'));
      expect(type).to.deep.equal({ mime: 'application/pdf', extension: 'pdf' });
    });

    for (const [title, bytes] of Object.entries(TEXTS)) {
      it(`takes for text: ${title}`, async () => {
        expect(await typeOf(bytes)).to.deep.equal(TEXT);
      });
    }

    for (const [title, bytes] of Object.entries(UNKNOWN)) {
      it(`does not know: ${title}`, async () => {
        expect(await typeOf(bytes)).to.equal(null);
      });
    }

    it('does not know an empty file', async () => {
      expect(await typeOf(new Uint8Array())).to.equal(null);
    });

    it('takes for text what is cut within a character, where it sees the beginning alone', async () => {
      const { needed } = fileTypes();
      const text = Buffer.from('€'.repeat(needed));
      for (const place of [0, 1, 2]) {
        const beginning = text.subarray(3, 3 + needed - place);
        const cut = Buffer.concat([Buffer.alloc(place, 'a'), beginning]);
        expect(await typeOf(cut)).to.deep.equal(TEXT);
      }
    });

    it('looks no further than it says', async () => {
      const text = Buffer.from('text '.repeat(fileTypes().needed));
      for (const byte of [0, 0xff]) {
        expect(await typeOf(text.fill(byte, fileTypes().needed))).to.deep.equal(TEXT);
      }
      expect(await typeOf(text.fill(0, fileTypes().needed - 1))).to.equal(null);
    });

    it('leaves the bytes as they are', async () => {
      for (const bytes of [...Object.values(KNOWN), ...Object.values(TEXTS)]) {
        const before = Buffer.from(bytes);
        await typeOf(bytes);
        expect(before.equals(bytes)).to.equal(true);
      }
    });

    it('throws for no bytes, whatever they begin with', async () => {
      const beginnings = [...Object.values(KNOWN), ...Object.values(hostile(200)), Buffer.alloc(0)];
      const bytes = fc
        .tuple(fc.constantFrom(...beginnings), fc.nat(60), fc.uint8Array({ maxLength: 300 }))
        .map(([beginning, length, rest]) => Buffer.concat([beginning.subarray(0, length), rest]));
      await fc.assert(
        fc.asyncProperty(bytes, async (some) => {
          await typeOf(some);
        }),
        { numRuns: 1_000 },
      );
    });

    it('takes no longer for bytes that are made to mislead', async function () {
      this.timeout(PATIENCE);
      for (const bytes of Object.values(hostile(fileTypes().needed))) await typeOf(bytes);
    });
  });
};
