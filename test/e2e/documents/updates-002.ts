import { expect } from 'chai';
import { expectAsShown } from './as-shown.js';
import type { Check } from './ground-002.js';
import { shownAs } from './page-002.js';
import { admin, expectQuiet, expectRefused, playing } from './scene-002.js';

/** By the headings of "Real-time Updates". */
export const UPDATES: Readonly<Record<string, Check>> = {
  '`customerListUpdate`': playing(async ({ enter, join, john, jane, ids }) => {
    const [page, hers] = [await enter(john), await join(jane)];
    await hers.run(['Chat Events', 'Client → Server Events', '`sendMessage`']);
    const shown = shownAs(['Real-time Updates', '`customerListUpdate`'], ids);
    expectAsShown(await page.next('customerListUpdate'), shown);
    await hers.next('receiveMessage');
    await expectQuiet(hers, 'customerListUpdate');
  }),
  '`roomStatsUpdate`': playing(async ({ enter, join, john, jane, ids }) => {
    await join(jane);
    const [page, boss] = [await enter(john), await enter(admin())];
    await boss.run('Room Statistics');
    const told = await boss.next('roomStatsUpdate');
    const shown = shownAs(['Real-time Updates', '`roomStatsUpdate`'], ids);
    // What others do on the server is counted, too.
    const { totalRooms, activeRooms, totalUsers } = told;
    expectAsShown(told, { ...shown, totalRooms, activeRooms, totalUsers });
    for (const count of [totalRooms, activeRooms]) expect(count).to.be.at.least(1);
    expect(totalRooms).to.be.at.least(activeRooms);
    expect(totalUsers).to.be.at.least(3);
    await expectRefused(page, ['getRoomStats'], 'ACCESS_DENIED');
    await expectQuiet(page, 'roomStatsUpdate');
  }),
};
