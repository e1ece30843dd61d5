import type { Socket } from 'node:net';

const NEWLINE = 0x0a;

/** Bytes of a line past which a connection is closed; it may change while lines come. */
export interface LineLimit {
  bytes: number;
}

/** What a socket brings, line by line. @throws Error for one that is longer than the limit */
export async function* linesOf(socket: Socket, limit: LineLimit): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  const chunks: AsyncIterable<Buffer> = socket.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      if (end > limit.bytes) throw new LineTooLong();
      const line = rest.subarray(0, end);
      rest = rest.subarray(end + 1);
      yield line;
    }
    if (rest.length > limit.bytes) throw new LineTooLong();
  }
}

export class LineTooLong extends Error {}
