import type { Socket } from 'socket.io-client';
import { Inbox } from '../support/client.js';
import { within } from '../support/deadline.js';
import type { ServanaFrames } from '../support/servana-clients.js';
import { Calls } from './calls.js';
import { DOCUMENT_002, literalAt, type Place, scriptsAt } from './document-items.js';
import { type Made, runExample } from './run-example.js';

/** What the programs of the document call, as an app would have it. */
const APP = [
  'addMessageToChat',
  'showTypingIndicator',
  'redirectToLogin',
  'showErrorMessage',
  'showWarning',
  'updateOnlineUsersList',
] as const;

/** Whom and what the document means by its numbers. */
export interface Ids {
  readonly agentId: number;
  readonly chatGroupId: number;
  readonly clientId: number;
}

const named =
  ({ agentId, chatGroupId, clientId }: Ids) =>
  (code: string): string =>
    code
      .replaceAll(/\b123\b/g, String(agentId))
      .replaceAll(/\b456\b/g, String(chatGroupId))
      .replaceAll(/\b789\b/g, String(clientId));

/** What a payload is shown as, of these people. */
export const shownAs = (place: Place, ids: Ids): Readonly<Record<string, unknown>> =>
  literalAt(DOCUMENT_002, place, named(ids)) as Readonly<Record<string, unknown>>;

/** All that stands at a place, one program after the other. */
export const programAt = (place: Place): string => {
  const programs = scriptsAt(DOCUMENT_002, place);
  if (programs.length === 0) throw new Error(`document 002 has no program at ${String(place)}`);
  return programs.join('\n');
};

type Answer = Readonly<Record<string, unknown>>;

/** A page of somebody's, which runs what the document shows. */
export interface Page extends Calls {
  readonly socket: Socket;
  /** Runs what stands at a place, as it stands but for ids. */
  run(place: Place, names?: Readonly<Record<string, unknown>>): Promise<Made>;
  next<Name extends keyof ServanaFrames>(event: Name): Promise<ServanaFrames[Name]>;
  /** Events of that name that have come and were not taken. */
  arrived(event: keyof ServanaFrames): number;
  /** Sends and resolves with the acknowledgement. */
  request(event: string, payload?: object): Promise<Answer>;
  close(): void;
}

/** As a page has it that an agent or a client has opened. */
export const surroundings = (calls: Calls, ids: Ids, self: number) => ({
  ...Object.fromEntries(APP.map((name) => [name, calls.noting(name)])),
  console: { log: calls.noting('log'), error: calls.noting('error') },
  currentUser: { id: self },
  currentClient: { id: ids.clientId },
  clientId: ids.clientId,
  chatGroupId: ids.chatGroupId,
  currentChatGroup: ids.chatGroupId,
});

/** A page on a socket, whether or not it is connected by now. */
export const pageOn = (
  socket: Socket,
  { url, ids, self }: { readonly url: string; readonly ids: Ids; readonly self: number },
): Page => {
  const calls = new Calls();
  const inbox = new Inbox<ServanaFrames>();
  socket.onAny(inbox.push);
  return Object.assign(calls, {
    socket,
    run: (place: Place, names: Readonly<Record<string, unknown>> = {}) =>
      runExample(named(ids)(programAt(place)), {
        url,
        names: { ...surroundings(calls, ids, self), socket, ...names },
      }),
    next: <Name extends keyof ServanaFrames>(event: Name) => inbox.next(event),
    arrived: (event: keyof ServanaFrames) => inbox.waiting(event),
    request: (event: string, payload?: object) =>
      within(
        socket.emitWithAck(event, ...(payload === undefined ? [] : [payload])) as Promise<Answer>,
        () => `an answer to ${event}`,
      ),
    close: () => {
      socket.close();
    },
  });
};

/** Until it is let in. @throws Error with the server's words when it is not */
export const connected = (socket: Socket): Promise<void> =>
  within(
    new Promise((resolve, reject) => {
      if (socket.connected) resolve();
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    }),
    () => 'a connection',
  );
