import { memoryBlobStore } from '../../src/adapters/outbound/blobs/memory-blob-store.js';
import type { BlobStore } from '../../src/application/ports/blob-store.js';
import type { FileScanner, Verdict } from '../../src/application/ports/file-scanner.js';
import type { FileTypes } from '../../src/application/ports/file-types.js';

/** What the files of tests begin with. */
const SIGNATURES = [
  { bytes: Buffer.from('89504e47', 'hex'), mime: 'image/png', extension: 'png' },
  { bytes: Buffer.from('%PDF-'), mime: 'application/pdf', extension: 'pdf' },
  { bytes: Buffer.from('d0cf11e0', 'hex'), mime: 'application/x-cfb', extension: 'cfb' },
  { bytes: Buffer.from('MZ'), mime: 'application/x-msdownload', extension: 'exe' },
] as const;

/** Knows a few signatures; whatever has no NUL is text. */
const fewTypes: FileTypes = {
  needed: 16,
  of: (beginning) => {
    const known = SIGNATURES.find(({ bytes }) => bytes.equals(beginning.subarray(0, bytes.length)));
    if (known !== undefined) return Promise.resolve(known);
    return Promise.resolve(beginning.includes(0) ? null : { mime: 'text/plain', extension: 'txt' });
  },
};

/** A scanner that says the same of all that has this in it, and that the rest is clean. */
export const scannerFinding = (found: string, verdict: Verdict): FileScanner => ({
  begin: () => {
    let seen = '';
    return {
      take: (bytes) => {
        seen += Buffer.from(bytes).toString('latin1');
        return Promise.resolve();
      },
      verdict: () => Promise.resolve(seen.includes(found) ? verdict : { kind: 'clean' }),
      abandon: () => undefined,
    };
  },
});

export interface FilePorts {
  readonly blobs: BlobStore;
  readonly fileTypes: FileTypes;
  readonly scanner: FileScanner;
}

/** All that files need, in memory. */
export const filePorts = (): FilePorts => ({
  blobs: memoryBlobStore(),
  fileTypes: fewTypes,
  scanner: scannerFinding('EVIL', { kind: 'infected', threat: 'Test.Evil' }),
});
