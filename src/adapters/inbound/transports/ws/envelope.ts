import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Channel } from '../../gateway/transport.js';

/** What a client sends as a text frame; `ack` asks for an answer under the same number. */
const Envelope = t.intersection([
  t.type({ event: t.string }),
  t.partial({ data: t.unknown, ack: t.number }),
]);

export type Envelope = t.TypeOf<typeof Envelope>;

/** `null` for what is no JSON, or no envelope. */
export const parseEnvelope = (text: string): Envelope | null => {
  try {
    const decoded = Envelope.decode(JSON.parse(text));
    return isLeft(decoded) ? null : decoded.right;
  } catch {
    return null;
  }
};

/** Text as it goes on the wire, ready for any number of connections. */
export type Wire = Buffer;

const wire = (value: object): Wire => Buffer.from(JSON.stringify(value));

export const envelopeChannel: Channel<Wire> = {
  encode: ({ event, data }) => wire({ event, data }),
};

export const acknowledgement = (ack: number, data: unknown): Wire => wire({ ack, data });

export const badFrame: Wire = envelopeChannel.encode({
  event: 'error',
  data: { code: 'INVALID_DATA', message: 'A frame must be {"event": "...", "data": {...}}' },
});
