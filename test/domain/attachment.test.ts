import { expect } from 'chai';
import fc from 'fast-check';
import { areSameFiles, type Attachment, originalName } from '../../src/domain/attachment.js';

const file = (changes: Partial<Attachment> = {}): Attachment => ({
  name: 'a1.png',
  originalName: 'screen.png',
  type: 'image/png',
  size: 3,
  digest: 'd1',
  at: 1,
  ...changes,
});

describe('the name of a file', () => {
  for (const [typed, shown] of [
    ['screen shot.png', 'screen shot.png'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\photo.jpg', 'photo.jpg'],
    ['in\nvoice\r\n.pdf', 'invoice.pdf'],
    ['nul\0byte.txt', 'nulbyte.txt'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['invoice\u2066.pdf\u2069', 'invoice.pdf'],
    ['half \ud800.txt', 'half .txt'],
    ['Квитанция "№ 5".pdf', 'Квитанция "№ 5".pdf'],
    ['CON', 'CON'],
    ['..', 'file'],
    ['/', 'file'],
    ['', 'file'],
    ['  ', 'file'],
  ] as const) {
    it(`${JSON.stringify(typed)} is shown as ${JSON.stringify(shown)}`, () => {
      expect(originalName(typed)).to.equal(shown);
    });
  }

  it('keeps its ending where it is too long', () => {
    const shown = originalName(`${'ä'.repeat(300)}.pdf`);
    expect(shown).to.equal(`${'ä'.repeat(196)}.pdf`);
  });

  it('is one line of at most 200 characters in one direction, of no folder, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (typed) => {
        const shown = originalName(typed);
        expect(Array.from(shown).length).to.be.within(1, 200);
        expect(shown).not.to.match(/[\p{Control}\p{Surrogate}\p{Bidi_Control}\u2028\u2029/\\]/u);
        expect(originalName(shown)).to.equal(shown);
      }),
    );
  });
});

describe('files that are sent again', () => {
  it('are the same by what is in them and what they are called, in their order', () => {
    const [one, two] = [file(), file({ name: 'b2.png', originalName: 'b.png', digest: 'd2' })];
    expect(areSameFiles([one, two], [{ ...one, name: 'c3.png', at: 9 }, two])).to.be.true;
    expect(areSameFiles([], [])).to.be.true;
    expect(areSameFiles([one, two], [two, one])).to.be.false;
    expect(areSameFiles([one], [one, two])).to.be.false;
    expect(areSameFiles([one, two], [one])).to.be.false;
    expect(areSameFiles([one], [{ ...one, digest: 'd9' }])).to.be.false;
    expect(areSameFiles([one], [{ ...one, originalName: 'other.png' }])).to.be.false;
  });
});
