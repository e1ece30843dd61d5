import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';
import { someone, token } from '../support/tokens.js';

const MIB = 1024 * 1024;

/** A text of 30 MiB for the probe to measure, once for all uploaders. */
const TEXT = 'x'.repeat(30 * MIB);
export const LENGTH = TEXT.length;
const FRAME = Buffer.from(JSON.stringify(['measure', { text: TEXT }, 1]));
const PACKET = Buffer.from(`42/probe,1${JSON.stringify(['measure', { text: TEXT }])}`);

/** A client whose upload costs it no memory of its own. */
export interface Uploader {
  /** Resolves with what it hears of its upload. */
  upload(): Promise<string>;
  close(): void;
}

export type Uploading = (url: string) => Promise<Uploader>;

/** On plain ws. */
export const byWs: Uploading = async (url) => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/probe`, {
    headers: { authorization: `Bearer ${token({ sub: someone() })}` },
    perMessageDeflate: false,
    // A mask of zeros leaves a frame as it is, uncopied.
    generateMask: (mask) => mask.fill(0),
  });
  await once(socket, 'message');
  return {
    upload: () =>
      new Promise((resolve) => {
        socket.once('message', (data: Buffer) => resolve(data.toString()));
        socket.once('error', (error) => resolve(String(error)));
        socket.once('close', (code) => resolve(`closed with ${code}`));
        socket.send(FRAME, { binary: false });
      }),
    close: () => socket.terminate(),
  };
};

/** On Socket.IO by long polling, spoken by hand. */
export const byPolling: Uploading = async (url) => {
  const agent = new Agent({ keepAlive: true });
  let path = `${url}/socket.io/?EIO=4&transport=polling`;
  const ask = async (body?: Buffer | string): Promise<string> => {
    const asking = request(path, { method: body === undefined ? 'GET' : 'POST', agent });
    asking.end(body);
    const [response] = (await once(asking, 'response')) as [AsyncIterable<Buffer>];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  /** What comes up to the first packet that is meant; a ping is answered once nothing else is sent. */
  const next = async (meant: RegExp): Promise<string> => {
    for (;;) {
      const packets = await ask();
      if (meant.test(packets)) return packets;
    }
  };
  const { sid } = JSON.parse((await ask()).slice(1)) as { sid: string };
  path += `&sid=${sid}`;
  await ask(`40/probe,${JSON.stringify({ token: token({ sub: someone() }) })}`);
  await next(/"welcome"/);
  return {
    upload: async () => {
      const heard = next(/43\/probe,1/).catch(String);
      await ask(PACKET).catch(String);
      return heard;
    },
    close: () => agent.destroy(),
  };
};
