import { expect } from 'chai';
import fc from 'fast-check';
import { expectLeft, expectRight } from '../../../../support/expect-either.js';
import {
  all,
  cut,
  disposition,
  END,
  field,
  file,
  part,
  places,
  read,
  readAll,
} from '../../../../support/forms.js';
import { oddString } from '../../../../support/odd-strings.js';

const content = fc
  .array(fc.constantFrom('\r', '\n', '-', '--', '\r\n--', 'edge', '\r\n--edg', '\0', '\xff', 'x'), {
    maxLength: 40,
  })
  .map((pieces) => pieces.join(''))
  .filter((text) => !`\r\n${text}\r\n`.includes('\r\n--edge'));

describe('forms in parts', () => {
  it('give their parts in the order in which they come', async () => {
    const sent = readAll(
      field('a', 'ü'),
      file('one.png', '\0\r\n'),
      field('b', ''),
      file('2'),
      END,
    );
    expect(expectRight(await sent)).to.deep.equal([
      ['field', 'a', 'ü'],
      ['file', 'one.png', '\0\r\n'],
      ['field', 'b', ''],
      ['file', '2', 'x'],
    ]);
  });

  it('are read as clients write them', async () => {
    const form = new FormData();
    form.append('text', 'größer\n"als"');
    form.append(
      'file',
      new File([Buffer.alloc(300_000, 'y')], '図 "1".png', { type: 'image/png' }),
    );
    form.append('file', new File([], ''));
    const { headers, body } = new Response(form);
    const type = { 'content-type': headers.get('content-type') ?? '' };
    expect(body).to.not.equal(null);
    if (body === null) return;
    expect(expectRight(await read(body, all, type))).to.deep.equal([
      ['field', 'text', 'größer\r\n"als"'],
      ['file', '図 %221%22.png', 'y'.repeat(300_000)],
      ['file', '', ''],
    ]);
  });

  it('may be empty, and have something before and after them', async () => {
    expect(expectRight(await readAll(END))).to.deep.equal([]);
    const around = [Buffer.from('before\r\n'), field('a'), END, Buffer.from('after')];
    expect(expectRight(await readAll(...around))).to.deep.equal([['field', 'a', 'x']]);
  });

  it('are the same in whatever pieces they come', async () => {
    const one = fc.record({ isFile: fc.boolean(), held: content });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 5 }), places, async (parts, at) => {
        const sent = parts.map(({ isFile, held }, index) => {
          const bytes = Buffer.from(held, 'latin1');
          const said = isFile ? `name="f"; filename="${index}"` : `name="${index}"`;
          return part([disposition(said), 'Content-Type: text/plain; charset=latin1'], bytes);
        });
        const body = Buffer.concat([...sent, END]);
        const seen = expectRight(await readAll(...cut(body, at)));
        expect(seen).to.deep.equal(
          parts.map(({ isFile, held }, index) => [isFile ? 'file' : 'field', `${index}`, held]),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('are the same byte by byte', async () => {
    const body = Buffer.concat([field('a', 'ü'), file('n', '\r\n--edg\r\n-'), END]);
    const bytes = Array.from(body, (byte) => Buffer.of(byte));
    expect(expectRight(await readAll(...bytes))).to.deep.equal([
      ['field', 'a', 'ü'],
      ['file', 'n', '\r\n--edg\r\n-'],
    ]);
  });

  it('have whatever is in them for bytes, a form among them', async () => {
    const inner = '--inner\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--inner--\r\n';
    const headers = [disposition('name="f"'), 'Content-Type: multipart/mixed; boundary=inner'];
    expect(expectRight(await readAll(part(headers, inner), END))).to.deep.equal([
      ['field', 'f', inner],
    ]);
  });
});

describe('names of files in forms', () => {
  const AS_TYPED: Readonly<Record<string, string>> = {
    '"../../etc/passwd"': '../../etc/passwd',
    '"C:\\fakepath\\a.txt"': 'C:\\fakepath\\a.txt',
    '"say \\"hi\\".txt"': 'say "hi".txt',
    '"a%22b%0D%0A.txt"': 'a%22b%0D%0A.txt',
    '"\u202egnp.exe"': '\u202egnp.exe',
    '"größe 図.png"': 'größe 図.png',
    'bare.txt': 'bare.txt',
    [`"${'n'.repeat(300)}"`]: 'n'.repeat(300),
    "x; filename*=UTF-8''%e2%82%ac%0d%0a%00.txt": '€\r\n\0.txt',
    "x; filename*=ISO-8859-1'de'gr%f6%dfe.txt": 'größe.txt',
    '"CON"': 'CON',
    '"__proto__"': '__proto__',
  };

  for (const [written, typed] of Object.entries(AS_TYPED)) {
    it(`${written.slice(0, 40)} are as they were typed`, async () => {
      const seen = expectRight(await readAll(file(written), END));
      expect(seen).to.deep.equal([['file', typed, 'x']]);
    });
  }

  it('may be any that can be encoded', async () => {
    await fc.assert(
      fc.asyncProperty(oddString({ minLength: 1 }), async (name) => {
        const written = Buffer.from(name).toString('hex').replaceAll(/../g, '%$&');
        const seen = expectRight(await readAll(file(`x; filename*=UTF-8''${written}`), END));
        expect(seen).to.deep.equal([['file', name, 'x']]);
      }),
    );
  });

  it('may not be there, and what has none is a file by its type', async () => {
    const headers = [disposition('name="f"'), 'Content-Type: application/octet-stream'];
    expect(expectRight(await readAll(part(headers, 'x'), END))).to.deep.equal([['file', '', 'x']]);
  });

  for (const [what, written] of [
    ['a quote that is not escaped', '"a"b.txt"'],
    ['a NUL', '"a\0b"'],
    ['a line that ends', '"a\r\nb"'],
    ['an encoding that nobody knows', "x; filename*=UTF-7''a%ff"],
    ['an encoding that is broken', "x; filename*=UTF-8''%zz"],
    ['more than the headers of a part may have', `"${'n'.repeat(20_000)}"`],
  ] as const) {
    it(`with ${what} lose no file in silence`, async () => {
      expectLeft(await readAll(file('good'), file(written), END), 'Malformed');
    });
  }
});
