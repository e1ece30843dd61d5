import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { type Client, Inbox } from '../../e2e/support/client.js';
import { within } from '../../e2e/support/deadline.js';
import type { Credentials } from '../../e2e/support/doors.js';
import { commonEnvelope, type Spoken } from '../../e2e/support/spoken.js';

interface Parting {
  readonly refused?: string;
  readonly closed?: string;
}

export interface LineClient<Frames, Answer> extends Client<Frames, Answer> {
  raw(line: string): void;
}

/** A client of the toy. @throws Error with the server's words when it is refused */
export const connectLine = async <Frames, Answer>(
  { name, envelope = commonEnvelope }: Spoken,
  port: number,
  { token = '', guestId }: Credentials = {},
): Promise<LineClient<Frames, Answer>> => {
  const inbox = new Inbox<Frames>();
  const answers = new Map<number, (answer: Answer) => void>();
  let asked = 0;
  let reason = '';
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const raw = (line: string): void => void socket.write(`${line}\n`);
  const ended = new Promise<string>((resolve) => {
    socket.once('close', () => resolve(reason));
  });
  const answered = new Promise<void>((resolve, reject) => {
    createInterface({ input: socket }).on('line', (text) => {
      const { refused, closed } = JSON.parse(text) as Parting;
      if (refused !== undefined) reject(new Error(refused));
      if (closed !== undefined) reason = closed;
      const { event, ack, data } = envelope.read(text);
      if (event !== undefined) inbox.push(event, data);
      else answers.get(ack ?? -1)?.(data as Answer);
      // Whoever is let in is told so first.
      resolve();
    });
  });
  raw(`${name} ${guestId === undefined ? token : `guest=${guestId}`}`.trim());
  await within(answered, () => 'the first line');
  return {
    raw,
    ended,
    request: (event, data) => {
      asked += 1;
      const ack = asked;
      raw(envelope.write(event, data, ack));
      const answer = new Promise<Answer>((resolve) => answers.set(ack, resolve));
      return within(answer, () => `an answer to ${event}`);
    },
    emit: (event, data) => raw(envelope.write(event, data)),
    next: (event) => inbox.next(event),
    waiting: (event) => inbox.waiting(event),
    close: () => socket.destroy(),
  };
};
