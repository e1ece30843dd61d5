import { LEAST_UPLOAD_MEMORY } from '../../upload-memory.js';
import { hostName, mimeTypes, oneOf, whole } from '../codecs.js';
import { variable } from '../variable.js';

/** Whether files are scanned, and whether they have to be. */
const SCANS = ['off', 'optional', 'required'] as const;

export const FILES = {
  UPLOAD_TYPES: variable(
    mimeTypes,
    null,
    'a list of the MIME types of files that may be sent, as their bytes say, of which one may end in a star ' +
      'for all of a kind: pictures, sound, films, text, PDF, office documents and zip archives, if not set',
  ),
  UPLOAD_MEMORY: variable(
    whole(LEAST_UPLOAD_MEMORY, 65_536),
    null,
    'MiB of frames over 128 KiB that may be in memory at once, coming in or being handled: what does not fit ' +
      "waits ([docs/operations.md](docs/operations.md)). A third of V8's heap at most; if not set, as much, but " +
      'no more than 256',
  ),
  CLAMD_HOST: variable(
    hostName,
    null,
    "where ClamAV's `clamd` listens on TCP, which scans every file",
  ),
  CLAMD_PORT: variable(whole(1, 65_535), 3310, 'its port'),
  SCAN: variable(
    oneOf(SCANS),
    null,
    '`off`, `optional` (files are let in while clamd is away) or `required` (they are refused then); ' +
      'without it `required` where there is a clamd, else `off`',
  ),
};
