import { expect } from 'chai';
import { io } from 'socket.io-client';
import { digits } from '../servana-scenario/scene.js';
import { token } from '../support/tokens.js';
import type { Check, Ground } from './ground-002.js';
import { ask, livechatAt } from './livechat-people.js';
import { connected, type Ids, type Page, pageOn, programAt } from './page-002.js';
import { runExample } from './run-example.js';

export interface Person {
  readonly id: number;
  readonly bearer: string;
}

const emailOf = (id: number | string): string => `${id}@example.com`;

const person = (claims: object): Person => {
  const sub = digits();
  return { id: Number(sub), bearer: token({ sub, email: emailOf(sub), ...claims }) };
};

/** The people of document 002, anew each time. */
export const client = (name = 'Jane Roe'): Person => person({ name });
export const agent = (departments: readonly string[] = []): Person =>
  person({ role: 'agent', name: 'John Doe', departments });
export const admin = (): Person => person({ role: 'admin', name: 'Ada Min' });

/** Opens a chat group of a client's. */
export const openGroup = async (
  url: string,
  { bearer }: Person,
  wish: { readonly departmentId?: string } = {},
): Promise<number> => {
  const asked = { bearer, body: wish };
  const { status, body } = await ask(url, 'POST /api/servana/chat-groups', asked);
  if (status !== 201) throw new Error(`no chat group: ${JSON.stringify(body)}`);
  return body.data['chatGroupId'] as number;
};

const named = ({ id, bearer }: Person) => ({ id: String(id), bearer });

/** What document 002 has no events for, asked of another protocol, of a client's one chat group. */
export const elsewhere = async (url: string, { id }: Person) => {
  const [at, boss] = [livechatAt(url), named(admin())];
  const conversation = await at.found(boss, emailOf(id));
  return {
    end: () => at.close(boss, conversation),
    assign: async (to: Person) => {
      await at.known(named(to));
      await at.claim(boss, conversation);
      await at.handover(boss, conversation, named(to));
    },
  };
};

/** An agent and a client, and her chat group. */
export interface Scene {
  readonly ground: Ground;
  readonly url: string;
  readonly john: Person;
  readonly jane: Person;
  readonly chatGroupId: number;
  readonly ids: Ids;
  /** Comes by the document's program; leaves when the test is over. */
  enter(who: Person): Promise<Page>;
  /** The same, and joins. */
  join(who: Person, groupId?: number): Promise<Page>;
  /** Comes and says nothing of who it is. */
  stranger(): Promise<Page>;
}

/** Played with people whom no other test knows. */
export const playing =
  (
    play: (scene: Scene) => Promise<void>,
    { departments = [] }: { readonly departments?: readonly string[] } = {},
  ): Check =>
  async (ground) => {
    const { url } = ground;
    const [john, jane, [departmentId]] = [agent(departments), client(), departments];
    const chatGroupId = await openGroup(
      url,
      jane,
      departmentId === undefined ? {} : { departmentId },
    );
    const ids = { agentId: john.id, clientId: jane.id, chatGroupId };
    const pages: Page[] = [];
    const enter = async ({ id, bearer }: Person): Promise<Page> => {
      const code = programAt('Mobile Clients').replace('your_jwt_token_here', bearer);
      const { socket } = await runExample(code, { url, names: {} });
      if (socket === undefined) throw new Error('the document connects nothing');
      const page = pageOn(socket, { url, ids, self: id });
      pages.push(page);
      await connected(socket);
      return page;
    };
    try {
      await play({
        ...{ ground, url, john, jane, chatGroupId, ids, enter },
        join: async (who, groupId = chatGroupId) => {
          const page = await enter(who);
          await page.request('joinChatGroup', { groupId });
          await page.next('joinedRoom');
          return page;
        },
        stranger: async () => {
          const page = pageOn(io(url, { forceNew: true }), { url, ids, self: 0 });
          pages.push(page);
          await connected(page.socket);
          return page;
        },
      });
    } finally {
      for (const page of pages) page.close();
    }
  };

/** That what is asked is refused, by the event as by the acknowledgement. */
export const expectRefused = async (
  page: Page,
  [event, payload]: readonly [event: string, payload?: object],
  code: string,
): Promise<string> => {
  const { success, error, ...told } = await page.request(event, payload);
  expect([success, told['code']], `${event}: ${String(error)}`).to.deep.equal([false, code]);
  const refused = await page.next('error');
  expect(refused, event).to.deep.equal({ message: error, ...told });
  return refused.message;
};

/** That none of these has come, of all that was sent before. */
export const expectQuiet = async (
  page: Page,
  ...events: readonly Parameters<Page['arrived']>[0][]
): Promise<void> => {
  await expectRefused(page, ['leaveRoom', { chatGroupId: 0 }], 'INVALID_DATA');
  for (const event of events) expect(page.arrived(event), event).to.equal(0);
};

/** Lists of who is online are told one by one: the first that has him, or has him not. */
export const untilTold = async (
  page: Page,
  { id }: Person,
  isOnline = true,
): Promise<Awaited<ReturnType<typeof page.next<'onlineUsersUpdate'>>>> => {
  for (;;) {
    const told = await page.next('onlineUsersUpdate');
    if (told.onlineUsers.some(({ userId }) => userId === id) === isOnline) return told;
  }
};

/** Who is online, as somebody is told who asks. */
export const onlineFor = async (page: Page): Promise<readonly unknown[]> => {
  const users = (await page.request('getOnlineUsers')) as unknown as readonly {
    readonly userId: unknown;
  }[];
  return users.map(({ userId }) => userId);
};
