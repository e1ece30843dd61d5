import { expect } from 'chai';
import {
  inFewPieces,
  textFrame,
} from '../../../../../src/adapters/inbound/transports/common/websocket.js';

const frames = (...sizes: readonly number[]): readonly Buffer[] =>
  sizes.map((size, index) => Buffer.alloc(size, index));

const sizes = (pieces: readonly Buffer[]): readonly number[] => pieces.map((piece) => piece.length);

describe('inFewPieces', () => {
  it('copies small frames into one piece, in order', () => {
    const small = frames(10, 20, 30);
    expect(inFewPieces(small)).to.deep.equal([Buffer.concat(small)]);
  });

  it('leaves a frame that is alone as it is, of whatever size', () => {
    for (const size of [1, 100_000]) {
      const [frame] = frames(size);
      expect(inFewPieces(frames(size))).to.have.length(1);
      expect(inFewPieces(frame === undefined ? [] : [frame])[0]).to.equal(frame);
    }
    expect(inFewPieces([])).to.deep.equal([]);
  });

  it('leaves a large frame uncopied between small ones, and nothing changes places', () => {
    const mixed = frames(10, 20, 50_000, 30, 40);
    const pieces = inFewPieces(mixed);
    expect(sizes(pieces)).to.deep.equal([30, 50_000, 70]);
    expect(pieces[1]).to.equal(mixed[2]);
    expect(Buffer.concat(pieces)).to.deep.equal(Buffer.concat(mixed));
  });

  it('keeps every piece that it makes within 16 kB', () => {
    const many = frames(...Array.from({ length: 100 }, () => 1_000));
    const pieces = inFewPieces(many);
    expect(Math.max(...sizes(pieces))).to.equal(16_000);
    expect(Buffer.concat(pieces)).to.deep.equal(Buffer.concat(many));
  });
});

describe('textFrame', () => {
  // RFC 6455, section 5.2: the length stands in 7 bits, in 16, or in 64.
  const HEADERS = [
    [0, '8100'],
    [125, '817d'],
    [126, '817e007e'],
    [65_535, '817effff'],
    [65_536, '817f0000000000010000'],
  ] as const;

  for (const [length, header] of HEADERS) {
    it(`puts the header before ${length} bytes`, () => {
      const frame = textFrame('x'.repeat(length));
      const end = header.length / 2;
      expect(frame.subarray(0, end).toString('hex')).to.equal(header);
      expect(frame.subarray(end).toString()).to.equal('x'.repeat(length));
    });
  }

  it('counts bytes, not characters', () => {
    expect(textFrame('é')).to.deep.equal(Buffer.from([0x81, 2, 0xc3, 0xa9]));
  });
});
