import { expect } from 'chai';
import { isGuestId, issuedAt } from '../../src/domain/guest-id.js';

const ID = 'guest_1766000000000_0123456789ABCDEFabcdef';

describe('a guest’s id', () => {
  it('tells when it was issued', () => {
    expect(isGuestId(ID)).to.equal(true);
    expect(issuedAt(ID)).to.equal(1_766_000_000_000);
  });

  it('is nothing else', () => {
    const others = [
      ...['', 'guest_', 'test_guest_123', 'guest_1234567890_abc123', ID.slice(1), ID.slice(0, -1)],
      ...[`${ID}0`, `${ID}\n`, ` ${ID}`, ID.replace('0123', '012-'), ID.toUpperCase()],
    ];
    for (const other of others) {
      expect(isGuestId(other), other).to.equal(false);
      expect(issuedAt(other), other).to.equal(null);
    }
  });
});
