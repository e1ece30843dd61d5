import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { dataDirClaims } from '../../src/bootstrap/data-dir-claim.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';

const ENDING = new URL('./ending-worker.js', import.meta.url);

describe('the claim of a data folder', () => {
  let folder: TemporaryFolder;
  let note: string;

  beforeEach(() => {
    folder = temporaryFolder();
    note = join(folder.path, 'running-server');
  });
  afterEach(() => folder.remove());

  it('says to its owner alone who has it and where, and takes that back', async () => {
    const claim = dataDirClaims.sqlite(folder.path, 'serving');
    expect(JSON.parse(readFileSync(note, 'utf8'))).to.include({ pid: process.pid, url: null });
    claim.listensAt('http://127.0.0.1:3001');
    expect(readFileSync(note, 'utf8')).to.contain('"url":"http://127.0.0.1:3001"');
    for (const name of readdirSync(folder.path)) {
      expect(statSync(join(folder.path, name)).mode & 0o777, name).to.equal(0o600);
    }
    await claim.close();
    expect(readdirSync(folder.path)).to.deep.equal(['server.lock']);
  });

  it('takes no word of what is no note', async () => {
    for (const text of ['', 'no JSON', '{"pid":"7"}']) {
      writeFileSync(note, text);
      const claim = dataDirClaims.sqlite(folder.path, 'serving');
      expect(claim.killed).to.equal(null);
      await claim.close();
    }
  });

  it('waits for a server that is just ending', async () => {
    const ending = new Worker(ENDING, { workerData: join(folder.path, 'server.lock') });
    try {
      await once(ending, 'message');
      // For as long as the other one may need to be given the processor.
      await dataDirClaims.sqlite(folder.path, 'serving', 60_000).close();
    } finally {
      await ending.terminate();
    }
  });
});
