import { type Credentials, headersOf } from '../support/doors.js';
import { within } from '../support/deadline.js';
import { connectSocketio } from '../support/socketio-client.js';
import type { Spoken } from '../support/spoken.js';
import { openWs, wsPath } from '../support/ws-client.js';

/** A frame that came before an answer. */
export interface Pushed {
  readonly event: string;
  readonly data: unknown;
}

export interface Heard {
  readonly answer: unknown;
  readonly frames: readonly Pushed[];
}

/** Asks with a payload in JSON as it stands, and hears all that is said until it is answered. */
export interface Asker {
  ask(event: string, json: string): Promise<Heard>;
  close(): void;
}

/** Numbers that no client has come to by itself. */
const FIRST = 1_000_000;

type Connect = (spoken: Spoken, url: string, credentials: Credentials) => Promise<Asker>;

const asker = (send: (event: string, json: string, ack: number) => void, close: () => void) => {
  let asked = FIRST;
  let frames: Pushed[] = [];
  let answered: (ack: number, answer: unknown) => void = () => undefined;
  return {
    pushed: (frame: Pushed): void => void frames.push(frame),
    answered: (ack: number, answer: unknown): void => answered(ack, answer),
    ask: (event: string, json: string): Promise<Heard> => {
      const ack = ++asked;
      frames = [];
      const answer = new Promise<Heard>((resolve) => {
        answered = (to, answer) => {
          if (to === ack) resolve({ answer, frames });
        };
      });
      send(event, json, ack);
      return within(answer, () => `an answer to ${event} ${json.slice(0, 200)}`);
    },
    close,
  };
};

const bySocketio: Connect = async (spoken, url, credentials) => {
  const client = await connectSocketio(spoken, url, { ...credentials });
  const { io: manager } = client.socket;
  const one = asker(
    (event, json, ack) =>
      manager.engine.write(`2${spoken.namespace},${ack}[${JSON.stringify(event)},${json}]`),
    () => client.close(),
  );
  client.socket.onAny((event: string, data: unknown) => one.pushed({ event, data }));
  manager.on('packet', ({ id, data }) => {
    if (id !== undefined) one.answered(id, (data as readonly unknown[])[0]);
  });
  return one;
};

const byWs: Connect = async (spoken, url, credentials) => {
  const headers = headersOf(credentials);
  const client = await openWs(spoken, url, { path: wsPath(spoken), headers });
  const one = asker(
    (event, json, ack) =>
      client.raw(`{"event":${JSON.stringify(event)},"data":${json},"ack":${ack}}`),
    () => client.close(),
  );
  client.socket.on('message', (bytes: Buffer) => {
    const said = JSON.parse(bytes.toString()) as { event?: string; ack?: number; data: unknown };
    if (said.event !== undefined) one.pushed({ event: said.event, data: said.data });
    else if (said.ack !== undefined) one.answered(said.ack, said.data);
  });
  return one;
};

/** What was said to whoever has come is heard with the answer to what he asks first. */
export const ASKERS: Readonly<Record<string, Connect>> = { 'Socket.IO': bySocketio, ws: byWs };
