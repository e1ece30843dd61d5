import { expect } from 'chai';
import { john } from '../documents/livechat-people.js';
import { conversationOf } from '../support/rest-client.js';
import { formOf, MIB, upload } from './sending-files.js';
import { type UploadProcess, uploadProcess } from './upload-process.js';

/** Files of 10 MiB that come together. */
const COUNT = 10;

/** MiB that they may cost at most: far less than they have. */
const MOST_MORE = 60;
/** MiB that may be held when all have come. */
const MOST_LEFT = 5;

describe('files that come by forms', function () {
  this.timeout(120_000);
  let server: UploadProcess;
  before(async () => {
    server = await uploadProcess(64, 'forms');
  });
  after(() => server.stop());

  it(`cost the process no memory by their size: ${COUNT} of 10 MiB at once`, async () => {
    const { bearer } = john();
    const id = await conversationOf(server.url, bearer);
    const path = `/api/support/conversation/${id}/attachments`;
    const send = async (size: number): Promise<void> => {
      const body = formOf({ files: [{ name: 'a.txt', content: Buffer.alloc(size, 'x') }] });
      const { status } = await upload(server.url, path, { bearer }, body);
      expect(status).to.equal(201);
    };
    const sendAll = (size: number) => Promise.all(Array.from({ length: COUNT }, () => send(size)));
    // All that is loaded, compiled and kept for later by then is not of their size.
    for (let round = 0; round < 3; round += 1) await sendAll(MIB);
    const [most, outside] = [await server.mostMemory(), await server.heldOutside()];
    await sendAll(10 * MIB);
    expect((await server.mostMemory()) - most).to.be.below(MOST_MORE);
    expect((await server.heldOutside()) - outside).to.be.below(MOST_LEFT);
  });
});
