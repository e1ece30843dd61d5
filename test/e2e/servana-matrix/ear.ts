import { within } from '../support/deadline.js';
import {
  connectServanaSocketio,
  servana,
  type ServanaAck,
  type ServanaClient,
  type ServanaFrames,
} from '../support/servana-clients.js';
import { commonEnvelope } from '../support/spoken.js';
import { openWs, wsPath } from '../support/ws-client.js';
import { SIGNS, UPDATE_SIGNS } from './hearing-cells.js';
import type { Headers } from './people.js';

/** What a frame has to be about, as far as it says. */
export interface Subject {
  readonly chatGroupId: unknown;
  /** Who does it; of messages it is their sender. */
  readonly userId: number;
}

interface Told {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const hasEnded = ({ roomInfo }: Told['data']): boolean =>
  (roomInfo as { readonly status: unknown }).status === 'ended';

const isAction = (action: unknown): action is keyof typeof UPDATE_SIGNS =>
  typeof action === 'string' && Object.hasOwn(UPDATE_SIGNS, action);

const isSigned = (event: string): event is keyof typeof SIGNS => Object.hasOwn(SIGNS, event);

const signOf = ({ event, data }: Told): string => {
  if (event === 'updateChatGroups' && isAction(data['action'])) return UPDATE_SIGNS[data['action']];
  return isSigned(event) ? SIGNS[event] : `(${event})`;
};

const isAbout = ({ data }: Told, { chatGroupId, userId }: Subject): boolean => {
  const sender = data['sender'] as { readonly userId: unknown } | undefined;
  const names: readonly unknown[] = [data['chatGroupId'], data['userId'], sender?.userId];
  return [chatGroupId, userId, userId].every((right, n) => [right, undefined].includes(names[n]));
};

const sorted = (signs: readonly string[]): string => [...signs].sort().join('');

/** A client, and all that it is told, whatever that is. */
export class Ear {
  private told: Told[] = [];
  private readonly waiting: (() => void)[] = [];

  constructor(readonly client: ServanaClient) {}

  readonly hear = (event: string, data: unknown): void => {
    this.told.push({ event, data: (data ?? {}) as Told['data'] });
    for (const wake of this.waiting.splice(0)) wake();
  };

  /** What it was told since it was asked last, in signs; it waits for as many as are expected. */
  async signs(expected: string, subject: Subject): Promise<string> {
    const arrived = this.arrived(expected.length);
    await within(arrived, () => `${expected}; there was ${this.told.map(signOf).join('')}`);
    await this.settle();
    return sorted(
      this.told.splice(0).map((one) => (isAbout(one, subject) ? signOf(one) : `${signOf(one)}?`)),
    );
  }

  /** What it has been told is passed over. */
  async forget(): Promise<void> {
    await this.settle();
    this.told = [];
  }

  /** Until it was told that this chat group has ended, which may have to be read from the log first. */
  async ended(chatGroupId: number): Promise<void> {
    const isEnd = ({ event, data }: Told): boolean =>
      event === 'joinedRoom' && data['chatGroupId'] === chatGroupId && hasEnded(data);
    const looked = async (): Promise<void> => {
      while (!this.told.some(isEnd)) await this.next();
    };
    await within(looked(), () => `the end of ${chatGroupId}`);
  }

  /** Until the last list that it was told fulfils this. */
  async lastList(isRight: (ids: readonly unknown[]) => boolean): Promise<void> {
    const looked = async (): Promise<void> => {
      while (!isRight(this.online())) await this.next();
    };
    await within(looked(), () => `another list than ${this.online().join()}`);
  }

  /** Who is online as it was told last. */
  private online(): readonly unknown[] {
    const last = this.told.findLast(({ event }) => event === 'onlineUsersUpdate');
    const users = (last?.data['onlineUsers'] ?? []) as readonly { readonly userId: unknown }[];
    return users.map(({ userId }) => userId);
  }

  private next(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }

  private async arrived(count: number): Promise<void> {
    while (this.told.length < count) await this.next();
  }

  /** A round trip after which everything that was sent to it before has arrived; what it is told by that does not count. */
  private async settle(): Promise<void> {
    await this.client.request('leaveRoom', { chatGroupId: 0 });
    const last = this.told.pop();
    if (last?.event !== 'error') throw new Error(`an error was due, not ${String(last?.event)}`);
  }
}

/** Connects with these headers. */
export type Enter = (url: string, headers: Headers) => Promise<Ear>;

export const bySocketio: Enter = async (url, headers) => {
  const client = await connectServanaSocketio(url, { headers });
  const ear = new Ear(client);
  client.socket.onAny(ear.hear);
  return ear;
};

export const byWs: Enter = async (url, headers) => {
  const path = wsPath(servana);
  const client = await openWs<ServanaFrames, ServanaAck>(servana, url, { path, headers });
  const ear = new Ear(client);
  client.socket.on('message', (data: Buffer) => {
    const { event, data: payload } = commonEnvelope.read(data.toString());
    if (event !== undefined) ear.hear(event, payload);
  });
  return ear;
};

/** As a cell has it, in the order in which they are compared. */
export const inOrder = (cell: string): string => (cell === '-' ? '' : sorted(cell.split('')));
