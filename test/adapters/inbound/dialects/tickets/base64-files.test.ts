import { expect } from 'chai';
import {
  digestOf,
  incomingFiles,
} from '../../../../../src/adapters/inbound/dialects/tickets/base64-files.js';

describe('Files in base64', () => {
  it('let others have their turn after each part of 64 Ki characters', async () => {
    const data = 'QUJD'.repeat((4 * 64 * 1024) / 4);
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    let parts = 0;
    for await (const { content } of incomingFiles([{ name: 'a.txt', data }])) {
      for await (const part of content) parts += part.length > 0 ? 1 : 0;
    }
    isOver = true;
    expect(parts).to.equal(4);
    expect(turns).to.be.at.least(parts);
  });

  it('are told apart by all of them, and large ones are not hashed in one go', async () => {
    const data = 'QUJD'.repeat(1024 * 1024);
    const files = [{ name: 'a.txt', data }];
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    const digest = await digestOf(files);
    isOver = true;
    expect(turns).to.be.at.least(3);
    expect(await digestOf([{ name: 'a.txt', data }])).to.equal(digest);
    for (const others of [
      [],
      [...files, { name: 'a.txt', data: '' }],
      [{ name: 'b.txt', data }],
      [{ name: 'a.txt', data: `${data.slice(0, -1)}E` }],
      [{ name: 'a.txt', data: data.slice(0, -4) }],
    ]) {
      expect(await digestOf(others)).not.to.equal(digest);
    }
  });
});
