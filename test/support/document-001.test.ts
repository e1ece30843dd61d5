import { expect } from 'chai';
import { sha256 } from './document-001.js';

describe('document 001 in this project', () => {
  it('is as its authors wrote it', () => {
    expect(sha256).to.equal('bd1bdc392972b82ba4b00e2b6127ea3fb0bd880f7fdbb39ed74e7bfa7b6b0f87');
  });
});
