import { once } from 'node:events';
import { expect } from 'chai';
import { type Ground, MIB, uploadGround } from './ground.js';

/** Ten million values. */
const LADEN = `[${'[],'.repeat(10 * MIB)}0]`;

const FRAMES = {
  'plain ws': `{"event":"measure","data":{"text":"x","more":${LADEN}},"ack":1}`,
  'Socket.IO': `421["measure",{"text":"x","more":${LADEN}}]`,
} as const;

describe('a large frame of many small values', function () {
  this.timeout(60_000);
  let on: Ground;

  beforeEach(async () => {
    on = await uploadGround();
  });
  afterEach(() => on.leave());

  for (const over of ['plain ws', 'Socket.IO'] as const) {
    it(`ends its connection unread, over ${over}`, async () => {
      const socket = await on.openWebSocket(over);
      const closed = once(socket, 'close') as Promise<[number]>;
      let isAnswered = false;
      socket.on('message', () => (isAnswered = true));
      socket.send(FRAMES[over]);
      const [code] = await closed;
      expect(code).to.equal(over === 'plain ws' ? 1008 : 1005);
      expect(isAnswered).to.equal(false);
    });
  }
});
