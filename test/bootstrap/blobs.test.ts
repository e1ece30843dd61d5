import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { some } from 'fp-ts/lib/Option.js';
import { readConfig } from '../../src/bootstrap/config.js';
import { container } from '../../src/bootstrap/container.js';
import { STORES } from '../../src/bootstrap/stores.js';
import { TOKENS } from '../../src/bootstrap/tokens.js';
import { answer } from '../support/answer.js';
import { blobOf, bytesOf, inParts, note } from '../support/blobs.js';
import { needsStore, placeInFolder, type StorePlace } from '../support/bound-stores.js';
import { expectRight } from '../support/expect-either.js';

const bindingsFor = ({ environment }: StorePlace) =>
  container(expectRight(readConfig({ ...environment, LOG_LEVEL: 'silent' })));

for (const name of STORES) {
  describe(`files beside the store ${name}`, () => {
    const fresh = needsStore(name);

    it('are opened with the server, and closed with it', async () => {
      const place = fresh();
      const bindings = bindingsFor(place);
      const blobs = await bindings.getAsync(TOKENS.blobs);
      await answer(blobs.put('one', inParts(bytesOf(9)), note()));
      expect(await answer(blobs.find('one'))).to.deep.equal(some(blobOf('one', bytesOf(9))));
      expect(await bindings.getAsync(TOKENS.blobs)).to.equal(blobs);
      await bindings.get(TOKENS.resources).close();
      expect((await blobs.health()())._tag).to.equal('Left');
      await place.remove();
    });
  });
}

describe('files beside the store sqlite', () => {
  it('are in a folder of DATA_DIR, for the owner alone', async () => {
    const place = placeInFolder('sqlite');
    const dataDir = String(place.environment['DATA_DIR']);
    const bindings = bindingsFor(place);
    await bindings.getAsync(TOKENS.blobs);
    expect(readdirSync(dataDir)).to.deep.equal(['uploads']);
    expect(statSync(join(dataDir, 'uploads')).mode & 0o777).to.equal(0o700);
    await bindings.get(TOKENS.resources).close();
    await place.remove();
  });

  it('stop the start where they cannot be, with a line that says where', async () => {
    const place = placeInFolder('sqlite');
    const uploads = join(String(place.environment['DATA_DIR']), 'uploads');
    writeFileSync(uploads, 'no folder');
    const refused = await bindingsFor(place).getAsync(TOKENS.blobs).catch(String);
    expect(refused).to.contain(
      `The files of the store sqlite: ${uploads} cannot be opened (see DATA_DIR): `,
    );
    await place.remove();
  });
});
