import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { page } from '../docs/support/pages.js';

describe('document 000 in this project', () => {
  it('is as its authors wrote it', () => {
    const { text } = page('test/protocols/000_cf63c426d1a8d241.txt');
    expect(createHash('sha256').update(text).digest('hex')).to.equal(
      '83c56cdd8ccb615795dedc30b284a8297d797a717902ccbcd11bb7cc515cbcb5',
    );
  });
});
