import { expect } from 'chai';
import { byPolling, byWs, LENGTH } from './uploader.js';
import { type UploadProcess, uploadProcess } from './upload-process.js';

/** MiB, of which two uploads take nearly all. */
const ROOM = 64;

/** MiB for the whole process; what is uploaded at once is more than that in either case. */
const MOST = 800;

const CASES = [
  { over: 'plain ws', connect: byWs, count: 100 },
  { over: 'long polling', connect: byPolling, count: 30 },
];

describe('many who upload 30 MiB each at once', function () {
  this.timeout(180_000);
  let server: UploadProcess;

  beforeEach(async () => {
    server = await uploadProcess(ROOM);
  });
  afterEach(() => server.stop());

  for (const { over, connect, count } of CASES) {
    it(`are all answered, ${count} of them, by a process with little memory, over ${over}`, async () => {
      const uploaders = await Promise.all(Array.from({ length: count }, () => connect(server.url)));
      const answers = await Promise.all(uploaders.map((uploader) => uploader.upload()));
      for (const answer of answers) expect(answer).to.include(`{"ok":true,"length":${LENGTH}}`);
      expect(await server.mostMemory()).to.be.below(MOST);
      for (const uploader of uploaders) uploader.close();
    });
  }
});
