import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { page } from '../docs/support/pages.js';

describe('document 003 in this project', () => {
  it('is as its authors wrote it', () => {
    const { text } = page('test/protocols/003_e2624bc253308730.txt');
    expect(createHash('sha256').update(text).digest('hex')).to.equal(
      'c201b1bf5f2e6c9bb1a2afc504bd7fed73242def9ee8e784b3cb6d6a89803760',
    );
  });
});
