import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect } from 'chai';
import { type DataDirClaim, dataDirClaims } from '../../../src/bootstrap/data-dir-claim.js';
import { examinePort } from '../../../src/bootstrap/doctor/examine-port.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { NEVER } from '../../support/never.js';

describe('doctor, of a port that is taken', () => {
  let folder: TemporaryFolder;
  let claim: DataDirClaim;
  let taken: Server;
  let port: number;

  beforeEach(async () => {
    folder = temporaryFolder();
    claim = dataDirClaims.sqlite(folder.path, 'serving');
    taken = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(taken, 'listening');
    ({ port } = taken.address() as AddressInfo);
  });
  afterEach(async () => {
    taken.close();
    await claim.close();
    folder.remove();
  });

  const finding = async () => {
    const [first] = await examinePort({ host: '127.0.0.1', port, dataDir: folder.path })(NEVER);
    return first;
  };

  it('says that it is the one of the server on this DATA_DIR', async () => {
    claim.listensAt(`http://127.0.0.1:${port}`);
    expect(await finding()).to.include({
      level: 'ok',
      says: `127.0.0.1:${port} is that of the server on this DATA_DIR, process ${process.pid}`,
    });
  });

  it("says that it is another program's where that server listens elsewhere, or not yet", async () => {
    const says = `127.0.0.1:${port} is another program's`;
    expect(await finding()).to.include({ level: 'failed', says });
    for (const url of [`http://127.0.0.1:${port - 1}`, 'no address']) {
      claim.listensAt(url);
      expect(await finding()).to.include({ level: 'failed', says });
    }
  });
});
