import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Envelope, Frame } from '../../gateway/transport.js';

/** What a client sends as a text frame; `ack` asks for an answer under the same number. */
const Incoming = t.intersection([
  t.type({ event: t.string }),
  t.partial({ data: t.unknown, ack: t.number }),
]);

const write = ({ event, data }: Frame): string => JSON.stringify({ event, data });

/** The envelope of every dialect that brings none of its own. */
export const commonEnvelope: Envelope = {
  parse: (text) => {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return null;
    }
    const decoded = Incoming.decode(json);
    if (isLeft(decoded)) return null;
    const { event, data, ack } = decoded.right;
    return { frame: { event, data }, ...(ack === undefined ? {} : { ack }) };
  },
  write,
  acknowledge: (ack, data) => JSON.stringify({ ack, data }),
  malformed: write({
    event: 'error',
    data: { code: 'INVALID_DATA', message: 'A frame must be {"event": "...", "data": {...}}' },
  }),
};
