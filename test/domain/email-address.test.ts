import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { emailAddress } from '../../src/domain/email-address.js';
import { invalid } from '../../src/domain/failure.js';

describe('emailAddress', () => {
  it('keeps an address as it was typed, and knows it again in any case and composition', () => {
    expect(emailAddress(' John.Doe@Example.COM ')).to.deep.equal(
      right({ typed: 'John.Doe@Example.COM', id: 'john.doe@example.com' }),
    );
    const ids = ['jose\u0301@example.com', 'jos\u00e9@example.com', 'JOS\u00c9@example.com'].map(
      (typed) => emailAddress(typed),
    );
    expect(new Set(ids.map((one) => (one._tag === 'Right' ? one.right.id : null))).size).to.equal(
      1,
    );
  });

  it('takes what has one sign between two parts, whatever the letters', () => {
    for (const typed of [
      'a@b',
      'john+tag@example.com',
      '用户@例子.公司',
      `${'x'.repeat(242)}@example.com`,
    ]) {
      expect(emailAddress(typed), typed).to.have.property('_tag', 'Right');
    }
  });

  it('refuses everything else', () => {
    for (const typed of [
      '',
      ' ',
      'john',
      '@example.com',
      'john@',
      'john@example.com@example.com',
      'john doe@example.com',
      'john@exa\nmple.com',
      'john\u0000@example.com',
      'john\u200b@example.com',
      'john\u202e@example.com',
      'john\ud800@example.com',
      `${'x'.repeat(243)}@example.com`,
    ]) {
      expect(emailAddress(typed), JSON.stringify(typed)).to.deep.equal(
        left(invalid('email', 'Must be an email address')),
      );
    }
  });
});
