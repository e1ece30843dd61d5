import { fileTypeFromBuffer } from 'file-type';
import type { FileType, FileTypes } from '../../../application/ports/file-types.js';
import { isText } from './is-text.js';

/** Bytes: archives name the document that they are near their beginning. */
const NEEDED = 65_536;

const TEXT: FileType = { mime: 'text/plain', extension: 'txt' };

/** Formats that may be written in text from beginning to end. */
const WRITTEN_IN_TEXT = [
  'application/pdf',
  'application/rtf',
  'application/postscript',
  'application/eps',
];

/** The part before parameters, such as those that name a codec. */
const essence = (mime: string): string => mime.split(';')[0]?.trim() ?? mime;

/** `gz` of `tar.gz`. */
const lastPart = (extension: string): string =>
  (extension.split('.').at(-1) ?? extension).toLowerCase();

/** What its signature says that it is. */
const signed = async (beginning: Uint8Array): Promise<FileType | null> => {
  try {
    const found = await fileTypeFromBuffer(beginning);
    if (found === undefined) return null;
    return { mime: essence(found.mime), extension: lastPart(found.ext) };
  } catch {
    return null;
  }
};

/**
 * Types by the signatures that the library knows. What is text all along is text, also where it begins like something
 * else (`BM` is a bitmap's, and a car maker's) and whatever it is written in, markup and programs too.
 */
export const signatureFileTypes: FileTypes = {
  needed: NEEDED,
  of: async (bytes) => {
    if (bytes.length === 0) return null;
    const beginning = bytes.subarray(0, NEEDED);
    const found = await signed(beginning);
    if (found !== null && WRITTEN_IN_TEXT.includes(found.mime)) return found;
    return isText(beginning, bytes.length < NEEDED) ? TEXT : found;
  },
};
