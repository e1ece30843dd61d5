import { expect } from 'chai';
import { countOf, fileOf } from '../bad-input/file-senders.js';
import { john, livechatAt, mike, type Person } from '../documents/livechat-people.js';
import { openTicket } from '../documents/page-003.js';
import { conversationOf, wholeHistory } from '../support/rest-client.js';
import { connectSupportSocketio } from '../support/support-clients.js';
import { connectTicketsSocketio } from '../support/tickets-clients.js';
import { type SentFile, upload, type WireAttachment } from './sending-files.js';

/** What is told of a message, as far as it is read. */
interface Told {
  readonly attachments?: readonly WireAttachment[] | null;
}

/** A customer who sends files by one dialect, and one of staff who hears of them. */
export interface Visit {
  /** Resolves with what it is answered, where it is refused. */
  send(files: readonly SentFile[]): Promise<object | null>;
  /** The names of the files that staff are told of next. */
  told(): Promise<readonly string[]>;
  /** How many messages there are. */
  stored(): Promise<number>;
  close(): void;
}

/** A way for files to come. */
export interface Way {
  enter(url: string): Promise<Visit>;
  /** What is refused with this sentence is answered so. */
  refused(status: number, code: string, message: string): object;
}

const namesOf = ({ attachments }: Told): readonly string[] =>
  (attachments ?? []).map((one) => one.originalname);

const countIn =
  (url: string, { bearer }: Person, id: string) =>
  async (): Promise<number> =>
    (await wholeHistory(url, bearer, id)).length;

const byForm =
  (url: string, path: string, { bearer }: Person) =>
  async (files: readonly SentFile[]): Promise<object | null> => {
    const { status, body } = await upload(url, path, { bearer, files });
    return status === 201 ? null : { status, body };
  };

/** By each dialect, as it takes files. */
export const WAYS: Readonly<Record<string, Way>> = {
  'a form of support': {
    refused: (status, _code, message) => ({
      status,
      body: { success: false, message, errors: [] },
    }),
    enter: async (url) => {
      const user = john();
      const id = await conversationOf(url, user.bearer);
      const staff = await connectSupportSocketio(url, { token: mike().bearer });
      await staff.request('conversation:join', { conversationId: id });
      return {
        send: byForm(url, `/api/support/conversation/${id}/attachments`, user),
        told: async () => namesOf((await staff.next('message:received')) as Told),
        stored: countIn(url, user, id),
        close: () => staff.close(),
      };
    },
  },
  'a form of livechat': {
    refused: (status, _code, message) => ({ status, body: { success: false, message } }),
    enter: async (url) => {
      const user = john();
      const id = await livechatAt(url).open(user, 'Help');
      const staff = await livechatAt(url).enter(mike());
      await staff.request('join_conversation', { conversation_id: id });
      const stored = countIn(url, user, id);
      return {
        send: byForm(url, `/api/v1/support/conversations/${id}/attachments`, user),
        told: async () => namesOf((await staff.next('new_message')).message),
        // But for the one that opened it.
        stored: async () => (await stored()) - 1,
        close: () => staff.close(),
      };
    },
  },
  'an event of tickets': {
    refused: (_status, code, message) => ({ success: false, code, message }),
    enter: async (url) => {
      const user = john();
      const { _id: ticketId } = await openTicket(url, user);
      const [customer, staff] = [
        await connectTicketsSocketio(url),
        await connectTicketsSocketio(url),
      ];
      for (const [client, { bearer }] of [
        [customer, user],
        [staff, mike()],
      ] as const) {
        await client.request('authenticate', { token: bearer });
        await client.request('join_ticket', { ticketId });
      }
      return {
        send: async (files) => {
          const attachments = files.map(({ name, content }) => fileOf(name, content));
          const answer = await customer.request('send_message', { ticketId, attachments });
          if ('data' in answer) return null;
          const { success, ...error } = answer;
          expect(await customer.next('send_message_error')).to.deep.equal(error);
          return { success, ...error };
        },
        told: async () => namesOf((await staff.next('new_message')).data),
        stored: () => countOf({ client: customer, ticketId }),
        close: () => {
          for (const client of [customer, staff]) client.close();
        },
      };
    },
  },
};
