import { readFileSync } from 'node:fs';

/** From `dist/src/bootstrap/cli`. */
const MANIFEST = new URL('../../../../package.json', import.meta.url);

/** Of the package, as it stands in its package.json. */
export const version = (): string => {
  const { version: written } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as {
    readonly version: string;
  };
  return written;
};
