import { expect } from 'chai';
import { digits } from '../servana-scenario/scene.js';
import type { Check } from './ground-002.js';
import type { Page } from './page-002.js';
import {
  admin,
  agent,
  client,
  elsewhere,
  expectQuiet,
  expectRefused,
  openGroup,
  type Person,
  playing,
  untilTold,
} from './scene-002.js';

const DENIED = 'Access denied to this chat room';

const expectLetIn = async (page: Page, groupId: number | string): Promise<void> => {
  const answer = await page.request('joinChatGroup', { groupId });
  const joined = await page.next('joinedRoom');
  expect(joined).to.deep.equal(answer);
  expect(joined.chatGroupId).to.equal(groupId);
  expect(joined.roomInfo.status).to.equal('active');
};

const expectShutOut = async (page: Page, groupId: number | string): Promise<void> => {
  const refused = await expectRefused(page, ['joinChatGroup', { groupId }], 'ACCESS_DENIED');
  expect(refused).to.equal(DENIED);
};

const userRoom = ({ id }: Person): string => `user_${id}`;

/** What is told in somebody's own room he hears of wherever he is. */
const expectHearsOfHisOwn = async (
  page: Page,
  { url, by, owner }: { readonly url: string; readonly by: Page; readonly owner: Person },
): Promise<void> => {
  const groupId = await openGroup(url, owner);
  expect(await page.next('updateChatGroups')).to.include({
    action: 'new_group',
    chatGroupId: groupId,
  });
  await by.request('joinChatGroup', { groupId });
  await by.request('sendMessage', { message: 'Hello', chatGroupId: groupId, clientId: owner.id });
  expect(await page.next('updateChatGroups')).to.include({ chatGroupId: groupId });
  await expectQuiet(page, 'receiveMessage');
};

/** An agent of a department hears of its chat groups, and another does not. */
const hearsOfDepartment: Check = async (ground) => {
  const departmentId = digits();
  await playing(
    async ({ url, enter, john }) => {
      const [page, other] = [await enter(john), await enter(agent([digits()]))];
      const chatGroupId = await openGroup(url, client(), { departmentId });
      expect(await page.next('updateChatGroups')).to.include({ action: 'new_group', chatGroupId });
      await expectQuiet(other, 'updateChatGroups');
    },
    { departments: [departmentId] },
  )(ground);
};

const ofDepartment = (
  play: (
    scene: Parameters<Parameters<typeof playing>[0]>[0],
    departmentId: string,
  ) => Promise<void>,
): Check => {
  return (ground) => {
    const departmentId = digits();
    return playing((scene) => play(scene, departmentId), { departments: [departmentId] })(ground);
  };
};

const joinsAnyAsAdmin: Check = ofDepartment(async ({ enter, chatGroupId }, departmentId) => {
  const [boss, other] = [await enter(admin()), await enter(agent([digits()]))];
  for (const room of [chatGroupId, `dept_${departmentId}`]) {
    await expectLetIn(boss, room);
    await expectShutOut(other, room);
  }
});

const joinsAssigned: Check = ofDepartment(async ({ enter, url, jane, chatGroupId }) => {
  const other = agent([digits()]);
  const page = await enter(other);
  await expectShutOut(page, chatGroupId);
  await (await elsewhere(url, jane)).assign(other);
  await expectLetIn(page, chatGroupId);
});

const joinsDepartments: Check = ofDepartment(async ({ enter, john }, departmentId) => {
  const [page, other] = [await enter(john), await enter(agent([digits()]))];
  await expectLetIn(page, `dept_${departmentId}`);
  await expectShutOut(other, `dept_${departmentId}`);
});

const joinsOwn: Check = playing(async ({ enter, jane, chatGroupId }) => {
  await expectLetIn(await enter(jane), chatGroupId);
  await expectShutOut(await enter(client()), chatGroupId);
});

/** By what is in bold in "Room Types". */
export const TYPES: Readonly<Record<string, Check>> = {
  'Chat Rooms': playing(async ({ join, john, jane, chatGroupId }) => {
    const [hers, page] = [await join(jane), await join(john)];
    const said = { message: 'Hello', chatGroupId, clientId: jane.id };
    await page.request('sendMessage', said);
    expect(await hers.next('receiveMessage')).to.include({ chatGroupId, chat_message: 'Hello' });
  }),
  'Department Rooms': async (ground) => {
    await joinsDepartments(ground);
    await hearsOfDepartment(ground);
  },
  'User Rooms': playing(async ({ enter, url, john, jane }) => {
    const [page, hers] = [await enter(john), await enter(jane)];
    await expectLetIn(hers, userRoom(jane));
    await expectShutOut(page, userRoom(jane));
    await expectHearsOfHisOwn(hers, { url, by: page, owner: jane });
  }),
};

/** By the bullets of "Clients". */
export const OF_CLIENTS: Readonly<Record<string, Check>> = {
  'Can only join their own chat rooms': joinsOwn,
  'Automatically joined to their user room': playing(async ({ enter, url, john, jane }) => {
    const [page, hers] = [await enter(john), await enter(jane)];
    await expectHearsOfHisOwn(hers, { url, by: page, owner: jane });
  }),
  'Cannot access department rooms': ofDepartment(async ({ enter, jane, url }, departmentId) => {
    const [hers, other] = [await enter(jane), await enter(client())];
    for (const page of [hers, other]) await expectShutOut(page, `dept_${departmentId}`);
    await openGroup(url, client(), { departmentId });
    for (const page of [hers, other]) await expectQuiet(page, 'updateChatGroups');
  }),
};

/** By the bullets of "Agents". */
export const OF_AGENTS: Readonly<Record<string, Check>> = {
  'Can join assigned chat rooms': joinsAssigned,
  'Can join department rooms for their departments': joinsDepartments,
  'Can join any chat room if admin privileges': joinsAnyAsAdmin,
  'Automatically joined to department rooms on connection': hearsOfDepartment,
};

/** By the bullets of "Admins". */
export const OF_ADMINS: Readonly<Record<string, Check>> = {
  'Full access to all rooms': ofDepartment(
    async ({ enter, john, jane, chatGroupId }, departmentId) => {
      const boss = await enter(admin());
      const rooms = [chatGroupId, `dept_${departmentId}`, userRoom(jane), userRoom(john)];
      for (const room of rooms) await expectLetIn(boss, room);
      const said = { message: 'Hello', chatGroupId, clientId: jane.id };
      expect(await boss.request('sendMessage', said)).to.include({ sender_type: 'agent' });
    },
  ),
  'Can monitor room statistics': playing(async ({ enter, join, jane }) => {
    const boss = await enter(admin());
    await boss.run('Room Statistics');
    const before = await boss.next('roomStatsUpdate');
    await join(jane);
    // What others do on the server is told, too.
    for (let told = before; told.activeRooms <= before.activeRooms;) {
      told = await boss.next('roomStatsUpdate');
    }
  }),
  'Can force user disconnections': playing(async ({ enter, john, jane }) => {
    const [boss, hers, page] = [await enter(admin()), await enter(jane), await enter(john)];
    await page.request('userOnline', {});
    const gone = new Promise((resolve) => hers.socket.once('disconnect', resolve));
    await expectRefused(page, ['forceDisconnect', { userId: jane.id }], 'ACCESS_DENIED');
    expect(hers.socket.connected).to.equal(true);
    await hers.request('userOnline', {});
    await untilTold(page, jane);
    const answer = await boss.request('forceDisconnect', { userId: jane.id });
    expect(answer).to.deep.equal({ success: true, userId: jane.id });
    expect(await gone).to.equal('io server disconnect');
    expect(await hers.next('error')).to.include({ code: 'ACCESS_DENIED' });
    await untilTold(page, jane, false);
  }),
};

const ADMITTED = '`joinedRoom` - Success confirmation';
const REFUSED = '`error` - If access denied';

/** By the bullets of `joinChatGroup`. */
export const JOINING: Readonly<Record<string, Check>> = {
  '**Clients:** Can only join their own chat groups': joinsOwn,
  '**Agents:** Can join assigned chats, department chats, or any chat (if admin)': async (
    ground,
  ) => {
    await joinsAssigned(ground);
    await joinsAnyAsAdmin(ground);
    await ofDepartment(async ({ enter, john, chatGroupId }) => {
      await expectLetIn(await enter(john), chatGroupId);
    })(ground);
  },
  [ADMITTED]: playing(async ({ enter, john, chatGroupId }) => {
    const page = await enter(john);
    await page.run(['Chat Events', 'Client → Server Events', '`joinChatGroup`']);
    expect(await page.next('joinedRoom')).to.include({ chatGroupId });
  }),
  [REFUSED]: ofDepartment(async ({ enter, chatGroupId }) => {
    const page = await enter(agent([digits()]));
    page.socket.emit('joinChatGroup', { groupId: chatGroupId, userType: 'agent' });
    expect(await page.next('error')).to.include({ code: 'ACCESS_DENIED', message: DENIED });
    await expectQuiet(page, 'joinedRoom');
  }),
};
