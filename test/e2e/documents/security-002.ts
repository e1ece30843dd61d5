import { expect } from 'chai';
import { until } from '../../support/until.js';
import type { Check, Ground } from './ground-002.js';
import { refusal } from './connection-002.js';
import type { Page } from './page-002.js';
import {
  agent,
  client,
  elsewhere,
  expectQuiet,
  expectRefused,
  openGroup,
  type Person,
  playing,
} from './scene-002.js';

/** In a minute, of a person. */
const RATES = { messages: 30, statuses: 10 };

/** Lines of the security log of somebody, or of whom nobody knows. */
const linesOf = ({ logged }: Ground, actor: string | null) =>
  logged().filter((line) => line['msg'] === 'security' && line['actor'] === actor);

const untilLogged = (ground: Ground, actor: string | null, line: object): Promise<void> =>
  until(() =>
    linesOf(ground, actor).some((one) =>
      Object.entries(line).every(([field, value]) => one[field] === value),
    ),
  );

const connections: Check = playing(async ({ ground, url, enter, jane }) => {
  await enter(jane);
  await untilLogged(ground, `customer:${jane.id}`, { event: 'authenticated' });
  const before = linesOf(ground, null).length;
  expect(await refusal(url, `${jane.bearer}x`)).to.equal('Authentication failed');
  await until(() => linesOf(ground, null).length > before);
  expect(linesOf(ground, null).at(-1)).to.include({
    event: 'authenticationFailed',
    reason: 'InvalidToken',
  });
});

/** So many times it is done, and then no more; somebody else is none the worse for it. */
const expectRate = async (
  [page, other]: readonly [Page, Page],
  [event, payload]: readonly [event: string, payload: object],
  rate: number,
): Promise<void> => {
  for (let done = 0; done < rate; done += 1) {
    expect(await page.request(event, payload)).to.not.include({ success: false });
  }
  await expectRefused(page, [event, payload], 'RATE_LIMIT_EXCEEDED');
  expect(await other.request(event, payload)).to.not.include({ success: false });
};

/** By the bullets of "Rate Limiting". */
export const LIMITS: Readonly<Record<string, Check>> = {
  'Message sending: 30/minute per user': playing(async ({ join, john, jane, chatGroupId }) => {
    const said = { message: 'Hello', chatGroupId, clientId: jane.id };
    const pages = [await join(jane), await join(john)] as const;
    await expectRate(pages, ['sendMessage', said], RATES.messages);
  }),
  'Status updates: 10/minute per user': playing(async ({ enter, john, jane }) => {
    const pages = [await enter(john), await enter(jane)] as const;
    await expectRate(pages, ['userOnline', {}], RATES.statuses);
  }),
  'Typing events: No limit (short-lived)': playing(async ({ join, john, chatGroupId }) => {
    const page = await join(john);
    for (let typed = 0; typed < 2 * RATES.messages; typed += 1) {
      for (const event of ['typing', 'stopTyping']) {
        expect(await page.request(event, { chatGroupId })).to.deep.equal({ success: true });
      }
    }
  }),
  'Connection attempts: Monitored and logged': connections,
};

const ATTACK = '<img src=x onerror="alert(1)"><script>alert(1)</script>';

/** What a browser would take for a tag. */
const TAG = /<[a-z!/?]/i;

const sanitized: Check = playing(async ({ join, john, jane, chatGroupId }) => {
  const [hers, page] = [await join(jane), await join(john)];
  await page.request('sendMessage', { message: ATTACK, chatGroupId, clientId: jane.id });
  const { chat_message } = await hers.next('receiveMessage');
  expect(chat_message).to.not.match(TAG);
  // A person reads the same.
  expect(chat_message.replaceAll('\u200b', '')).to.equal(ATTACK);
});

const mustBeInRoom: Check = playing(async ({ enter, john, jane, chatGroupId }) => {
  const page = await enter(john);
  const said = { message: 'Hello', chatGroupId, clientId: jane.id };
  await expectRefused(page, ['sendMessage', said], 'ACCESS_DENIED');
  await page.request('joinChatGroup', { groupId: chatGroupId });
  expect(await page.request('sendMessage', said)).to.include({ chat_message: 'Hello' });
});

/** By the bullets of `sendMessage`. */
export const MESSAGES: Readonly<Record<string, Check>> = {
  'Message content sanitized for XSS': sanitized,
  'User must be in the chat room': mustBeInRoom,
  'Chat room must be active': playing(async ({ join, john, jane, chatGroupId, url }) => {
    const page = await join(john);
    await (await elsewhere(url, jane)).end();
    const said = { message: 'Hello', chatGroupId, clientId: jane.id };
    await expectRefused(page, ['sendMessage', said], 'ROOM_INACTIVE');
  }),
};

/** Everything that a client may send with something in it. */
const MALFORMED: Readonly<Record<string, object>> = {
  userOnline: { userId: {} },
  userHeartbeat: { userId: [] },
  userOffline: { userType: 'root' },
  joinChatGroup: { groupId: { $ne: null } },
  leaveRoom: { chatGroupId: -1 },
  sendMessage: { message: ['Hello'], chatGroupId: 'x', clientId: null },
  typing: { chatGroupId: 1.5 },
  stopTyping: {},
};

/** By the bullets of "Data Validation". */
export const VALIDATION: Readonly<Record<string, Check>> = {
  'Message content sanitization': sanitized,
  'XSS prevention': async (ground) => {
    await sanitized(ground);
    const mallory = client(ATTACK);
    await playing(async ({ url, enter, join }) => {
      const groupId = await openGroup(url, mallory);
      const page = await join(mallory, groupId);
      const other = await enter(agent());
      await other.request('joinChatGroup', { groupId });
      const said = { message: 'Hello', chatGroupId: groupId, clientId: mallory.id };
      await page.request('sendMessage', said);
      const { sender } = await other.next('receiveMessage');
      expect(JSON.stringify(sender.profile)).to.contain('img').and.to.not.match(TAG);
    })(ground);
  },
  'Input validation for all events': playing(async ({ enter, john }) => {
    const page = await enter(john);
    for (const asked of Object.entries(MALFORMED)) {
      await expectRefused(page, asked, 'INVALID_DATA');
    }
  }),
  'User identity verification': playing(async ({ join, john, jane, chatGroupId }) => {
    const [hers, page] = [await join(jane), await join(john)];
    await hers.next('userJoined');
    for (const event of ['joinChatGroup', 'typing', 'stopTyping']) {
      const asked = { groupId: chatGroupId, chatGroupId, userId: jane.id, userType: 'agent' };
      await expectRefused(page, [event, asked], 'ACCESS_DENIED');
    }
    await expectQuiet(hers, 'typing', 'stopTyping', 'userJoined');
  }),
};

const actorOf = ({ id }: Person): string => `staff:${id}`;

/** By the bullets of "Security Logging". */
export const LOGGING: Readonly<Record<string, Check>> = {
  'Authentication attempts': connections,
  'Failed authorization': playing(async ({ ground, enter, john }) => {
    await expectRefused(await enter(john), ['getRoomStats'], 'ACCESS_DENIED');
    await untilLogged(ground, actorOf(john), { event: 'denied', asked: 'getRoomStats' });
  }),
  'Rate limit violations': playing(async ({ ground, enter, john }) => {
    const page = await enter(john);
    for (let said = 0; said <= RATES.statuses; said += 1) await page.request('userOnline', {});
    await untilLogged(ground, actorOf(john), { event: 'rateLimited', asked: 'userOnline' });
  }),
  'Suspicious activity patterns': playing(async ({ ground, enter, john, jane }) => {
    const page = await enter(john);
    await expectRefused(page, ['userOnline', { userId: jane.id }], 'ACCESS_DENIED');
    await untilLogged(ground, actorOf(john), { event: 'suspicious', reason: 'somebodyElse' });
  }),
};
