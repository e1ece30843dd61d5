import type { FileType } from '../ports/file-types.js';

/** What a compound file is by its bytes, whatever is in it: what would tell may stand anywhere in it. */
const COMPOUND = 'application/x-cfb';

/** Documents that old Office keeps in one, by what their names end with; no browser shows any of them. */
const IN_COMPOUND: ReadonlyMap<string, string> = new Map([
  ['doc', 'application/msword'],
  ['xls', 'application/vnd.ms-excel'],
  ['ppt', 'application/vnd.ms-powerpoint'],
  ['msg', 'application/vnd.ms-outlook'],
]);

/** What a file is called: by its bytes, and by its name only where these leave open which document of old Office it is. */
export const namedType = (found: FileType, name: string): FileType => {
  if (found.mime !== COMPOUND) return found;
  const [, extension = ''] = /\.(\w+)$/.exec(name.toLowerCase()) ?? [];
  const mime = IN_COMPOUND.get(extension);
  return mime === undefined ? found : { mime, extension };
};
