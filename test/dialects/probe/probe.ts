import type { Client } from '../../e2e/support/client.js';
import type { ClientEnvelope, Heard, Staged } from '../../e2e/support/spoken.js';
import { channel } from './channel.js';
import { probeDialect } from './probe-dialect.js';

/** Server → client events. */
export interface Frames {
  readonly welcome: { readonly id: string };
  readonly said: { readonly room: string; readonly seq: number; readonly text: string | null };
  readonly rang: { readonly room: string; readonly seq: number; readonly viewer: string };
  readonly waved: { readonly room: string; readonly by: string };
  readonly parted: { readonly room: string };
  readonly oops: { readonly event: string | null; readonly why: string };
}

export type Answer = Readonly<Record<string, unknown>> & { readonly ok: boolean };

export type ProbeClient = Client<Frames, Answer>;

/** The probe's envelope from the other side. */
const clientEnvelope: ClientEnvelope = {
  write: (event, data = null, ack) =>
    JSON.stringify(ack === undefined ? [event, data] : [event, data, ack]),
  read: (text): Heard => {
    const [head, data] = JSON.parse(text) as readonly [string | number, unknown];
    return typeof head === 'number' ? { ack: head, data } : { event: head, data };
  },
};

/** The probe where it is one of those that are bound. */
export const boundProbe: Staged = {
  name: channel.name,
  namespace: '/probe',
  channel,
  envelope: clientEnvelope,
};

/** The probe on a stage, beside no other dialect. */
export const probe: Staged = {
  ...boundProbe,
  dialects: (cases) => [probeDialect({ useCases: cases })],
};
