import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { expectRight } from '../../support/expect-either.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { script } from '../support/scripts.js';
import { whyNot } from '../support/why-not.js';
import { binaryOnPath, namedBinary } from './own-binary.js';

describe('a program of one’s own', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const program = (name: string): string =>
    script(folder.path, name, `[ "$1" = --version ] && echo "${name} 1.2" && echo more`);

  describe('that a variable names', () => {
    const named = (path: string | undefined) =>
      namedBinary('SERVER_BINARY', { SERVER_BINARY: path })();

    it('is taken', async () => {
      const path = program('server');
      const { origin } = expectRight(await named(path));
      expect(origin).to.equal(`server 1.2, ${path}, named by SERVER_BINARY`);
    });

    for (const [title, path] of [
      ['not set', undefined],
      ['empty', ''],
    ] as const) {
      it(`is none when it is ${title}`, async () => {
        expect(whyNot(await named(path))).to.equal('SERVER_BINARY is not set');
      });
    }

    it('is the one that is wanted: it fails when that one does not run', async () => {
      const path = join(folder.path, 'server');
      const outcome = await named(path).catch((error: unknown) => String(error));
      expect(outcome).to.contain(`SERVER_BINARY: ${path} does not run`);
    });
  });

  describe('on the path', () => {
    const onPath = (PATH: string) => binaryOnPath(['server', 'other-server'], { PATH })();

    it('is taken, under any of its names', async () => {
      const other = program('other-server');
      const path = `/no/such/folder:${folder.path}`;
      expect(expectRight(await onPath(path)).origin).to.contain(`${other}, on the path`);
      const server = program('server');
      expect(expectRight(await onPath(path)).origin).to.contain(`${server}, on the path`);
    });

    it('is not a file that nobody may run', async () => {
      writeFileSync(join(folder.path, 'server'), 'text', { mode: 0o644 });
      const why = 'there is no server or other-server on the path';
      expect(whyNot(await onPath(folder.path))).to.equal(why);
      expect(whyNot(await onPath(''))).to.equal(why);
    });

    it('is none when it does not run, which is said', async () => {
      const path = script(folder.path, 'server', 'echo "no such library" >&2', 'exit 127');
      const outcome = await onPath(folder.path);
      expect(whyNot(outcome)).to.equal(`${path} does not run: no such library`);
    });
  });
});
