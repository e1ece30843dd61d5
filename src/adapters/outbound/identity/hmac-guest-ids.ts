import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';
import type { Clock } from '../../../application/ports/clock.js';
import type { GuestCredential, GuestIds } from '../../../application/ports/guest-ids.js';
import { isGuestId } from '../../../domain/guest-id.js';

export interface HmacGuestIdsOptions {
  /** Of this purpose alone, 32 bytes. */
  readonly key: Uint8Array;
  readonly clock: Clock;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Characters of each random part and of each check: 130 bits. */
const LENGTH = 22;

const SECRET_LENGTH = 'guest_'.length + 13 + 1 + 2 * LENGTH;

/** Two bytes for each character: of what is left over no character has noticeably more than another. */
const base62 = (bytes: Buffer): string => {
  let text = '';
  for (let at = 0; text.length < LENGTH; at += 2)
    text += BASE62.charAt(bytes.readUInt16BE(at) % 62);
  return text;
};

class Credential implements GuestCredential {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toJSON(): string {
    return '[guest credential]';
  }

  toString(): string {
    return this.toJSON();
  }

  [inspect.custom](): string {
    return this.toJSON();
  }
}

/** The secret form is the public one and its keyed hash: checked without a look-up, and never stored. */
export const hmacGuestIds = ({ key, clock }: HmacGuestIdsOptions): GuestIds => {
  const secretOf = (id: string): string =>
    id + base62(createHmac('sha512', key).update(id).digest());

  return {
    issue: () => {
      const milliseconds = String(clock.now()).padStart(13, '0');
      return `guest_${milliseconds}_${base62(randomBytes(2 * LENGTH))}`;
    },

    check: (candidate) => {
      if (typeof candidate !== 'string' || candidate.length !== SECRET_LENGTH) return null;
      const id = candidate.slice(0, -LENGTH);
      if (!isGuestId(id)) return null;
      const [given, right] = [Buffer.from(candidate), Buffer.from(secretOf(id))];
      return given.length === right.length && timingSafeEqual(given, right) ? id : null;
    },

    credentialOf: (id) => new Credential(secretOf(id)),
  };
};
