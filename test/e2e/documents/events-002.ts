import { expect } from 'chai';
import { expectAsShown } from './as-shown.js';
import type { Check } from './ground-002.js';
import { shownAs } from './page-002.js';
import { admin, agent, expectQuiet, onlineFor, playing, untilTold } from './scene-002.js';

const STATUS = 'User Status Events';
const CHAT = 'Chat Events';
const SENT = 'Client → Server Events';
const TOLD = 'Server → Client Events';

/** Statuses of a person in a minute. */
const STATUS_RATE = 10;

/** By the headings of "User Status Events", "Client → Server Events". */
export const STATUSES_SENT: Readonly<Record<string, Check>> = {
  '`userOnline`': playing(async ({ enter, john }) => {
    const page = await enter(john);
    await page.run([STATUS, SENT, '`userOnline`']);
    expect(await page.next('userStatusUpdated')).to.include({ userId: john.id, status: 'online' });
    expect(await onlineFor(page)).to.include(john.id);
  }),
  '`userHeartbeat`': playing(async ({ enter, john }) => {
    const page = await enter(john);
    await page.run([STATUS, SENT, '`userHeartbeat`']);
    expect(await page.next('error')).to.include({ message: 'Say userOnline first' });
    await page.run([STATUS, SENT, '`userOnline`']);
    for (let said = 2; said < STATUS_RATE; said += 1) {
      await page.run([STATUS, SENT, '`userHeartbeat`']);
    }
    await expectQuiet(page, 'error');
    expect(await onlineFor(page)).to.include(john.id);
    await page.run([STATUS, SENT, '`userHeartbeat`']);
    expect(await page.next('error')).to.include({ code: 'RATE_LIMIT_EXCEEDED' });
  }),
  '`userOffline`': playing(async ({ enter, john }) => {
    const [page, other] = [await enter(john), await enter(agent())];
    await page.run([STATUS, SENT, '`userOnline`']);
    await untilTold(other, john);
    await page.run([STATUS, SENT, '`userOffline`']);
    await untilTold(other, john, false);
    expect(await onlineFor(other)).to.not.include(john.id);
    await page.next('userStatusUpdated');
    expect(await page.next('userStatusUpdated')).to.include({ status: 'offline' });
  }),
  '`getOnlineUsers`': playing(async ({ enter, john, ids }) => {
    const page = await enter(john);
    await page.run([STATUS, SENT, '`userOnline`']);
    await page.run([STATUS, SENT, '`getOnlineUsers`']);
    const [words, users] = await page.told('log');
    expect(words).to.equal('Online users:');
    const [shown] = shownAs([STATUS, TOLD, '`onlineUsersUpdate`'], ids)['onlineUsers'] as object[];
    const own = (users as readonly { readonly userId: unknown }[]).filter(
      ({ userId }) => userId === john.id,
    );
    expectAsShown(own, [shown]);
  }),
};

/** By the bullets of `userOnline`. */
export const STATUS_RESPONSES: Readonly<Record<string, Check>> = {
  '`userStatusUpdated` - Confirmation of online status': playing(async ({ enter, john, ids }) => {
    const page = await enter(john);
    await page.run([STATUS, SENT, '`userOnline`']);
    const shown = shownAs([STATUS, TOLD, '`userStatusUpdated`'], ids);
    expectAsShown(await page.next('userStatusUpdated'), shown);
  }),
  '`onlineUsersUpdate` - Updated list of online users': playing(async ({ enter, john }) => {
    const page = await enter(john);
    await page.run([STATUS, SENT, '`userOnline`']);
    await untilTold(page, john);
  }),
};

/** By the headings of "User Status Events", "Server → Client Events". */
export const STATUSES_TOLD: Readonly<Record<string, Check>> = {
  '`userStatusUpdated`': playing(async ({ enter, john, ids }) => {
    const page = await enter(john);
    await page.run([STATUS, SENT, '`userOnline`']);
    const online = shownAs([STATUS, TOLD, '`userStatusUpdated`'], ids);
    expectAsShown(await page.next('userStatusUpdated'), online);
    await page.run([STATUS, SENT, '`userOffline`']);
    expectAsShown(await page.next('userStatusUpdated'), { ...online, status: 'offline' });
  }),
  '`onlineUsersUpdate`': playing(async ({ enter, john, jane, ids }) => {
    const [page, hers, other] = [await enter(john), await enter(jane), await enter(agent())];
    await page.run([STATUS, SENT, '`userOnline`']);
    const shown = shownAs([STATUS, TOLD, '`onlineUsersUpdate`'], ids);
    for (const one of [hers, other]) {
      const { onlineUsers, ...more } = await untilTold(one, john);
      const own = onlineUsers.filter(({ userId }) => userId === john.id);
      expectAsShown({ onlineUsers: own, ...more }, shown);
    }
  }),
  '`userJoined`': playing(async ({ enter, join, john, jane, ids }) => {
    const [hers, page] = [await join(jane), await enter(john)];
    await page.run([CHAT, SENT, '`joinChatGroup`']);
    expectAsShown(await hers.next('userJoined'), shownAs([STATUS, TOLD, '`userJoined`'], ids));
  }),
  '`userLeft`': playing(async ({ join, john, jane, ids }) => {
    const [hers, page, again] = [await join(jane), await join(john), await join(admin())];
    await page.run([CHAT, SENT, '`leaveRoom`']);
    const shown = shownAs([STATUS, TOLD, '`userLeft`'], ids);
    for (const one of [hers, again]) expectAsShown(await one.next('userLeft'), shown);
  }),
};

/** By the headings of "Chat Events", "Client → Server Events". */
export const CHAT_SENT: Readonly<Record<string, Check>> = {
  '`joinChatGroup`': playing(async ({ enter, john, chatGroupId }) => {
    const page = await enter(john);
    await page.run([CHAT, SENT, '`joinChatGroup`']);
    expect(await page.next('joinedRoom')).to.include({ chatGroupId });
    await page.run([CHAT, SENT, '`typing`']);
    await expectQuiet(page, 'error');
  }),
  '`leaveRoom`': playing(async ({ join, john, jane }) => {
    const [hers, page] = [await join(jane), await join(john)];
    await page.run([CHAT, SENT, '`leaveRoom`']);
    await hers.next('userLeft');
    await hers.run([CHAT, SENT, '`sendMessage`']);
    await hers.next('receiveMessage');
    await page.next('updateChatGroups');
    await expectQuiet(page, 'receiveMessage');
    await page.run([CHAT, SENT, '`sendMessage`']);
    expect(await page.next('error')).to.include({ code: 'ACCESS_DENIED' });
  }),
  '`sendMessage`': playing(async ({ join, john, jane, ground }) => {
    const [hers, page] = [await join(jane), await join(john)];
    await page.run([CHAT, SENT, '`sendMessage`']);
    for (const one of [hers, page]) {
      const { chat_message } = await one.next('receiveMessage');
      expect(chat_message).to.equal('Hello, how can I help you?');
    }
    await CHAT_TOLD['`receiveMessage`']?.(ground);
  }),
  '`typing`': playing(async ({ join, john, jane }) => {
    const [hers, page] = [await join(jane), await join(john)];
    await page.run([CHAT, SENT, '`typing`']);
    expect(await hers.next('typing')).to.include({ userId: john.id, isTyping: true });
    await expectQuiet(page, 'typing', 'error');
  }),
  '`stopTyping`': playing(async ({ join, john, jane }) => {
    const [hers, page] = [await join(jane), await join(john)];
    await page.run([CHAT, SENT, '`typing`']);
    await page.run([CHAT, SENT, '`stopTyping`']);
    expect(await hers.next('stopTyping')).to.include({ userId: john.id, isTyping: false });
    await expectQuiet(page, 'stopTyping', 'error');
  }),
};

/** By the headings of "Chat Events", "Server → Client Events". */
export const CHAT_TOLD: Readonly<Record<string, Check>> = {
  '`joinedRoom`': playing(async ({ enter, join, john, jane, ids }) => {
    await join(jane);
    const page = await enter(john);
    await page.run([CHAT, SENT, '`joinChatGroup`']);
    expectAsShown(await page.next('joinedRoom'), shownAs([CHAT, TOLD, '`joinedRoom`'], ids));
  }),
  '`receiveMessage`': playing(async ({ join, john, jane, ids }) => {
    const [hers, page] = [await join(jane), await join(john)];
    await page.run([CHAT, SENT, '`sendMessage`']);
    const shown = shownAs([CHAT, TOLD, '`receiveMessage`'], ids);
    for (const one of [hers, page]) {
      const { messageType, ...message } = await one.next('receiveMessage');
      expect(messageType).to.equal('text');
      expect(message.chat_id).to.be.a('number');
      expectAsShown(message, { ...shown, chat_id: message.chat_id });
    }
  }),
  '`updateChatGroups`': playing(async ({ enter, join, john, jane, ids }) => {
    const [page, hers] = [await enter(john), await join(jane)];
    await hers.run([CHAT, SENT, '`sendMessage`']);
    const shown = shownAs([CHAT, TOLD, '`updateChatGroups`'], ids);
    for (const one of [hers, page]) expectAsShown(await one.next('updateChatGroups'), shown);
  }),
  ...Object.fromEntries(
    (['typing', 'stopTyping'] as const).map((event) => [
      `\`${event}\``,
      playing(async ({ join, john, jane, ids }) => {
        const [hers, page] = [await join(jane), await join(john)];
        await page.run([CHAT, SENT, '`typing`']);
        await page.run([CHAT, SENT, `\`${event}\``]);
        expectAsShown(await hers.next(event), shownAs([CHAT, TOLD, `\`${event}\``], ids));
      }),
    ]),
  ),
};
