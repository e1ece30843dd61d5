import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { expectWhole, openBlobs, puttingProcess } from './support/put-files.js';

describe('files on a disk after a kill -9', function () {
  this.timeout(60_000);

  for (const round of [1, 2, 3]) {
    it(`are those that were told of, and whole, and nothing is left of others (${round})`, async () => {
      const { path, remove } = temporaryFolder();
      const processes = Array.from({ length: 2 }, () => puttingProcess('disk', path));
      const moving = () =>
        readdirSync(join(path, 'moving')).filter((name) => !name.endsWith('.lock'));
      const [killed, living] = processes;
      try {
        await Promise.all(processes.map(({ goesOn }) => goesOn()));
        expect(moving()).to.have.length(2);
        await killed?.kill();
        const store = await openBlobs('disk', path);
        // The living one's, and ours.
        expect(moving()).to.have.length(2);
        await living?.goesOn();
        await living?.kill();
        await store.close();
        expect(moving()).to.have.length(1);
        const next = await openBlobs('disk', path);
        expect(moving().flatMap((name) => readdirSync(join(path, 'moving', name)))).to.deep.equal(
          [],
        );
        await expectWhole(
          next,
          processes.flatMap(({ told }) => told),
        );
        for (const place of ['waiting', 'kept']) {
          const all = readdirSync(join(path, place), { recursive: true, encoding: 'utf8' });
          const files = all.filter((name) => /(bytes|note\.json)$/.test(name));
          const folders = new Set(files.map((name) => name.replace(/\/[^/]*$/, '')));
          expect(files.length, 'no bytes without a note').to.equal(2 * folders.size);
        }
        await next.close();
        expect(readdirSync(join(path, 'moving'))).to.deep.equal([]);
      } finally {
        await Promise.all(processes.map(({ kill }) => kill()));
        remove();
      }
    });
  }
});
