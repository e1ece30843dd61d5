import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  MAX_LINE,
  MAX_TEXT,
  messageText,
  optionalText,
  shortLine,
  preview,
  showsNothing,
  subjectLine,
} from '../../src/domain/message-text.js';
import { expectLeft, expectRight } from '../support/expect-either.js';

const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, offset) => String.fromCharCode(from + offset)).join('');

const C0 = range(0x00, 0x1f);
const C1 = range(0x80, 0x9f);
const EMOJI = '\u{1f600}';

/** What looks like nothing, wherever it is shown. */
const INVISIBLE = {
  'zero-width spaces, joiners and marks': range(0x200b, 0x200f),
  'marks of direction': `${range(0x202a, 0x202e)}${range(0x2066, 0x2069)}\u061c`,
  'word joiners and invisible operators': range(0x2060, 0x2064),
  'deprecated format characters': range(0x206a, 0x206f),
  'a byte order mark': '\ufeff',
  'soft hyphens': '\u00ad',
  'combining joiners': '\u034f',
  'Mongolian separators': range(0x180b, 0x180f),
  'Khmer vowels that are not shown': '\u17b4\u17b5',
  'variation selectors': `${range(0xfe00, 0xfe0f)}\u{e0100}\u{e01ef}`,
  'tags without a flag': '\u{e0001}\u{e0061}\u{e007f}',
  'Hangul fillers': '\u115f\u1160\u3164\uffa0',
  'marks of annotation': range(0xfff9, 0xfffb),
  'blank Braille': '\u2800',
  'a note without a head, and marks of music': '\u{1d159}\u{1d173}\u{1d17a}',
  'all sorts of spaces': `\u00a0\u1680${range(0x2000, 0x200a)}\u2028\u2029\u202f\u205f\u3000`,
};

const EMPTY = {
  nothing: '',
  'only spaces': '   \u00a0\u2003',
  'only tabs and newlines': '\t\n\n',
  'only control characters': C0 + C1,
  'only lone surrogates': '\ud800\udc00'.split('').reverse().join(''),
  'spaces between control characters': ' \u0000 \u009f ',
};

/** What shows something, though much of it is made of characters that show nothing. */
const VISIBLE = {
  'a family': '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}',
  'a heart in colour': '\u2764\ufe0f',
  'a key cap': '#\ufe0f\u20e3',
  'a flag of tags': '\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}',
  'Persian with a non-joiner': '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
  'an accent alone': '\u0301',
  'a dot among fillers': '\u3164.\u3164',
  'Braille with one dot': '\u2801',
  'a letter behind a mark': '\u200bx',
};

describe('messageText', () => {
  it('keeps what was typed, spaces at both ends and markup too', () => {
    expect(expectRight(messageText('  <b>1 < 2</b> & é 漢 👩‍👩‍👧 \u200b '))).to.equal(
      '  <b>1 < 2</b> & é 漢 👩‍👩‍👧 \u200b ',
    );
  });

  it('drops the control characters of C0, save tab and newline', () => {
    expect(expectRight(messageText(`a${C0}b`))).to.equal('a\t\nb');
  });

  it('drops DEL and the control characters of C1, and not what stands around them', () => {
    expect(expectRight(messageText(`~\u007f${C1}\u00a0é`))).to.equal('~\u00a0é');
  });

  it('drops lone surrogates and keeps pairs', () => {
    expect(expectRight(messageText(`\ude00a\ud83d${EMOJI}\ud83d`))).to.equal(`a${EMOJI}`);
  });

  it('takes 5,000 characters and refuses 5,001', () => {
    const longest = 'x'.repeat(MAX_TEXT);
    expect(MAX_TEXT).to.equal(5_000);
    expect(expectRight(messageText(longest))).to.equal(longest);
    expect(expectLeft(messageText(`${longest}x`), 'ValidationFailed').issues).to.deep.equal([
      { field: 'message', message: 'Must be at most 5000 characters' },
    ]);
  });

  it('counts code points, not UTF-16 units', () => {
    const longest = EMOJI.repeat(MAX_TEXT);
    expect(expectRight(messageText(longest))).to.equal(longest);
    expectLeft(messageText(longest + EMOJI), 'ValidationFailed');
  });

  it('counts what is left after cleaning', () => {
    const noise = '\u0000\u0085\ud800'.repeat(10_000);
    const longest = 'x'.repeat(MAX_TEXT);
    expect(expectRight(messageText(noise + longest))).to.equal(longest);
    expectLeft(messageText(`${noise}${longest}x`), 'ValidationFailed');
  });

  for (const [what, typed] of Object.entries({ ...EMPTY, ...INVISIBLE })) {
    it(`refuses ${what}`, () => {
      expect(expectLeft(messageText(typed), 'ValidationFailed').issues).to.deep.equal([
        { field: 'message', message: 'Must not be empty' },
      ]);
    });
  }

  for (const [what, typed] of Object.entries(VISIBLE)) {
    it(`keeps ${what} as it is`, () => {
      expect(expectRight(messageText(typed))).to.equal(typed);
    });
  }

  it('names the field that it was asked about', () => {
    const { issues } = expectLeft(messageText('', 'note'), 'ValidationFailed');
    expect(issues.map(({ field }) => field)).to.deep.equal(['note']);
  });

  it('gives, for whatever is typed, text that it would not change again', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 40 });
    const halves = fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
      .map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(fc.oneof(anything, halves), (typed) => {
        // A letter in front, so that every text is taken.
        const text = expectRight(messageText(`x${typed}`));
        expect(text.isWellFormed()).to.equal(true);
        // eslint-disable-next-line no-control-regex -- they are what must be gone
        expect(text).to.not.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
        expect(expectRight(messageText(text))).to.equal(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('showsNothing', () => {
  it('is asked of any text, cleaned or not', () => {
    for (const [what, typed] of Object.entries({ ...EMPTY, ...INVISIBLE })) {
      expect(showsNothing(typed), what).to.equal(true);
    }
    for (const [what, typed] of Object.entries(VISIBLE)) {
      expect(showsNothing(`\0${typed}`), what).to.equal(false);
    }
  });
});

describe('optionalText', () => {
  it('is null for what is missing, empty, or empty once cleaned', () => {
    for (const typed of [null, '', '  \n', '\u0000\u0090', ...Object.values(INVISIBLE)]) {
      expect(expectRight(optionalText(typed, 'feedback'))).to.equal(null);
    }
  });

  it('cleans and bounds as a message is', () => {
    expect(expectRight(optionalText(' a\u0007\tb ', 'feedback'))).to.equal(' a\tb ');
    expect(expectRight(optionalText(EMOJI.repeat(MAX_TEXT), 'feedback'))).to.have.length(10_000);
    expect(
      expectLeft(optionalText('x'.repeat(MAX_TEXT + 1), 'feedback'), 'ValidationFailed').issues,
    ).to.deep.equal([{ field: 'feedback', message: 'Must be at most 5000 characters' }]);
  });
});

describe('subjectLine', () => {
  it('is one line: tabs and newlines go as well', () => {
    expect(expectRight(subjectLine(`Pay\tment\r\n${C1}failed`))).to.equal('Paymentfailed');
  });

  it('takes 200 characters after cleaning and refuses 201', () => {
    const longest = EMOJI.repeat(MAX_LINE);
    expect(MAX_LINE).to.equal(200);
    expect(expectRight(subjectLine(`\n${longest}\u0000`))).to.equal(longest);
    expect(expectLeft(subjectLine(`${longest}x`), 'ValidationFailed').issues).to.deep.equal([
      { field: 'subject', message: 'Must be at most 200 characters' },
    ]);
  });

  it('is null when nothing is left', () => {
    for (const typed of [null, '', ' \u00a0', '\n\t', ...Object.values(INVISIBLE)]) {
      expect(expectRight(subjectLine(typed))).to.equal(null);
    }
  });
});

describe('shortLine', () => {
  it('cleans and trims', () => {
    expect(shortLine('  Ada\u0000 \n Lovelace\ud800 ')).to.equal('Ada  Lovelace');
  });

  it('keeps what belongs to a visible character', () => {
    for (const name of Object.values(VISIBLE)) expect(shortLine(name)).to.equal(name);
  });

  it('cuts what is too long at a whole character', () => {
    expect(shortLine(EMOJI.repeat(MAX_LINE + 1))).to.equal(EMOJI.repeat(MAX_LINE));
  });

  it('is null when nothing is left', () => {
    for (const claimed of [
      ' \u0000\t',
      '\u200b'.repeat(MAX_LINE) + 'x',
      ...Object.values(INVISIBLE),
    ]) {
      expect(shortLine(claimed)).to.equal(null);
    }
  });
});

describe('preview', () => {
  it('leaves short texts alone and cuts long ones at a whole character', () => {
    expect(preview(EMOJI.repeat(100))).to.equal(EMOJI.repeat(100));
    expect(preview(`${EMOJI.repeat(100)}x`)).to.equal(EMOJI.repeat(100));
    expect(preview('hello', 3)).to.equal('hel');
  });
});
