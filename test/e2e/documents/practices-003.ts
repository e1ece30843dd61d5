import { expect } from 'chai';
import { connectTicketsSocketio } from '../support/tickets-clients.js';
import type { Check } from './endpoints-004.js';
import { ask, john } from './livechat-people.js';
import { beside, openPage, openTicket, textsOf } from './page-003.js';
import { AUTHENTICATE, JOIN, playing, PROGRAMS } from './programs-003.js';
import { QUEUING, retriesDoubleNothing } from './retries-003.js';

const named = (heading: string): Check => {
  const check = PROGRAMS[heading];
  if (check === undefined) throw new Error(`there is no check of ${heading}`);
  return check;
};

const both =
  (...checks: readonly Check[]): Check =>
  async (url) => {
    for (const check of checks) await check(url);
  };

/** By the headings of "Best Practices", but for that of files. */
export const PRACTICES: Readonly<Record<string, Check>> = {
  '1. Typing Indicators': playing(async ({ page, staff, ticketId }) => {
    const typed: (() => void)[] = [];
    const messageInput = {
      addEventListener: (event: string, handler: () => void) => {
        expect(event).to.equal('input');
        typed.push(handler);
      },
    };
    await page.run('1. Typing Indicators', { messageInput });
    for (const _ of [1, 2, 3]) typed[0]?.();
    expect((await staff.next('user_typing')).ticketId).to.equal(ticketId);
    // By the program's own timer of one second.
    await staff.next('user_stopped_typing');
    await staff.request('typing_stop', { ticketId });
    expect(staff.waiting('user_stopped_typing')).to.equal(0);
  }),
  '3. Reconnection': playing(async ({ page, staff, ticketId }) => {
    await page.run('3. Reconnection');
    page.socket.on('connect', () => page.socket.emit('join_ticket', { ticketId }));
    page.socket.on('new_message', page.noting('message'));
    const joined = new Promise((resolve) => page.socket.once('joined_ticket', resolve));
    page.socket.io.engine.close();
    expect(await page.told('log')).to.deep.equal(['Connection lost. Attempting to reconnect...']);
    expect(await page.told('log')).to.deep.equal(['Reconnected!']);
    expect(await page.told('log')).to.deep.equal(['Authenticated as:', 'John Doe']);
    expect(await joined).to.deep.equal({ ticketId });
    await staff.request('send_message', { ticketId, message: 'Still there?' });
    const [message] = await page.told('message');
    expect(message).to.have.nested.property('data.message', 'Still there?');
  }),
  [QUEUING]: retriesDoubleNothing,
};

/** Messages of a person in a minute. */
const RATE = 30;

/** By what is in bold in "Security Notes", but for files. */
export const SECURITY: Readonly<Record<string, Check>> = {
  Authentication: async (url) => {
    const { bearer } = john();
    const page = await openPage(url, `${bearer}x`, 'none');
    const early = page.socket.emitWithAck('get_messages', { ticketId: 'none' });
    await page.run(AUTHENTICATE);
    expect(await page.told('error')).to.deep.equal(['Auth failed:', 'Authentication failed']);
    const late = page.socket.emitWithAck('send_message', { ticketId: 'none', message: 'Hello' });
    for (const answer of [await early, await late]) {
      expect(answer).to.include({ success: false, message: 'User not authenticated' });
    }
    page.close();
  },
  Authorization: playing(async ({ url, page, staff, ticketId }) => {
    const other = await openPage(url, john().bearer, ticketId);
    await other.run(AUTHENTICATE);
    await other.run(JOIN);
    expect(await other.told('error')).to.deep.equal([
      'Join error:',
      'Access denied to this ticket',
    ]);
    other.close();
    for (const client of [page.socket, staff.socket]) {
      expect(await client.emitWithAck('join_ticket', { ticketId })).to.deep.equal({ ticketId });
    }
  }),
  'Rate Limiting': playing(async ({ page, ticketId }) => {
    const answers = await Promise.all(
      Array.from({ length: RATE + 1 }, (_, n) =>
        page.socket.emitWithAck('send_message', { ticketId, message: `message ${n}` }),
      ),
    );
    const refused = (answers as readonly { readonly code?: string; retryAfter?: number }[]).filter(
      ({ code }) => code !== undefined,
    );
    expect(refused.map(({ code }) => code)).to.deep.equal(['rate_limited']);
    expect(refused[0]?.retryAfter).to.be.within(1, 60);
    expect(await textsOf(page, ticketId)).to.have.length(RATE);
  }),
  Validation: playing(async ({ page, ticketId }) => {
    for (const [event, payload] of [
      ['join_ticket', { ticketId: { $ne: null } }],
      ['get_messages', { ticketId, page: -1 }],
      ['send_message', { ticketId, message: 'x'.repeat(5_001) }],
      ['typing_start', null],
    ] as const) {
      const answer = (await page.socket.emitWithAck(event, payload)) as object;
      expect(answer, event).to.include({ success: false, code: 'invalid' });
    }
    expect(await textsOf(page, ticketId)).to.deep.equal([]);
  }),
};

/** By what is in bold in "Common Issues", but for files. */
export const ISSUES: Readonly<Record<string, Check>> = {
  '"User not authenticated"': async (url) => {
    const user = john();
    const { _id: ticketId } = await openTicket(url, user);
    await SECURITY['Authentication']?.(url);
    const client = await connectTicketsSocketio(url);
    client.emit('join_ticket', { ticketId });
    await client.request('authenticate', { token: user.bearer });
    expect(await client.next('joined_ticket')).to.deep.equal({ ticketId });
    client.close();
  },
  '"Access denied to this ticket"': async (url) => {
    const { _id: ticketId } = await openTicket(url, john());
    const client = await connectTicketsSocketio(url);
    await client.request('authenticate', { token: john().bearer });
    for (const [event, by] of [
      ['join_ticket', 'join_ticket_error'],
      ['get_messages', 'messages_error'],
      ['send_message', 'send_message_error'],
    ] as const) {
      client.emit(event, { ticketId, message: 'Hello' });
      expect((await client.next(by)).message).to.equal('Access denied to this ticket');
    }
    client.close();
  },
  '"Message or at least one file is required"': playing(async ({ page, ticketId }) => {
    const refused = new Promise((resolve) => page.socket.on('send_message_error', resolve));
    page.socket.emit('send_message', { ticketId, message: '', attachments: [] });
    expect(await refused).to.include({ message: 'Message or at least one file is required' });
    const data = Buffer.from('Dear support,').toString('base64');
    const attachments = [{ name: 'letter.txt', type: 'text/plain', data }];
    for (const said of [
      { message: 'See file', attachments: [] },
      { message: '', attachments },
    ]) {
      const answer = (await page.socket.emitWithAck('send_message', {
        ...{ ticketId, ...said },
      })) as object;
      expect(answer).to.have.nested.property('data.message', said.message);
    }
  }),
  'Messages not received': async (url) => {
    const user = john();
    const { _id: ticketId } = await openTicket(url, user);
    const client = await connectTicketsSocketio(url);
    await client.request('authenticate', { token: user.bearer });
    const other = await beside(url, user, ticketId);
    await other.request('send_message', { ticketId, message: 'Not heard' });
    await client.request('join_ticket', { ticketId });
    await other.request('send_message', { ticketId, message: 'Heard' });
    expect((await client.next('new_message')).data.message).to.equal('Heard');
    client.close();
    other.close();
  },
};

/** By the bullets of "Overview", but for that of files. */
export const FEATURES: Readonly<Record<string, Check>> = {
  'Real-time messaging with instant delivery': named('Receiving New Messages'),
  'Typing indicators': both(named('Start Typing'), named('Receiving Typing Events')),
  'User authentication via JWT tokens': named(AUTHENTICATE),
  'Room-based chat (tickets as rooms)': both(named(JOIN), named('Leaving a Ticket Room')),
  'Message history with pagination': playing(async ({ page, url, user, ticketId }) => {
    const said = ['one', 'two', 'three'];
    for (const message of said)
      await page.socket.emitWithAck('send_message', { ticketId, message });
    const answer = (await page.socket.emitWithAck('get_messages', {
      ...{ ticketId, page: 2, limit: 2 },
    })) as { readonly messages: readonly object[] };
    expect(answer).to.deep.include({
      pagination: { total: 3, page: 2, limit: 2, totalPages: 2 },
    });
    expect(answer.messages[0]).to.include({ message: 'three' });
    const { body } = await ask(url, 'GET /api/tickets', { bearer: user.bearer });
    expect(body.data).to.have.nested.property('pagination.total', 1);
  }),
  'Automatic reconnection handling': async (url) => {
    await PRACTICES['3. Reconnection']?.(url);
  },
};
