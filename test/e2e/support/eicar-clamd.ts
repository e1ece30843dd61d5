import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** The text that every scanner takes for malicious; in parts, so that no scanner takes this file for that. */
export const EICAR = [
  'X5O!P%@AP[4\\PZX54(P^)7CC)7}$',
  'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*',
].join('');
const THREAT = 'Eicar-Test-Signature';

const COMMAND = 'zINSTREAM\0';

/** What stands in the frames of a scan; `null` until the frame without bytes has come. */
const scanned = (received: Buffer): Buffer | null => {
  const frames: Buffer[] = [];
  for (let at = COMMAND.length; at + 4 <= received.length;) {
    const length = received.readUInt32BE(at);
    if (length === 0) return Buffer.concat(frames);
    frames.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
};

const answer = (socket: Socket): void => {
  const parts: Buffer[] = [];
  socket.on('error', () => undefined);
  socket.on('data', (part) => {
    parts.push(part);
    // All of it ends with the frame that has none, which is looked for only where it may be.
    if (!part.subarray(-4).equals(Buffer.alloc(Math.min(4, part.length)))) return;
    const file = scanned(Buffer.concat(parts));
    if (file === null) return;
    socket.end(file.includes(EICAR) ? `stream: ${THREAT} FOUND\0` : 'stream: OK\0');
  });
};

/** A clamd that knows one threat. */
export interface EicarClamd {
  /** What has a server ask it. */
  readonly environment: Readonly<Record<string, string>>;
  /** It listens no more, and nobody else does there. */
  stop(): Promise<void>;
}

const stopped = async (server: Server): Promise<void> => {
  if (!server.listening) return;
  server.close();
  await once(server, 'close');
};

export const eicarClamd = async (): Promise<EicarClamd> => {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    environment: { CLAMD_HOST: '127.0.0.1', CLAMD_PORT: String(port) },
    stop: () => stopped(server),
  };
};
