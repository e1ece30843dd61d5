import * as E from 'fp-ts/lib/Either.js';
import { dockerHost } from '../hosts/docker.js';
import type { Fetching } from './fetching.js';
import type { Way } from './program.js';

/** A program of an image, in Docker. */
export const dockerImage =
  (image: string, program: string, { tell }: Pick<Fetching, 'tell'>): Way =>
  async () => {
    const open = await dockerHost(image, program, tell);
    if (E.isLeft(open)) return E.left(`Docker: ${open.left}`);
    return E.right({ open: open.right, origin: `${image} in Docker` });
  };
