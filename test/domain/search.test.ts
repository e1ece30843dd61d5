import { expect } from 'chai';
import fc from 'fast-check';
import type { Conversation } from '../../src/domain/conversation.js';
import { isFound, searchKeys, wantedKeys } from '../../src/domain/search.js';
import { noProfile } from '../../src/domain/actor.js';
import { NOW } from '../support/conversations.js';
import { ticket } from '../support/appends.js';
import { oddString } from '../support/odd-strings.js';

type Searched = Pick<Conversation, 'subject' | 'contact' | 'ticket'>;

const of = (subject: string | null, more: Partial<Searched> = {}): Searched => ({
  subject,
  contact: noProfile,
  ticket: null,
  ...more,
});

const ticketed = (number: string, subject = 'x'): Searched =>
  of(null, {
    ticket: { ...ticket({ number, subject }), status: 'open', createdAt: NOW, updatedAt: NOW },
  });

const finds = (typed: string, one: Searched): boolean => isFound(one, wantedKeys(typed));

const each = (texts: Readonly<Record<string, readonly string[]>>, expected: boolean): void => {
  for (const [subject, all] of Object.entries(texts)) {
    for (const typed of all) {
      it(`${expected ? 'finds' : 'does not find'} ${subject} by ${JSON.stringify(typed)}`, () => {
        expect(finds(typed, of(subject))).to.equal(expected);
      });
    }
  }
};

describe('a search', () => {
  describe('by the beginnings of words', () => {
    each(
      {
        'Card blocked': ['c', 'card', 'CARD', 'blocked card', 'card card', ' card ', '“card”'],
        "O'Neil": ['o', 'neil', "o'neil", 'O’Neil'],
        Straße: ['strasse', 'STRASSE', 'straß'],
        ılık: ['ILIK', 'ilik'],
        'Crème brûlée': ['creme', 'BRULEE', 'crème', 'cre\u0300me'],
        'ﬁne ｗｉｄｅ': ['fine', 'wide', 'ｆｉｎｅ'],
        'Пётр Ильич': ['петр', 'ПЁТР', 'иль'],
        ΟΔΥΣΣΕΥΣ: ['οδυσσευς', 'Οδυσσεύς', 'οδυσσευσ'],
        '42 is 3.14': ['42', '3.14', '14', 'is'],
      },
      true,
    );
    each(
      {
        'Card blocked': ['ard', 'cards', 'card open', 'cardblocked', 'card-blocked'],
        "O'Neil": ['oneil', 'eil'],
        한국어: ['국'],
      },
      false,
    );
  });

  describe('of scripts without blanks', () => {
    each(
      {
        我的转账失败了: ['我', '转账', '失败了', '我的转账失败了', '我的 失败'],
        カードが使えない: ['カード', '使え', 'ｶｰﾄﾞ', 'ない'],
        สวัสดีครับ: ['สวัสดี', 'ครับ', 'ดี'],
        ខ្ញុំចង់: ['ខ្ញុំ', 'ចង់'],
        abc转账def: ['abc', '转', 'abc转', '转账d', 'def'],
      },
      true,
    );
    each({ 我的转账失败了: ['账转', '我转'], カード: ['ド カ'.split(' ').join('ー')] }, false);
  });

  describe('of mails and numbers', () => {
    const mail = of(null, { contact: { ...noProfile, email: 'Ann.Lee+tag@mail.example.com' } });
    for (const typed of ['ann', 'lee', 'tag', 'mail', 'example.com', 'ann.lee+tag@ma', 'COM']) {
      it(`finds an address by ${typed}`, () => {
        expect(finds(typed, mail)).to.equal(true);
      });
    }
    for (const typed of ['nn', 'lee.ann', 'annlee', 'ann.lee@', 'ann@']) {
      it(`finds an address by ${typed} ${typed.endsWith('@') ? 'as by its words' : 'not at all'}`, () => {
        expect(finds(typed, mail)).to.equal(typed.endsWith('@'));
      });
    }

    const numbered = ticketed('SMI-2026-001234');
    for (const typed of ['smi', 'SMI-2026', 'smi-2026-0012', '2026-001234', '001234', '0012']) {
      it(`finds a ticket by ${typed}`, () => {
        expect(finds(typed, numbered)).to.equal(true);
      });
    }
    for (const typed of ['1234', 'SMI-2026-01234', 'SMI-001234', 'SMI-2026-0012345', '026']) {
      it(`finds no ticket by ${typed}`, () => {
        expect(finds(typed, numbered)).to.equal(false);
      });
    }
    it('tells numbers of the longest prefix apart by every digit', () => {
      const longest = ticketed('ABCDEFGHIJ-2026-1000000');
      expect(finds('ABCDEFGHIJ-2026-1000000', longest)).to.equal(true);
      expect(finds('ABCDEFGHIJ-2026-1000001', longest)).to.equal(false);
    });
    it('tells long numbers apart by every digit', () => {
      expect(finds('SMI-2026-1000001', ticketed('SMI-2026-1000000'))).to.equal(false);
    });
  });

  it('is of all that a conversation is found by, its words in whichever of it', () => {
    const whole = {
      ...ticketed('SMI-2026-000001', 'Refund'),
      subject: 'Card',
      contact: { ...noProfile, name: 'Ann', email: 'x@y.zz', phone: '555', company: 'Acme' },
    };
    for (const typed of ['refund card', 'ann 000001', 'x@y.zz']) {
      expect(finds(typed, whole), typed).to.equal(true);
    }
    for (const typed of ['555', 'acme', 'ann refund bob']) {
      expect(finds(typed, whole), typed).to.equal(false);
    }
  });

  it('finds nothing by what shows no letter and no digit, and anything where it is none', () => {
    for (const typed of ['', ' ', '-', '* % "', '😀', '\u0301', '\u0000']) {
      expect(wantedKeys(typed), JSON.stringify(typed)).to.deep.equal([]);
    }
    expect(isFound(of('Card'), [])).to.equal(false);
    expect(isFound(of(null), null)).to.equal(true);
  });
});

describe('the keys of a search', () => {
  it('are each word once, the longest first, and no longer than what is kept', () => {
    expect(wantedKeys('a bcd a ef BCD')).to.deep.equal(['bcd', 'ef', 'a']);
    const long = 'x'.repeat(30);
    expect(wantedKeys(long)).to.deep.equal(['x'.repeat(24)]);
    expect(finds(`${long}z`, of(`${long}y`))).to.equal(true);
    expect(finds(`${'x'.repeat(23)}z`, of(long))).to.equal(false);
    expect(wantedKeys('😀'.repeat(3) + '𠀀'.repeat(30))).to.deep.equal(['𠀀'.repeat(6)]);
  });

  it('are the eight longest words, and three of a letter', () => {
    const words = 'one two three four five six seven eight nine ten';
    const longest = ['three', 'seven', 'eight', 'four', 'five', 'nine', 'one', 'two'];
    expect(wantedKeys(`${words} a b`)).to.deep.equal(longest);
    expect(wantedKeys('a b c d e word')).to.deep.equal(['word', 'a', 'b', 'c']);
  });

  it('end with a word where what is kept ends between two', () => {
    const mail = 'abcdefghijklmnopqrstuvw@example.com';
    expect(wantedKeys(mail)).to.deep.equal(['abcdefghijklmnopqrstuvw']);
    expect(finds(mail, of(mail))).to.equal(true);
  });

  it('have nothing in them that parts words, or means something to an index', () => {
    fc.assert(
      fc.property(oddString({ maxLength: 60 }), (text) => {
        for (const key of [...searchKeys(of(text)), ...wantedKeys(text)]) {
          expect(key).to.match(/^[\p{L}\p{N}]([\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u);
          expect(Array.from(key)).to.have.length.within(1, 24);
        }
      }),
    );
  });

  it('find whatever they are made of, whole or begun', () => {
    fc.assert(
      fc.property(oddString({ maxLength: 60 }), fc.nat(60), (text, length) => {
        const one = of(text);
        for (const word of text.split(/\s+/)) {
          const whole = wantedKeys(word);
          if (whole.length > 0) expect(isFound(one, whole)).to.equal(true);
        }
        const [key] = wantedKeys(text);
        const begun = Array.from(key ?? '')
          .slice(0, length)
          .join('')
          .replace(/-$/, '');
        if (begun !== '') expect(isFound(one, [begun])).to.equal(true);
      }),
    );
  });

  it('grow with the words where there are blanks, and by six for a character where there are none, up to so many', () => {
    const line = (from: number, step: number): string =>
      Array.from({ length: 200 }, (_, n) => String.fromCodePoint(from + n * step)).join('');
    const words = Array.from({ length: 40 }, (_, n) => `w${100 + n}`).join(' ');
    expect(searchKeys(of(words)).size).to.be.at.most(40 * 4);
    expect(searchKeys(of('x'.repeat(200))).size).to.equal(24);
    expect(searchKeys(of('a-'.repeat(100))).size).to.be.at.most(24);
    const han = searchKeys(of(line(0x4e00, 7)));
    expect(han.size).to.be.within(500, 600);
    expect(searchKeys(of(line(0x4e00, 7).slice(0, 80))).size).to.be.within(460, 80 * 6);
  });
});
