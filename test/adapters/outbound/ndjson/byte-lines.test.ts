import { expect } from 'chai';
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import { byteLines } from '../../../../src/adapters/outbound/ndjson/byte-lines.js';
import { streamOf } from '../../../support/transfers.js';

const LONGEST = 1_000;

const read = async (chunks: AsyncIterable<Buffer>, longest = LONGEST) => {
  const lines: string[] = [];
  for await (const one of byteLines(chunks, longest)) {
    if (isLeft(one)) return { lines, fault: one.left };
    expect(one.right.line).to.equal(lines.length + 1);
    lines.push(one.right.bytes.toString());
  }
  return { lines, fault: null };
};

describe('the lines of a stream', () => {
  it('are the same, in whatever pieces it comes', async () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'ü', '👍', '\r', ' ') }));
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 20 }), async (texts, size) => {
        const whole = texts.map((text) => `${text}\n`);
        expect(await read(streamOf(whole.join(''), size))).to.deep.equal({
          lines: whole,
          fault: null,
        });
      }),
    );
  });

  it('end with one that is cut off', async () => {
    const { lines, fault } = await read(streamOf('one\ntwo\nthr'));
    expect(lines).to.deep.equal(['one\n', 'two\n']);
    expect(fault).to.include({ kind: 'BadExport', line: 3 });
  });

  it('may be as long as they may, with their end, and no longer', async () => {
    for (const size of [1, 7, 100_000]) {
      const longest = `${'x'.repeat(LONGEST - 1)}\n`;
      expect((await read(streamOf(longest, size))).lines).to.deep.equal([longest]);
      const { lines, fault } = await read(streamOf(`ok\nx${longest}`, size));
      expect(lines).to.deep.equal(['ok\n']);
      expect(fault).to.include({ kind: 'BadExport', line: 2 });
    }
  });

  it('are not waited for once one is too long: no more of it is asked for', async () => {
    let asked = 0;
    // eslint-disable-next-line @typescript-eslint/require-await -- a stream without an end
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        asked += 1;
        yield Buffer.alloc(100, 'x');
      }
    }
    expect((await read(endless())).fault).to.include({ line: 1 });
    expect(asked).to.equal(LONGEST / 100 + 1);
  });
});
