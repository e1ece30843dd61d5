import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import type { FrameBudget } from '../common/frame-budget.js';
import type { FrameShare } from '../common/frame-share.js';
import { isLaden } from '../common/frame-text.js';

/** Stands third among an event's arguments: what the library does not pass on. */
export class Reception {
  constructor(
    /** Of the packet as it came. */
    readonly bytes: number,
    /** The number of the answer that the client waits for. */
    readonly ack: number | undefined,
    /** The room that it has, if it is large. */
    readonly share: FrameShare | null,
  ) {}
}

/** Bytes of a handshake. */
const MAX_HANDSHAKE = 64 * 1024;

/** Bytes that a packet may hold while the binary parts of it are still to come. */
const MAX_UNFINISHED = 64 * 1024;

/** Handshakes of one connection: each costs a socket and an authentication. A client needs one a namespace. */
const MAX_KNOCKS = 10;

type Listener = (packet: Packet) => void;

const NOTHING = Buffer.alloc(0);

const bytesOf = (chunk: unknown): number =>
  typeof chunk === 'string' ? Buffer.byteLength(chunk) : Buffer.isBuffer(chunk) ? chunk.length : 0;

/**
 * The library's decoder, with what it drops: how large a packet was, what room it has, and the number of
 * the acknowledgement, so that an answer can leave in one write with what else there is to send.
 * What it throws closes the connection.
 */
class PacketDecoder {
  private readonly decoder = new Decoder();
  private bytes = 0;
  private knocks = 0;

  constructor(private readonly budget: FrameBudget) {}

  on(_event: 'decoded', listener: Listener): void {
    this.decoder.on('decoded', (packet: Packet) => listener(this.note(packet)));
  }

  removeListener(): void {
    this.decoder.off('decoded');
  }

  /** @throws Error for what is no packet, or one too many */
  add(chunk: unknown): void {
    if (typeof chunk === 'string' && isLaden(chunk)) throw new Error('a packet holds too much');
    this.bytes += bytesOf(chunk);
    const isTooMuch = this.bytes > MAX_UNFINISHED;
    // No event takes binary: it is refused, whatever it holds, and is not kept until all of it is there.
    this.decoder.add(isTooMuch && typeof chunk !== 'string' ? NOTHING : chunk);
    if (isTooMuch && typeof chunk === 'string' && this.bytes > 0) {
      throw new Error('a packet with binary parts is too large');
    }
  }

  destroy(): void {
    this.decoder.destroy();
  }

  private note(packet: Packet): Packet {
    const { bytes } = this;
    this.bytes = 0;
    if (packet.type === PacketType.CONNECT) this.knock(bytes);
    if (packet.type !== PacketType.EVENT) return packet;
    // The library reads any digits, and spaces too: the answer would bear another number, or none.
    if (packet.id !== undefined && !Number.isSafeInteger(packet.id)) {
      throw new Error('an event wants its answer under no number');
    }
    const [event, payload] = (packet.data ?? []) as readonly unknown[];
    const data = [event, payload, new Reception(bytes, packet.id, this.budget.delivered)];
    return { type: packet.type, nsp: packet.nsp, data };
  }

  private knock(bytes: number): void {
    this.knocks += 1;
    if (bytes > MAX_HANDSHAKE) throw new Error('a handshake is too large');
    if (this.knocks > MAX_KNOCKS) throw new Error('too many handshakes');
  }
}

interface Parser {
  readonly Encoder: typeof Encoder;
  readonly Decoder: new () => PacketDecoder;
}

/** For the server's `parser` option. */
export const parserWith = (budget: FrameBudget): Parser => ({
  Encoder,
  Decoder: class extends PacketDecoder {
    constructor() {
      super(budget);
    }
  },
});
