import { expect } from 'chai';
import { digits } from '../servana-scenario/scene.js';
import { token } from '../support/tokens.js';
import { byCookie, refusal } from './connection-002.js';
import type { Check } from './ground-002.js';
import { ask } from './livechat-people.js';
import { agent, client, expectQuiet, expectRefused, playing } from './scene-002.js';

/** By the bullets of "Authentication". */
export const AUTHENTICATION: Readonly<Record<string, Check>> = {
  'Token validation on connection': playing(async ({ url, enter, jane }) => {
    await enter(jane);
    const outdated = token({ sub: String(jane.id) }, -10);
    for (const bearer of [`${jane.bearer}x`, outdated, 'your_jwt_token_here']) {
      expect(await refusal(url, bearer), bearer).to.equal('Authentication failed');
    }
  }),
  'User context verification': playing(async ({ enter, john, jane }) => {
    const page = await enter(john);
    const somebodyElse = { userId: jane.id, userType: 'agent' };
    await expectRefused(page, ['userOnline', somebodyElse], 'ACCESS_DENIED');
    expect(await page.request('userOnline', { userId: john.id, userType: 'agent' })).to.include({
      userId: john.id,
    });
  }),
  'Session management with heartbeat': playing(async ({ enter, john }) => {
    const page = await enter(john);
    const beat = ['userHeartbeat', { userId: john.id, timestamp: Date.now() }] as const;
    await expectRefused(page, beat, 'USER_NOT_FOUND');
    await page.request('userOnline', {});
    expect(await page.request(...beat)).to.deep.equal({ success: true });
    await page.request('userOffline', {});
    await expectRefused(page, beat, 'USER_NOT_FOUND');
  }),
  'Automatic token refresh (web clients)': playing(async ({ ground, url, ids }) => {
    const sub = digits();
    const refresh = ground.supabase.signIn(sub);
    const outdated = token({ sub, role: 'agent' }, -10);
    const cookie = `sb-access-token=${outdated}; sb-refresh-token=${refresh}`;
    const page = await byCookie({ url, ids }, cookie, Number(sub));
    try {
      expect(
        await page.request('userOnline', { userId: Number(sub), userType: 'agent' }),
      ).to.include({ userId: Number(sub), status: 'online' });
    } finally {
      page.close();
    }
  }),
};

/** By the bullets of "Authorization". */
export const AUTHORIZATION: Readonly<Record<string, Check>> = {
  'Room-level access control': playing(async ({ enter, chatGroupId, jane }) => {
    const other = await enter(client());
    for (const event of ['joinChatGroup', 'leaveRoom', 'sendMessage', 'typing', 'stopTyping']) {
      const asked = { groupId: chatGroupId, chatGroupId, message: 'Hello', clientId: jane.id };
      await expectRefused(other, [event, asked], 'ACCESS_DENIED');
    }
  }),
  'Message sending permissions': playing(async ({ enter, join, john, jane, chatGroupId }) => {
    const [hers, page] = [await join(jane), await enter(john)];
    const said = { message: 'Hello', chatGroupId, clientId: jane.id };
    const refused = await expectRefused(page, ['sendMessage', said], 'ACCESS_DENIED');
    expect(refused).to.equal('Join the chat group first');
    await expectQuiet(hers, 'receiveMessage');
  }),
  'User type validation': playing(async ({ enter, john, jane }) => {
    for (const [who, userType] of [
      [john, 'client'],
      [jane, 'agent'],
      [jane, 'admin'],
    ] as const) {
      await expectRefused(await enter(who), ['userOnline', { userType }], 'ACCESS_DENIED');
    }
  }),
  'Department-based restrictions': (ground) => {
    const departmentId = digits();
    const ofIt = { departments: [departmentId] };
    return playing(async ({ url, enter, join, john, chatGroupId }) => {
      await join(john);
      const other = agent([digits()]);
      const asked = { groupId: chatGroupId };
      await expectRefused(await enter(other), ['joinChatGroup', asked], 'ACCESS_DENIED');
      for (const [{ bearer }, is] of [
        [john, true],
        [other, false],
      ] as const) {
        const { body } = await ask(url, 'GET /api/servana/chat-groups', { bearer });
        const groups = body.data as unknown as readonly { readonly chatGroupId: number }[];
        expect(groups.some((group) => group.chatGroupId === chatGroupId)).to.equal(is);
      }
    }, ofIt)(ground);
  },
};
