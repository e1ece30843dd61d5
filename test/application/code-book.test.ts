import { expect } from 'chai';
import { CodeBook } from '../../src/application/code-book.js';
import { CODE_TIME } from '../../src/application/ports/auth-codes.js';
import { ALICE, newCode } from '../support/codes.js';

const anybodys = () => newCode({ target: null, isBound: false });

describe('a book of codes', () => {
  it('forgets those whose time is over with the next that is kept', () => {
    const book = new CodeBook();
    for (let n = 0; n < 10; n += 1) book.keep(anybodys(), n);
    book.keep(newCode(), CODE_TIME + 4);
    expect(book.size).to.equal(6);
  });

  it('forgets what is spent and what is dead', () => {
    const book = new CodeBook();
    const one = newCode();
    book.keep(one, 0);
    expect(book.redeem({ key: one.key, by: ALICE }, 0)?.id).to.equal(one.id);
    book.keep(newCode(), 0);
    for (let n = 0; n < 5; n += 1) book.redeem({ key: 'wrong', by: ALICE }, 0);
    expect(book.size).to.equal(0);
  });

  it('holds so many and no more: those go that were kept first', () => {
    const book = new CodeBook(3);
    const all = Array.from({ length: 5 }, anybodys);
    for (const code of all) expect(book.keep(code, 0)).to.equal('kept');
    const ids = all.map(({ id }) => id);
    expect([...book.live(ids, 0)]).to.deep.equal(ids.slice(2));
    expect(book.keep(newCode({ key: all[0]?.key ?? '' }), 0)).to.equal('kept');
  });
});
