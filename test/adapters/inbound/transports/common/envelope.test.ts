import { expect } from 'chai';
import fc from 'fast-check';
import { commonEnvelope } from '../../../../../src/adapters/inbound/transports/common/envelope.js';

const { parse, write, acknowledge, malformed } = commonEnvelope;

const withAck = (ack: string): string => `{"event":"x","ack":${ack}}`;

describe('the common envelope', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (event, value) => {
        expect(parse(write({ event, data: value }))).to.deep.equal({
          frame: { event, data: JSON.parse(JSON.stringify(value)) as unknown },
        });
      }),
      { numRuns: 200 },
    );
  });

  it('has an event, and may have data and an ack', () => {
    expect(parse('{"event":""}')).to.deep.equal({ frame: { event: '', data: undefined } });
    expect(parse('{"event":"x","data":[null],"ack":7,"more":1}')).to.deep.equal({
      frame: { event: 'x', data: [null] },
      ack: 7,
    });
  });

  it('takes whole numbers from 0 as ack, and answers under the same', () => {
    const numbers = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER));
    fc.assert(
      fc.property(numbers, (ack) => {
        expect(parse(withAck(String(ack)))).to.have.property('ack', ack);
        expect(JSON.parse(acknowledge(ack, { ok: true }))).to.deep.equal({
          ack,
          data: { ok: true },
        });
      }),
    );
  });

  it('takes nothing else as ack: its answer would bear another, or none', () => {
    for (const ack of [
      ...['1e400', '-1e400', '9007199254740992', '9007199254740993', '-1', '0.5'],
      ...['"7"', '""', 'null', 'true', '[7]', '{}'],
    ]) {
      expect(parse(withAck(ack)), ack).to.equal(null);
    }
  });

  it('takes nothing that is no frame', () => {
    for (const text of ['', '{', 'null', '7', '"x"', '[]', '{}', '{"event":7}', '{"event":null}']) {
      expect(parse(text), text).to.equal(null);
    }
  });

  it('says what a frame must be, its ack too', () => {
    const said = JSON.parse(malformed) as {
      event: string;
      data: { code: string; message: string };
    };
    expect(said).to.have.all.keys('event', 'data').and.to.include({ event: 'error' });
    expect(said.data).to.have.all.keys('code', 'message').and.to.include({ code: 'INVALID_DATA' });
    expect(said.data.message)
      .to.contain('"event"')
      .and.contain('"data"')
      .and.match(/"ack".*whole number/);
  });
});
