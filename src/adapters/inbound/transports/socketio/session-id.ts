import { randomBytes } from 'node:crypto';
import type { Socket } from 'socket.io';

/** What no type of the library tells: it sends the id to the client when he is let in, if there is one. */
interface Insides {
  pid?: string;
}

const insides = (socket: Socket): Insides => socket as unknown as Insides;

/** 256 bits: of a guest it is the credential. */
const BYTES = 32;

/**
 * Gives a client that is about to be let in the private id by which it comes back. The library would do so itself
 * with its recovery switched on, with fewer bits; and would then look for sessions of its own.
 */
export const giveSessionId = (socket: Socket): void => {
  insides(socket).pid = randomBytes(BYTES).toString('base64url');
};

export const sessionIdOf = (socket: Socket): string | undefined => insides(socket).pid;
