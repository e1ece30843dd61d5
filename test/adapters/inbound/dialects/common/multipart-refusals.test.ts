import { expect } from 'chai';
import fc from 'fast-check';
import { left } from 'fp-ts/lib/Either.js';
import { FORM_LIMITS } from '../../../../../src/adapters/inbound/dialects/common/multipart.js';
import { expectLeft, expectRight } from '../../../../support/expect-either.js';
import {
  all,
  cut,
  disposition,
  END,
  field,
  file,
  gone,
  never,
  part,
  places,
  read,
  readAll,
  Sending,
  TYPE,
} from '../../../../support/forms.js';

describe('forms that are refused', () => {
  it('for their type', async () => {
    const body = (): Sending => new Sending([field('a'), END]);
    for (const type of [
      '',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/mixed; boundary=edge',
      'multipart/form-data',
      'multipart/form-data; boundary=',
      'multipart/form-data; boundary=""',
      'multipart/form-data; boundary="edge',
      'multipart/form-data; boundary="ed\\"ge"',
      `multipart/form-data; boundary=${'e'.repeat(71)}`,
    ]) {
      expectLeft(await read(body(), all, { 'content-type': type }), 'Unsupported');
    }
    expectLeft(await read(body(), all, {}), 'Unsupported');
    const zipped = { 'content-type': TYPE, 'content-encoding': 'gzip' };
    expectLeft(await read(body(), all, zipped), 'Unsupported');
    for (const type of [
      'Multipart/Form-Data;Boundary=edge',
      'multipart/form-data; boundary="edge"; charset=utf-8',
      'multipart/form-data; charset=utf-8; boundary=edge',
    ]) {
      expect(expectRight(await read(body(), all, { 'content-type': type })), type).to.have.length(
        1,
      );
    }
  });

  for (const [what, body] of [
    ['without any bytes', []],
    ['without a delimiter', [Buffer.from('{"a":1}')]],
    ['that end in the middle of a field', [Buffer.from(`--edge\r\n${disposition('name="a"')}`)]],
    ['whose last delimiter is missing', [field('a'), file('f')]],
    ['with a part that has no headers', [part([], 'x'), END]],
    ['with a part of no form', [part(['Content-Disposition: attachment; name="a"'], 'x'), END]],
    ['with a header that is none', [part(['Content Disposition'], 'x'), END]],
    [
      'with a file in base64',
      [
        part([disposition('name="a"; filename="b"'), 'Content-Transfer-Encoding: base64'], 'eA=='),
        END,
      ],
    ],
    ['with what only begins as a delimiter', [file('f', 'x\r\n--edges\r\ny'), END]],
    // From the bytes that hold the end the parser takes parts behind it, from those after them none.
    ['with a file behind their end', [Buffer.concat([END, field('a'), file('f'), END])]],
    [
      'with a file behind their end that other bytes go on with',
      [Buffer.concat([END, field('a'), file('f', 'content').subarray(0, -4)]), Buffer.from('t')],
    ],
    // A delimiter in the place of the empty line leaves the parser among the headers.
    [
      'with a file that begins with their last bytes',
      [Buffer.from(`--edge\r\n${disposition('name="a"; filename="b"')}\r\n\r\n--edgec:\r\n\r\n--`)],
    ],
    [
      'with a part that has no content, and another whose header comes in pieces',
      [
        Buffer.from(`--edge\r\n${disposition('name="a"')}\r\n\r\n--edge\r\n\r\nb: c`),
        Buffer.from('d'),
        Buffer.from('e\r\n--edge--\r\n'),
      ],
    ],
  ] as const) {
    it(what, async () => {
      expectLeft(await readAll(...body), 'Malformed');
    });
  }

  it('wherever they break off', async () => {
    const body = Buffer.concat([field('a', 'value'), file('f', 'content'), field('b'), END]);
    for (let length = 0; length <= body.length - 4; length += 1) {
      expectLeft(await readAll(body.subarray(0, length)), 'Malformed');
      const cutOff = new Sending([body.subarray(0, length)], gone);
      expectLeft(await read(cutOff, all), 'ClientGone');
    }
  });

  it('as a value, whatever is in them', async () => {
    const body = Buffer.concat([field('a', 'value'), file('f', 'content'), END]);
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc
        .constantFrom('\r\n--edge', '--edge--', '\r\n\r\n', ' ', ':')
        .map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(
        places,
        fc.array(noise, { maxLength: 4 }),
        places,
        async (at, added, cuts) => {
          const pieces = cut(body, at).flatMap((piece, index) => [
            piece,
            added[index] ?? Buffer.of(),
          ]);
          const sent = cut(Buffer.concat(pieces), cuts);
          const [one, other] = [await readAll(...sent), await readAll(Buffer.concat(sent))];
          expect(one).to.deep.equal(other);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('with more than is taken of one', async () => {
    const { files, fields, fieldSize, nameLength } = FORM_LIMITS;
    const many = (one: Buffer, count: number): Buffer => Buffer.concat(Array(count).fill(one));
    const most = [
      many(field('a'), fields - 1),
      field('n'.repeat(nameLength), 'v'.repeat(fieldSize)),
      many(file('f'), files),
      END,
    ];
    expect(expectRight(await readAll(...most))).to.have.length(files + fields);
    for (const [sent, problem] of [
      [many(file('f'), files + 1), { kind: 'TooManyFiles', most: files }],
      [many(field('a'), fields + 1), { kind: 'TooManyFields', most: fields }],
      [many(part(['X: y'], 'z'), 2_000), { kind: 'TooManyFields', most: fields }],
      [many(file('f'), 2_000), { kind: 'TooManyFiles', most: files }],
      [
        field('a', 'v'.repeat(fieldSize + 1)),
        { kind: 'FieldTooLarge', field: 'a', most: fieldSize },
      ],
      [field('n'.repeat(nameLength + 1)), { kind: 'NameTooLong', most: nameLength }],
    ] as const) {
      expect(await readAll(sent, END)).to.deep.equal(left(problem));
    }
  });

  it('without waiting for the end of what is no file', async () => {
    const endless = new Sending(Array(100).fill(Buffer.alloc(64 * 1024, 'x')), never);
    expectLeft(await read(endless, all), 'FormTooLarge');
    const large = Buffer.alloc(2 * FORM_LIMITS.beside, 'x');
    expect(expectRight(await readAll(file('f', large), END))).to.have.length(1);
  });
});
