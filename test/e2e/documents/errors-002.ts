import { expect } from 'chai';
import type { Check } from './ground-002.js';
import { type Page, shownAs } from './page-002.js';
import { admin, client, elsewhere, playing, type Scene } from './scene-002.js';

/** What is asked, and by whom, that comes to nothing. */
type Way = (
  scene: Scene,
) => Promise<readonly [page: Page, event: string, payload?: object | undefined]>;

const UNKNOWN = 999_999_999;

/** Messages of a person in a minute. */
const RATE = 30;

/** By the bullets of "Common Error Codes": how each condition comes about. */
const WAYS: Readonly<Record<string, readonly Way[]>> = {
  '`AUTH_REQUIRED` - Authentication needed': [
    async ({ stranger, chatGroupId }) => [
      await stranger(),
      'joinChatGroup',
      { groupId: chatGroupId },
    ],
    async ({ stranger }) => [await stranger(), 'getOnlineUsers'],
  ],
  '`ACCESS_DENIED` - Insufficient permissions': [
    async ({ enter, chatGroupId }) => [
      await enter(client()),
      'joinChatGroup',
      { groupId: chatGroupId },
    ],
    async ({ enter, john }) => [await enter(john), 'getRoomStats'],
  ],
  "`ROOM_NOT_FOUND` - Chat room doesn't exist": [
    async ({ enter, john }) => [await enter(john), 'joinChatGroup', { groupId: UNKNOWN }],
    async ({ enter, john }) => [
      await enter(john),
      'sendMessage',
      { message: 'Hello', chatGroupId: UNKNOWN, clientId: john.id },
    ],
  ],
  '`RATE_LIMIT_EXCEEDED` - Too many requests': [
    async ({ join, jane, chatGroupId }) => {
      const page = await join(jane);
      const said = { message: 'Hello', chatGroupId, clientId: jane.id };
      for (let sent = 0; sent < RATE; sent += 1) await page.request('sendMessage', said);
      return [page, 'sendMessage', said];
    },
  ],
  '`INVALID_DATA` - Malformed request data': [
    async ({ enter, john }) => [await enter(john), 'joinChatGroup', { groupId: { $ne: null } }],
    async ({ enter, john }) => [await enter(john), 'joinChatGroup'],
    async ({ enter, john }) => [await enter(john), 'userOnline', { userId: [] }],
  ],
  "`USER_NOT_FOUND` - User doesn't exist": [
    async ({ enter }) => [await enter(admin()), 'forceDisconnect', { userId: UNKNOWN }],
  ],
  '`ROOM_INACTIVE` - Chat room is closed/ended': [
    async ({ enter, john, jane, chatGroupId, url }) => {
      await (await elsewhere(url, jane)).end();
      return [await enter(john), 'joinChatGroup', { groupId: chatGroupId }];
    },
    async ({ join, john, jane, chatGroupId, url }) => {
      const page = await join(john);
      await (await elsewhere(url, jane)).end();
      return [page, 'sendMessage', { message: 'Hello', chatGroupId, clientId: jane.id }];
    },
  ],
};

/** What stands beside the fields that the document shows, by code. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  RATE_LIMIT_EXCEEDED: ['retryAfter'],
  INVALID_DATA: ['errors'],
};

/** Each comes as `error`, with its code and the fields of the document. */
export const CODES: Readonly<Record<string, Check>> = Object.fromEntries(
  Object.entries(WAYS).map(([item, ways]) => [
    item,
    async (ground) => {
      const [, code = ''] = /^`(\w+)`/.exec(item) ?? [];
      for (const way of ways) {
        await playing(async (scene) => {
          const [page, event, payload] = await way(scene);
          page.socket.emit(event, ...(payload === undefined ? [] : [payload]));
          const told = await page.next('error');
          const shown = shownAs(['Error Events', '`error`'], scene.ids);
          expect(told).to.have.all.keys(...Object.keys(shown), ...(BESIDE[code] ?? []));
          for (const field of Object.keys(shown)) {
            expect(told, field).to.have.property(field).that.is.a('string').and.is.not.empty;
          }
          expect(told.code).to.equal(code);
        })(ground);
      }
    },
  ]),
);

/** By the headings of "Error Events". */
export const ERRORS: Readonly<Record<string, Check>> = {
  '`error`': playing(async ({ stranger, ids }) => {
    const page = await stranger();
    page.socket.emit('getOnlineUsers');
    const { details, ...told } = await page.next('error');
    const { details: hint, ...shown } = shownAs(['Error Events', '`error`'], ids);
    expect(told).to.deep.equal(shown);
    expect(details)
      .to.be.a(typeof hint)
      .and.to.not.equal('');
  }),
};
