import * as t from 'io-ts';
import type { Envelope, Frame } from '../../gateway/transport.js';

const isAck = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** A number that JSON writes as it was read; another would not name the client's own question. */
const Ack = new t.Type<number>(
  'Ack',
  isAck,
  (value, context) => (isAck(value) ? t.success(value) : t.failure(value, context)),
  t.identity,
);

/** What a client sends as a text frame; `ack` asks for an answer under the same number. */
const Incoming = t.intersection([
  t.type({ event: t.string }),
  t.partial({ data: t.unknown, ack: Ack }),
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
    if (!Incoming.is(json)) return null;
    const { event, data, ack } = json;
    return { frame: { event, data }, ...(ack === undefined ? {} : { ack }) };
  },
  write,
  acknowledge: (ack, data) => JSON.stringify({ ack, data }),
  malformed: write({
    event: 'error',
    data: {
      code: 'INVALID_DATA',
      message:
        'A frame must be {"event": "...", "data": {...}, "ack": 7}; "data" and "ack" may be left out, "ack" is a whole number from 0',
    },
  }),
};
