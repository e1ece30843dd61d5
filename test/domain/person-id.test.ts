import { expect } from 'chai';
import { idFault } from '../../src/domain/person-id.js';

describe('a person’s id', () => {
  it('shows something, is well-formed, and is at most 200 characters', () => {
    for (const good of ['a', ' a ', 'x'.repeat(200), '__proto__', '👩']) {
      expect(idFault(good), good).to.equal(null);
    }
    expect(idFault('')).to.equal('must not be empty');
    expect(idFault('\u200b \u0000')).to.equal('must not be empty');
    expect(idFault('x'.repeat(201))).to.equal('must be at most 200 characters');
    for (const control of ['a\u0001b', 'a\nb', 'a\u009f']) {
      expect(idFault(control)).to.equal('must have no control characters');
    }
    expect(idFault('a\ud800')).to.equal('must be well-formed Unicode');
  });
});
