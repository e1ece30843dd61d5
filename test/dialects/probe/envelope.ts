import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Envelope, Frame } from '../../../src/adapters/inbound/gateway/transport.js';

/** `["say", {…}]`, or `["say", {…}, 7]` of a client that waits for `[7, {…}]`. */
const Incoming = t.union([
  t.tuple([t.string, t.unknown, t.number]),
  t.tuple([t.string, t.unknown]),
]);

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const write = ({ event, data }: Frame): string => JSON.stringify([event, data]);

export const envelope: Envelope = {
  parse: (text) => {
    const decoded = Incoming.decode(jsonOf(text));
    if (isLeft(decoded)) return null;
    const [event, data, ack] = decoded.right;
    return { frame: { event, data }, ...(ack === undefined ? {} : { ack }) };
  },
  write,
  acknowledge: (ack, answer) => JSON.stringify([ack, answer]),
  malformed: write({ event: 'oops', data: { event: null, why: 'NoFrame' } }),
};
