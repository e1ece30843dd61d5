/** One frame's payload, in place: from `start` up to `end`. */
export type OnFrame = (opcode: number, bytes: Buffer, start: number, end: number) => void;

const NOTHING = Buffer.alloc(0);

/** Splits what a server sends into WebSocket frames (RFC 6455, section 5.2), without copying them. */
export class FrameReader {
  private rest = NOTHING;

  constructor(private readonly onFrame: OnFrame) {}

  /** What it is given may be used for something else once it returns. */
  read(chunk: Buffer): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    while (bytes.length >= at + 2) {
      const short = bytes.readUInt8(at + 1);
      if (short === 127) throw new Error('no frame of a chat is so long');
      const start = at + (short === 126 ? 4 : 2);
      if (bytes.length < start) break;
      const end = start + (short === 126 ? bytes.readUInt16BE(at + 2) : short);
      if (bytes.length < end) break;
      this.onFrame(bytes.readUInt8(at) & 0x0f, bytes, start, end);
      at = end;
    }
    this.rest = at === bytes.length ? NOTHING : Buffer.from(bytes.subarray(at));
  }
}
