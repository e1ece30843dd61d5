import { expect } from 'chai';
import { derivedKey } from '../../../../src/adapters/outbound/identity/derived-key.js';

const SECRET = 'a secret of thirty-two bytes or more';

describe('a key for one purpose', () => {
  it('is the same each time, 32 bytes long, and nothing of the secret', () => {
    const key = Buffer.from(derivedKey(SECRET, 'guest ids'));
    expect(key).to.have.length(32);
    expect(key.equals(derivedKey(SECRET, 'guest ids'))).to.equal(true);
    expect(key.toString('latin1')).not.to.include(SECRET.slice(0, 8));
  });

  it('is another one of another secret', () => {
    const key = Buffer.from(derivedKey(SECRET, 'guest ids'));
    expect(key.equals(derivedKey(`${SECRET}.`, 'guest ids'))).to.equal(false);
  });
});
