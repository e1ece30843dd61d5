import contentDisposition from 'content-disposition';
import { expect } from 'chai';
import { hostile, KNOWN } from '../../contract/file-samples.js';
import { admin } from '../../support/actors.js';
import { expectRight } from '../../support/expect-either.js';
import type { TicketsAttachment } from '../support/tickets-clients.js';
import { bySockets, countOf, expectRefused, fileOf, taken, takenFile } from './file-senders.js';

const KIB = 1024;
const MIB = KIB * KIB;
const PNG = KNOWN['image/png'] ?? Buffer.alloc(0);
/** Made once: the bombs among them take a second to pack. */
const HOSTILE = Object.entries(hostile(100 * KIB));
const letter = fileOf('letter.txt', 'Dear support,');

const NOT_BASE64 = ['invalid', /^attachments\.0\.data: Must be base64$/] as const;

/** What stands for no bytes, or not for all that it says. */
const BAD_BASE64: readonly string[] = [
  ...['a', 'ab', 'abc', '=', '====', 'a===', 'ab=c', 'abcd=', '****', 'aGVs bG8=', 'aGVsbG8h\n'],
  ...['data:text/plain;base64,aGVsbG8=', 'aGVsbG8=aGVsbG8=', 'aGVsbG8\u0000', 'äöüß', '\ud800aaa'],
  // With the alphabet for URLs; in lines; with bits that stand for nothing.
  ...['-_-_', 'Pj4-Pz8_', 'Pj4+Pz8_', 'aGVsbG8haGVsbG8h\r\naGVsbG8h', 'aGVsbG9=', 'eB==', 'eP=='],
  // After what has been stored of it by then.
  `${'eHh4'.repeat(100 * KIB)}Pz8_`,
  `${'eHh4'.repeat(100 * KIB)}eB==`,
  `${'eHh4'.repeat(100 * KIB)}!!!!`,
  `${'eHh4'.repeat(16 * KIB - 1)}eA==${'eHh4'.repeat(16 * KIB)}`,
];

/** Names of a PNG as they are typed, and as they are told; saved by another one only where that would be opened as something else. */
const NAMES: readonly (readonly [typed: string, told: string, saved?: string])[] = [
  ['../../../etc/passwd', 'passwd'],
  ['..\\..\\boot.ini', 'boot.ini', 'boot.ini.png'],
  ['/dev/null', 'null'],
  ['C:\\Users\\me\\card.png', 'card.png'],
  ['folder/', 'file'],
  ['..', 'file'],
  ['.', 'file'],
  ['', 'file'],
  [' \t ', 'file'],
  ['\u0000', 'file'],
  ['a\u0000b.txt', 'ab.txt', 'ab.txt.png'],
  ['a\r\nSet-Cookie: x=1', 'aSet-Cookie: x=1'],
  ['a\u2028b\u0085c', 'abc'],
  [`a"b'c\\".txt`, '".txt', '".txt.png'],
  ['"; filename="evil.exe', '"; filename="evil.exe', '"; filename="evil.exe.png'],
  ['\u202egnp.exe', 'gnp.exe', 'gnp.exe.png'],
  ['\u200e\u2066x\u2069\ufeff.pdf', 'x.pdf', 'x.pdf.png'],
  ['\ud800.txt', '.txt', '.txt.png'],
  ['CON', 'CON'],
  ['nul.txt', 'nul.txt', 'nul.txt.png'],
  ['%2e%2e%2fetc%2fpasswd', '%2e%2e%2fetc%2fpasswd'],
  ['<img src=x onerror=alert(1)>.jpg', '<img src=x onerror=alert(1)>.jpg'],
  ['счёт 🙁.pdf', 'счёт 🙁.pdf', 'счёт 🙁.pdf.png'],
  [`${'x'.repeat(300)}.txt`, `${'x'.repeat(196)}.txt`, `${'x'.repeat(196)}.txt.png`],
  ['🙁'.repeat(300), '🙁'.repeat(200)],
];

/** What is no list of files, or no file. */
const NO_FILES: readonly unknown[] = [
  ...[5, true, 'x', {}, { length: 1 }, { 0: letter, length: 1 }, [null], [5], ['x'], [[]], [{}]],
  ...[[letter, null], [{ name: 'x.txt' }], [{ data: 'aGVsbG8=' }]],
  ...[5, true, null, [], {}, ['aGVsbG8='], { type: 'Buffer', data: [1, 2] }].flatMap((wrong) => [
    [{ name: 'x.txt', data: wrong }],
    [{ name: wrong, data: 'aGVsbG8=' }],
  ]),
];

const expectServes = async ({ url, size }: TicketsAttachment, bytes: Uint8Array) => {
  const response = await fetch(url);
  expect([response.status, size]).to.deep.equal([200, bytes.length]);
  expect(Buffer.from(await response.bytes()).equals(bytes)).to.equal(true);
  return response;
};

bySockets(
  'tickets: bad files',
  () => ({}),
  (enter, ground) => {
    it('what is no base64 is refused, and nothing of it is kept', async () => {
      const by = await enter();
      for (const data of BAD_BASE64) {
        await expectRefused(by, [{ name: 'x.txt', data }], NOT_BASE64);
        await expectRefused(
          by,
          [letter, { name: 'x.txt', data }],
          ['invalid', /^attachments\.1\.data: Must be base64$/],
        );
      }
      expect(await countOf(by)).to.equal(0);
    });

    it('what is no list of files is refused', async () => {
      const by = await enter();
      for (const attachments of NO_FILES) {
        await expectRefused(by, attachments, ['invalid', /^attachments/], { message: 'Hello' });
      }
      await expectRefused(by, Array(6).fill(letter), ['invalid', /^attachments: /]);
      expect((await taken(by, Array<object>(5).fill(letter))).attachments).to.have.length(5);
      expect(await countOf(by)).to.equal(1);
    });

    it('a type is what the bytes are, whatever is claimed', async () => {
      const by = await enter();
      for (const [file, type, mimetype] of [
        [PNG, 'text/html', 'image/png'],
        [Buffer.from('hello'), 'image/png', 'text/plain'],
        [PNG, 'image/svg+xml', 'image/png'],
        [Buffer.from('Gerät;\x80 5,00\r\n', 'latin1'), 'text/csv', 'text/plain'],
      ] as const) {
        const told = await takenFile(by, fileOf('x.html', file, type));
        expect(told.mimetype).to.equal(mimetype);
        const { headers } = await expectServes(told, file);
        expect(headers.get('content-type')).to.equal(mimetype);
      }
      for (const claim of [5, null, {}, 'x'.repeat(100), '\r\n']) {
        await taken(by, [{ ...letter, type: claim }]);
      }
      const program = Buffer.concat([Buffer.from('MZ\u0090\u0000'), Buffer.alloc(100)]);
      await expectRefused(
        by,
        [fileOf('cat.png', program, 'image/png')],
        ['unsupported', /cat\.png/],
      );
    });

    it('what is made to cost whoever looks into it costs nothing, and is served as it came', async () => {
      const by = await enter();
      for (const [what, bytes] of HOSTILE) {
        const answer = await by.client.request('send_message', {
          ...{ ticketId: by.ticketId, message: what, attachments: [fileOf('x.zip', bytes)] },
        });
        if (answer.success === false) {
          expect(answer, what).to.include({ code: 'unsupported' });
          continue;
        }
        const [file] = (answer['data'] as { readonly attachments: readonly TicketsAttachment[] })
          .attachments;
        if (file === undefined) return expect.fail(`${what}: no file`);
        await expectServes(file, bytes);
      }
    });

    it('sizes are of the bytes: none, 10 MiB and one more, 20 MiB together and one more', async () => {
      const by = await enter();
      const full = 'x'.repeat(10 * MIB);
      await expectRefused(by, [fileOf('none.txt', '')], ['invalid', /none\.txt is empty/]);
      await expectRefused(by, [letter, fileOf('none.txt', '')], ['invalid', /none\.txt is empty/]);
      await expectRefused(by, [fileOf('full.txt', `${full}x`)], ['too_large', /full\.txt/]);
      const [one, other] = [fileOf('one.txt', full), fileOf('other.txt', full)];
      await expectRefused(by, [one, other, fileOf('last.txt', 'x')], ['too_large', /20/]);
      expect((await taken(by, [one, other])).attachments).to.have.length(2);
      expect(await countOf(by)).to.equal(1);
    });

    it('names are shown without what is not seen, and are paths to nothing', async () => {
      const by = await enter();
      for (const [typed, told, saved = told] of NAMES) {
        const file = await takenFile(by, fileOf(typed, PNG));
        expect(file.originalname, JSON.stringify(typed)).to.equal(told);
        expect(file.filename).to.match(/^[0-9a-f]{64}\.png$/);
        const { headers } = await expectServes(file, PNG);
        const disposition = headers.get('content-disposition') ?? '';
        expect(disposition).to.match(/^[ -~]+$/);
        const { type, parameters } = contentDisposition.parse(disposition);
        expect([type, parameters]).to.deep.equal(['inline', { filename: saved }]);
      }
    });

    it('nothing goes to somebody else’s ticket, to none, or to a closed one', async () => {
      const [by, other] = [await enter(), await enter()];
      for (const [ticketId, code] of [
        [other.ticketId, 'forbidden'],
        ['none', 'not_found'],
      ] as const) {
        await expectRefused({ ...by, ticketId }, [letter], [code, /ticket/i]);
      }
      const identified = await ground().cases.identifyConversation(other.ticketId)();
      const conversationId = expectRight(identified);
      if (conversationId === null) return expect.fail('there is no such ticket');
      expectRight(
        await ground().cases.closeConversation(admin(), { conversationId, note: null })(),
      );
      await expectRefused(other, [letter], ['closed', /closed/]);
      for (const one of [by, other]) expect(await countOf(one)).to.equal(0);
    });

    it('what is sent again under one name is there once, and with other files refused', async () => {
      const by = await enter();
      const named = { clientMessageId: 'c1' };
      const first = await taken(by, [letter], named);
      const before = await by.pieces();
      for (const _ of [1, 2, 3]) expect(await taken(by, [letter], named)).to.deep.equal(first);
      const atOnce = await Promise.all([1, 2, 3].map(() => taken(by, [letter], named)));
      for (const again of atOnce) expect(again).to.deep.equal(first);
      expect(await by.pieces()).to.equal(before);
      for (const files of [
        [fileOf('letter.txt', 'Dear all,')],
        [letter, letter],
        [fileOf('x', 'x')],
      ]) {
        await expectRefused(by, files, ['conflict', /clientMessageId/], named);
      }
      const fresh = { clientMessageId: 'c2' };
      const raced = await Promise.all([1, 2, 3].map(() => taken(by, [letter], fresh)));
      for (const one of raced) expect(one).to.deep.equal(raced[0]);
      expect(await countOf(by)).to.equal(2);
      const [file] = first.attachments;
      if (file !== undefined) await expectServes(file, Buffer.from('Dear support,'));
    });
  },
);
