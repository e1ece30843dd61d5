import {
  connectLivechatSocketio,
  type LivechatSocketioClient,
} from '../support/livechat-clients.js';
import { PATIENCE } from '../support/deadline.js';
import { someone, token } from '../support/tokens.js';

export interface LivechatReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly success: boolean;
    readonly message: string;
    readonly data: Readonly<Record<string, unknown>>;
    readonly errors?: readonly { readonly field: string; readonly message: string }[];
  };
}

export interface Person {
  readonly id: string;
  readonly bearer: string;
}

export const USER = '/api/v1/support';
export const STAFF = '/api/v1/unified-admin/support';

export interface Asking {
  readonly bearer?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** As staff have it by itself. */
export interface WireTicket {
  readonly id: string;
  readonly ticket_number: string;
  readonly subject: string;
  readonly status: string;
  readonly priority: string;
  readonly support_type: string;
}

const TICKET = { support_type: 'TRANSACTION_ISSUE', priority: 'medium' } as const;

/** `GET /path`, with what it bears; a body goes as JSON. */
export const ask = async (
  url: string,
  request: string,
  { bearer = null, headers = {}, body }: Asking = {},
): Promise<LivechatReply> => {
  const [method = '', path = ''] = request.split(' ');
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    signal: AbortSignal.timeout(PATIENCE),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as LivechatReply['body'],
  };
};

const person = (kind: string, claims: object): Person => {
  const id = someone(kind);
  return { id, bearer: token({ sub: id, ...claims }) };
};

/** The people of document 004, anew each time. */
export const john = (): Person =>
  person('john', {
    name: 'John Doe',
    email: 'john@example.com',
    phone_number: '+2348012345678',
  });
export const sarah = (): Person =>
  person('sarah', { role: 'agent', name: 'Sarah Johnson', email: 'sarah@smipay.com' });
export const mike = (): Person => person('mike', { role: 'admin', name: 'Admin Mike' });

/** What people do, over REST, against one server. */
export const livechatAt = (url: string) => {
  const expectDone = (reply: LivechatReply): LivechatReply['body']['data'] => {
    if (reply.status !== 201) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body.data;
  };
  const staffs = async (by: Person, id: string, does: string, body: object = {}) =>
    expectDone(
      await ask(url, `POST ${STAFF}/conversations/${id}/${does}`, { bearer: by.bearer, body }),
    );
  return {
    /** Opens a conversation with a message; gives its id. */
    open: async (by: Person, message: string): Promise<string> => {
      const sent = await ask(url, `POST ${USER}/chat/send`, {
        bearer: by.bearer,
        body: { message },
      });
      return (expectDone(sent)['conversation'] as { readonly id: string }).id;
    },
    send: async (by: Person, conversation_id: string, message: string): Promise<void> => {
      const body = { message, conversation_id };
      expectDone(await ask(url, `POST ${USER}/chat/send`, { bearer: by.bearer, body }));
    },
    claim: (by: Person, id: string) => staffs(by, id, 'claim'),
    reply: (by: Person, id: string, message: string) => staffs(by, id, 'reply', { message }),
    note: (by: Person, id: string, message: string) => staffs(by, id, 'note', { message }),
    handover: (by: Person, id: string, to: Person) =>
      staffs(by, id, 'handover', { admin_id: to.id }),
    close: (by: Person, id: string) => staffs(by, id, 'close'),
    /** Gives the ticket. */
    ticket: async (by: Person, id: string, wish: object = {}): Promise<WireTicket> => {
      const body = { subject: 'Failed transfer to @janedoe', ...TICKET, ...wish };
      return (await staffs(by, id, 'ticket', body))['ticket'] as WireTicket;
    },
    updateTicket: ({ bearer }: Person, ticketNumber: string, body: object) =>
      ask(url, `PATCH ${STAFF}/tickets/${ticketNumber}`, { bearer, body }),
    rate: async (by: Person, id: string, rating: number) =>
      expectDone(
        await ask(url, `POST ${USER}/conversations/${id}/rate`, {
          bearer: by.bearer,
          body: { rating },
        }),
      ),
    /** Somebody of staff has been here, and can be handed to. */
    known: async (...staff: readonly Person[]): Promise<void> => {
      for (const { bearer } of staff) await ask(url, `GET ${STAFF}/conversations`, { bearer });
    },
    /** The id of the one conversation that staff find by what they type. */
    found: async ({ bearer }: Person, typed: string): Promise<string> => {
      const query = new URLSearchParams({ search: typed }).toString();
      const { body } = await ask(url, `GET ${STAFF}/conversations?${query}`, { bearer });
      const found = body.data['conversations'] as readonly { readonly id: string }[];
      const [one] = found;
      if (one === undefined || found.length > 1) throw new Error(`${found.length} by ${typed}`);
      return one.id;
    },
    enter: ({ bearer }: Person): Promise<LivechatSocketioClient> =>
      connectLivechatSocketio(url, { token: bearer }),
  };
};
