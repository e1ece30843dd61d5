import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Of a process that serves: what it has had at most, and what it holds outside of V8's heap when what nobody needs is gone. */
export interface UploadMemory {
  readonly kibibytes: number;
  /** Bytes. */
  readonly external: number;
}

const memory = (): UploadMemory => {
  const kibibytes = process.resourceUsage().maxRSS;
  collectGarbage();
  return { kibibytes, external: process.memoryUsage().external };
};

/** Tells the parent where this process serves, and of its memory whenever it asks; stops with it, and ends well where that goes well. */
export const serveParent = (url: string, stop: () => Promise<void>): void => {
  process.on('message', () => process.send?.(memory()));
  process.on('disconnect', () => void stop().then(() => process.exit()));
  process.send?.({ url });
};
