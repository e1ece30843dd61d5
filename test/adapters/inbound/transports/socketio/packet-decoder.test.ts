import { expect } from 'chai';
import type { Packet } from 'socket.io-parser';
import {
  parserWith,
  Reception,
} from '../../../../../src/adapters/inbound/transports/socketio/packet-decoder.js';
import { roomForAll } from '../../../../support/frame-budget.js';

const KIB = 1024;

/** The header of an event `x` with binary parts, which come after it. */
const binary = (parts: number, more = ''): string => {
  const places = Array.from({ length: parts }, (_, num) => ({ _placeholder: true, num }));
  return `5${parts}-["x",${JSON.stringify({ places, more })}]`;
};

describe('the decoder of packets', () => {
  let packets: Packet[];

  const decoder = () => {
    packets = [];
    const made = new (parserWith(roomForAll()).Decoder)();
    made.on('decoded', (packet) => packets.push(packet));
    return made;
  };

  const only = (): readonly unknown[] => {
    expect(packets).to.have.length(1);
    return packets[0]?.data as readonly unknown[];
  };

  it('keeps the parts of a packet while they are few bytes', () => {
    const one = decoder();
    one.add(binary(2));
    one.add(Buffer.alloc(10, 1));
    one.add(Buffer.alloc(20, 2));
    const [, payload] = only();
    expect(payload).to.deep.equal({
      places: [Buffer.alloc(10, 1), Buffer.alloc(20, 2)],
      more: '',
    });
  });

  it('keeps none of a part that makes it many, and counts it all the same', () => {
    const one = decoder();
    one.add(binary(2));
    one.add(Buffer.alloc(64 * KIB));
    one.add(Buffer.alloc(10));
    const [, payload, reception] = only();
    expect(payload).to.deep.equal({ places: [Buffer.alloc(0), Buffer.alloc(0)], more: '' });
    expect(reception).to.be.instanceOf(Reception);
    expect((reception as Reception).bytes).to.equal(64 * KIB + 10 + binary(2).length);
  });

  it('reads no large packet of many values, and many in small ones', () => {
    const many = (bytes: number): string => `2["x",[${'[],'.repeat(bytes / 3)}0]]`;
    const one = decoder();
    one.add(many(126 * KIB));
    only();
    expect(() => one.add(many(132 * KIB))).to.throw('too much');
  });

  it('takes a large text that has no parts, and none that waits for some', () => {
    const text = 'x'.repeat(64 * KIB);
    const one = decoder();
    one.add(`2["x","${text}"]`);
    expect(only()[1]).to.equal(text);
    expect(() => decoder().add(binary(1, text))).to.throw('too large');
  });
});
