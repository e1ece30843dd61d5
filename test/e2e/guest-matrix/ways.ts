import type { Client } from '../support/client.js';
import {
  connectSupportSocketio,
  openSupportWs,
  type SupportClient,
} from '../support/support-clients.js';
import type { Ack, Frames } from '../support/wire.js';
import type { Traffic } from './traffic.js';

/** A token, or what is given for a guest's id; neither is nothing at all. */
export interface Credential {
  readonly token?: string;
  readonly guestId?: string;
}

/** A connection, and who it was told to be at last. */
export interface Entered {
  readonly client: SupportClient;
  readonly guestId: string | undefined;
}

type Headers = Readonly<Record<string, string>>;

/** A place for a credential at one door; `null` where it cannot be there. */
type Put<Where> = (credential: Credential) => Where | null;

const bearer: Put<Headers> = ({ token }) =>
  token === undefined ? null : { authorization: `Bearer ${token}` };
const header: Put<Headers> = ({ guestId }) =>
  guestId === undefined ? null : { 'x-guest-id': guestId };
const cookie: Put<Headers> = ({ guestId }) =>
  guestId === undefined ? null : { cookie: `guest_id=${guestId}` };
const nothing: Put<Headers> = ({ token, guestId }) =>
  token === undefined && guestId === undefined ? {} : null;

const HEADERS = { nothing, bearer, header, cookie } as const;

const enter = async (client: Client<Frames, Ack>): Promise<Entered> => {
  const { guestId } = await client.next('connection:success');
  return { client, guestId };
};

type Enter = (url: string, traffic: Traffic) => Promise<Entered>;

const bySocketio =
  (auth: Record<string, unknown>, headers: Headers = {}): Enter =>
  async (url, traffic) => {
    const client = await connectSupportSocketio(url, auth, { headers });
    client.socket.io.engine.on('packet', ({ data }) => traffic.hear(String(data)));
    const entered = await enter(client);
    traffic.hear(JSON.stringify(entered.guestId ?? null));
    return entered;
  };

const byWs =
  (headers: Headers, protocols: readonly string[] = []): Enter =>
  async (url, traffic) => {
    const client = await openSupportWs(url, { headers, protocols });
    client.socket.on('message', (data: Buffer) => traffic.hear(data.toString()));
    const entered = await enter(client);
    traffic.hear(JSON.stringify(entered.guestId ?? null));
    return entered;
  };

/** Comes in as nobody, and says who he is. */
const byFrame =
  (credential: Credential): Enter =>
  async (url, traffic) => {
    const first = await byWs({})(url, traffic);
    // He was a newcomer till then.
    traffic.may(first.guestId);
    first.client.emit('auth', credential);
    return enter(first.client);
  };

const protocolsOf = ({ token, guestId }: Credential): readonly string[] => [
  'switchboard.v1',
  ...(token === undefined ? [] : [`bearer.${token}`]),
  ...(guestId === undefined ? [] : [`guest.${guestId}`]),
];

/** Every way to connect with a credential, by name. */
export const waysToEnter = (credential: Credential): readonly (readonly [string, Enter])[] => {
  const withHeaders = Object.entries(HEADERS).flatMap(([name, put]) => {
    const headers = put(credential);
    if (headers === null) return [];
    return [
      [`Socket.IO, ${name}`, bySocketio({}, headers)],
      [`ws, ${name}`, byWs(headers)],
    ] as const;
  });
  return [
    ...withHeaders,
    ['Socket.IO, handshake', bySocketio({ ...credential })],
    ['ws, subprotocol', byWs({}, protocolsOf(credential))],
    ['ws, frame', byFrame(credential)],
  ];
};

export interface Asking {
  readonly query: string;
  readonly headers: Headers;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Every way to ask for something over REST with a credential, by name. */
export const waysToAsk = (
  credential: Credential,
  hasBody: boolean,
): readonly (readonly [string, Asking])[] => {
  const { guestId } = credential;
  const withHeaders = Object.entries(HEADERS).flatMap(([name, put]) => {
    const headers = put(credential);
    return headers === null ? [] : [[name, { query: '', headers }] as const];
  });
  if (guestId === undefined) return withHeaders;
  const query = `?guestId=${encodeURIComponent(guestId)}`;
  return [
    ...withHeaders,
    ['query', { query, headers: {} }],
    ...(hasBody ? ([['body', { query: '', headers: {}, body: { guestId } }]] as const) : []),
  ];
};
