import type { Verdict } from '../../../application/ports/file-scanner.js';

/** What clamd ends a reply with where a command began with `z`. */
const END = '\0';

/** Bytes; clamd says a name or an error in far fewer. */
const MOST = 1_000;

const LONGEST_NAME = 100;

const FOUND = /^stream: (.*) FOUND$/;

/** What names of signatures are made of; people see them, so that nothing else comes through. */
const cleaned = (name: string): string =>
  name.slice(0, LONGEST_NAME).replaceAll(/[^\w.:(){}+/-]/g, '_') || 'unnamed';

/** What clamd said: a verdict, or what is none. */
export type Reply =
  | Exclude<Verdict, { kind: 'unavailable' }>
  | { readonly kind: 'none'; readonly reason: string; readonly answer: string };

const none = (reason: string, answer: string): Reply => ({
  kind: 'none',
  reason,
  answer: cleaned(answer),
});

/** @returns null as long as more is to come */
export const readReply = (bytes: string): Reply | null => {
  const end = bytes.indexOf(END);
  if (end === -1) return bytes.length > MOST ? none('its answer has no end', bytes) : null;
  const reply = bytes.slice(0, end);
  if (reply === 'stream: OK') return { kind: 'clean' };
  const [, threat] = FOUND.exec(reply) ?? [];
  if (threat !== undefined) return { kind: 'infected', threat: cleaned(threat) };
  return reply.startsWith('INSTREAM size limit exceeded')
    ? none('the file is larger than its StreamMaxLength', reply)
    : none('its answer is no verdict', reply);
};
