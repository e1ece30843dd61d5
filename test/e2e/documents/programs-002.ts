import { expect } from 'chai';
import { io } from 'socket.io-client';
import { digits } from '../servana-scenario/scene.js';
import { expectAsShown } from './as-shown.js';
import { Calls } from './calls.js';
import { browser } from './connection-002.js';
import { debugOutput } from './debug-output.js';
import type { Check } from './ground-002.js';
import { pageOn, programAt, shownAs, surroundings } from './page-002.js';
import { runExample } from './run-example.js';
import { agent, admin, client, openGroup, playing, untilTold } from './scene-002.js';

/** Messages of a person in a minute. */
const RATE = 30;

/** By the headings of "Client Implementation Examples". */
export const EXAMPLES: Readonly<Record<string, Check>> = {
  'Basic Connection (Web)': playing(async ({ url, ids, john, enter }) => {
    const other = await enter(agent());
    const calls = new Calls();
    const cookie = `sb-access-token=${john.bearer}`;
    for (const transport of ['websocket', 'polling']) {
      const names = {
        ...surroundings(calls, ids, john.id),
        io: (address: string, options: { readonly transports: readonly string[] }) =>
          browser(cookie)(address, {
            ...options,
            // Where WebSocket is let through, and where it is not.
            transports: options.transports.slice(options.transports.indexOf(transport)),
          }),
      };
      const { socket } = await runExample(programAt('Basic Connection (Web)'), { url, names });
      if (socket === undefined) throw new Error('the document connects nothing');
      const [words, id] = await calls.told('log');
      expect([words, id]).to.deep.equal(['Connected:', socket.id]);
      expect(socket.io.engine.transport.name).to.equal(transport);
      await untilTold(other, john);
      socket.disconnect();
      expect(await calls.told('log')).to.deep.equal(['Disconnected']);
      await untilTold(other, john, false);
    }
  }),
  'Chat Implementation': playing(async ({ enter, join, john, jane, chatGroupId, ids }) => {
    const [hers, page] = [await join(jane), await enter(john)];
    const { sendMessage, handleTyping } = await page.run('Chat Implementation');
    expect(await page.told('log')).to.deep.equal(['Joined room:', chatGroupId]);
    handleTyping?.();
    expect(await hers.next('typing')).to.include({ userId: john.id });
    sendMessage?.('Hello, how can I help you?');
    const told = await hers.next('receiveMessage');
    expect(told.chat_message).to.equal('Hello, how can I help you?');
    expect(await page.told('addMessageToChat')).to.deep.equal([told]);
    await hers.request('typing', { chatGroupId, userType: 'client', userId: jane.id });
    const [typing] = await page.told('showTypingIndicator');
    const shown = shownAs(['Chat Events', 'Server → Client Events', '`typing`'], ids);
    expectAsShown(typing, { ...shown, userType: 'client', userId: jane.id });
  }),
  'Mobile Implementation (React Native)': playing(async ({ url, ids, jane, john, enter }) => {
    const other = await enter(john);
    const calls = new Calls();
    const { connectSocket } = await runExample(programAt('Mobile Implementation (React Native)'), {
      url,
      names: surroundings(calls, ids, jane.id),
    });
    const socket = connectSocket?.(jane.bearer);
    if (socket === undefined) throw new Error('the document connects nothing');
    try {
      expect(await calls.told('log')).to.deep.equal(['Mobile client connected']);
      expect(socket.io.engine.transport.name).to.equal('websocket');
      const { onlineUsers } = await untilTold(other, jane);
      expect(onlineUsers.find(({ userId }) => userId === jane.id)).to.include({
        userType: 'client',
      });
    } finally {
      socket.close();
    }
  }),
  'Error Handling': playing(async ({ enter, join, stranger, john, jane, chatGroupId }) => {
    const denied = { groupId: chatGroupId };
    const nobody = await stranger();
    await nobody.run('Error Handling');
    nobody.socket.emit('joinChatGroup', denied);
    expect(await nobody.told('redirectToLogin')).to.deep.equal([]);
    const other = await enter(client());
    await other.run('Error Handling');
    other.socket.emit('joinChatGroup', denied);
    const [words, told] = await other.told('error');
    expect(words).to.equal('Socket error:');
    expect(told).to.include({ code: 'ACCESS_DENIED' });
    expect(await other.told('showErrorMessage')).to.deep.equal(['Access denied to this chat room']);
    const hers = await join(jane);
    await hers.run('Error Handling');
    for (let sent = 0; sent <= RATE; sent += 1) {
      hers.socket.emit('sendMessage', { message: 'Hello', chatGroupId, clientId: jane.id });
    }
    expect(await hers.told('showWarning')).to.deep.equal(['Please slow down your messages']);
    const page = await enter(john);
    await page.run('Error Handling');
    page.socket.emit('joinChatGroup', { groupId: 999_999_999 });
    expect(await page.told('showErrorMessage')).to.deep.equal(['Chat room not found']);
  }),
};

/** By the headings of "Monitoring and Debugging". */
export const MONITORING: Readonly<Record<string, Check>> = {
  'Connection Monitoring': playing(async ({ url, ids, john }) => {
    const extraHeaders = { Authorization: `Bearer ${john.bearer}x` };
    const socket = io(url, { extraHeaders, forceNew: true, autoConnect: false });
    const page = pageOn(socket, { url, ids, self: john.id });
    const heard: string[] = [];
    // The server has its own log for what its part of the program would tell.
    await page.run('Connection Monitoring', {
      io: { engine: { on: (event: string) => heard.push(event) } },
    });
    expect(heard).to.deep.equal(['connection_error']);
    socket.connect();
    expect(await page.told('log')).to.deep.equal(['Connection failed:', 'Authentication failed']);
    page.close();
  }),
  'Room Statistics': playing(async ({ url, enter, ids }) => {
    const boss = await enter(admin());
    await boss.run('Room Statistics');
    const shown = shownAs(['Real-time Updates', '`roomStatsUpdate`'], ids);
    const [words, stats] = await boss.told('log');
    expect(words).to.equal('Room stats:');
    expect(stats).to.have.all.keys(Object.keys(shown));
    await openGroup(url, client());
    // Told of by itself, once something has changed.
    const [, later] = await boss.told('log');
    expect(later).to.have.all.keys(Object.keys(shown));
  }),
  'User Status Monitoring': playing(async ({ enter, john, ids }) => {
    const other = await enter(agent([digits()]));
    await other.run('User Status Monitoring');
    const page = await enter(john);
    await page.request('userOnline', {});
    const shown = shownAs(
      ['User Status Events', 'Server → Client Events', '`onlineUsersUpdate`'],
      ids,
    );
    const [told] = await other.told('updateOnlineUsersList');
    expect(told).to.have.all.keys(Object.keys(shown));
    await untilTold(other, john);
  }),
};

/** What is turned on in a browser's storage. */
export const DEBUGGING: Readonly<Record<string, Check>> = {
  'Debug Mode': async ({ url }) => {
    const localStorage: Readonly<Record<string, string>> = {};
    await runExample(programAt('Debug Mode'), { url, names: { localStorage } });
    expect(await debugOutput(url, localStorage['debug'])).to.contain('socket.io-client:socket');
  },
};
