import { expect } from 'chai';
import { KNOWN } from '../../contract/file-samples.js';
import { blocks } from '../../docs/support/pages.js';
import type { TicketsMessage, TicketsSocketioClient } from '../support/tickets-clients.js';
import { debugOutput } from './debug-output.js';
import { DOCUMENT_003, textUnder } from './document-items.js';
import type { Check } from './endpoints-004.js';
import { john, mike, type Person } from './livechat-people.js';
import { beside, openPage, openTicket, type Page, textsOf } from './page-003.js';

export const AUTHENTICATE = 'Event: `authenticate`';
export const JOIN = 'Joining a Ticket Room';
const TITLE = 'WebSocket Chat API Documentation';
const LEAVE = 'Leaving a Ticket Room';
const HISTORY = 'Loading Message History';
const SEND = 'Text Message Only';
export const RECEIVE = 'Receiving New Messages';
const TYPING = 'Receiving Typing Events';

const { 'image/jpeg': PICTURE = Buffer.alloc(0) } = KNOWN;
const JPEG_SIZE = PICTURE.length;
const JPEG = {
  ...{ name: 'original-filename.jpg', type: 'image/jpeg' },
  data: PICTURE.toString('base64'),
};

export interface Scene {
  readonly url: string;
  readonly user: Person;
  readonly ticketId: string;
  /** The user's, on which he has said who he is. */
  readonly page: Page;
  /** An admin's, who has joined. */
  readonly staff: TicketsSocketioClient;
}

/** Played with a ticket of its own. */
export const playing =
  (play: (scene: Scene) => Promise<void>): Check =>
  async (url) => {
    const user = john();
    const { _id: ticketId } = await openTicket(url, user);
    const page = await openPage(url, user.bearer, ticketId);
    const staff = await beside(url, mike(), ticketId);
    try {
      await page.run(AUTHENTICATE);
      expect(await page.told('log')).to.deep.equal(['Authenticated as:', 'John Doe']);
      await play({ url, user, ticketId, page, staff });
    } finally {
      page.close();
      staff.close();
    }
  };

const said = (staff: TicketsSocketioClient, ticketId: string, message: string) =>
  staff.request('send_message', { ticketId, message });

const expectHeard = async (page: Page, name: string, text: string): Promise<void> => {
  expect(await page.told('log')).to.deep.equal(['New message from:', name]);
  expect(await page.told('log')).to.deep.equal(['Message text:', text]);
};

/** By the headings of what the document shows in programs, but for those of files. */
export const PROGRAMS: Readonly<Record<string, Check>> = {
  Connection: async (url) => {
    const page = await openPage(url, john().bearer, 'none');
    await new Promise((resolve) => page.socket.once('connect', () => resolve(null)));
    page.close();
  },
  [AUTHENTICATE]: async (url) => {
    await playing(() => Promise.resolve())(url);
    const page = await openPage(url, 'your-jwt-token-here', 'none');
    await page.run(AUTHENTICATE);
    expect(await page.told('error')).to.deep.equal(['Auth failed:', 'Authentication failed']);
    page.close();
  },
  [JOIN]: async (url) => {
    await playing(async ({ page, ticketId }) => {
      await page.run(JOIN);
      expect(await page.told('log')).to.deep.equal(['Joined ticket:', ticketId]);
    })(url);
    const page = await openPage(url, john().bearer, 'ticket-id-here');
    await page.run(AUTHENTICATE);
    await page.run(JOIN);
    expect(await page.told('error')).to.deep.equal(['Join error:', 'Ticket not found']);
    page.close();
  },
  [LEAVE]: playing(async ({ page, staff, ticketId }) => {
    await page.run(JOIN);
    await page.run(RECEIVE);
    await page.told('log');
    await page.run(LEAVE);
    const left = new Promise((resolve) => page.socket.once('left_ticket', resolve));
    expect(await left).to.deep.equal({ ticketId });
    await said(staff, ticketId, 'Not heard');
    await page.run(JOIN);
    expect(await page.told('log')).to.deep.equal(['Joined ticket:', ticketId]);
    await said(staff, ticketId, 'Heard');
    await page.told('log');
    await expectHeard(page, 'Admin Mike', 'Heard');
  }),
  [HISTORY]: async (url) => {
    await playing(async ({ page, staff, ticketId }) => {
      const { data } = await said(staff, ticketId, 'Hello John');
      await page.run(HISTORY);
      expect(await page.told('log')).to.deep.equal([data]);
    })(url);
    const page = await openPage(url, john().bearer, 'ticket-id-here');
    await page.run(AUTHENTICATE);
    await page.run(HISTORY);
    expect(await page.told('error')).to.deep.equal([
      'Failed to load messages:',
      'Ticket not found',
    ]);
    page.close();
  },
  [SEND]: playing(async ({ page, staff }) => {
    await page.run(SEND);
    const { data } = await staff.next('new_message');
    expect(data.message).to.equal('Hello, this is a text message!');
  }),
  [RECEIVE]: playing(async ({ page, staff, ticketId }) => {
    await page.run(RECEIVE);
    await page.run(JOIN);
    await page.told('log');
    await said(staff, ticketId, '<b>Hello</b> John');
    await expectHeard(page, 'Admin Mike', '<b>Hello</b> John');
    await page.run(SEND);
    await expectHeard(page, 'John Doe', 'Hello, this is a text message!');
    page.socket.emit('send_message', { ticketId, message: '' });
    expect(await page.told('error')).to.deep.equal([
      'Failed to send message:',
      'Message or at least one file is required',
    ]);
  }),
  'Start Typing': playing(async ({ page, staff, user, ticketId }) => {
    await page.run('Start Typing');
    const typist = { ticketId, userId: user.id, userName: 'John Doe' };
    expect(await staff.next('user_typing')).to.deep.equal(typist);
  }),
  'Stop Typing': playing(async ({ page, staff, user, ticketId }) => {
    await page.run('Start Typing');
    await page.run('Stop Typing');
    const typist = { ticketId, userId: user.id, userName: 'John Doe' };
    expect(await staff.next('user_stopped_typing')).to.deep.equal(typist);
  }),
  [TYPING]: playing(async ({ page, staff, ticketId }) => {
    await page.run(TYPING);
    await page.run(JOIN);
    await page.told('log');
    staff.emit('typing_start', { ticketId });
    expect(await page.told('log')).to.deep.equal(['Admin Mike is typing...']);
    staff.emit('typing_stop', { ticketId });
    expect(await page.told('log')).to.deep.equal(['Admin Mike stopped typing']);
  }),
  'Message Object Structure': playing(async ({ staff, page, url, ticketId }) => {
    const [shown = ''] = blocks(
      textUnder(DOCUMENT_003, TITLE, 'Message Object Structure'),
      'javascript',
    );
    const ofFiles = [...shown.matchAll(/^ {12}"(\w+)":/gm)].map(([, field = '']) => field);
    const fields = [...shown.matchAll(/^ {4}"(\w+)":/gm)].map(([, field = '']) => field);
    const [sender = ''] = /"sender": \{[^}]*\}/.exec(shown) ?? [];
    const ofClients = [...sender.matchAll(/^ {8}"(\w+)":/gm)].map(([, field = '']) => field);
    const ofStaff = ofClients.filter((field) => field !== 'company');
    const answer = (await page.socket.emitWithAck('send_message', {
      ticketId,
      message: 'Hello',
      attachments: [JPEG],
    })) as { readonly data: TicketsMessage };
    const { data: reply } = await staff.request('send_message', {
      ...{ ticketId, message: 'Hi', attachments: [JPEG] },
    });
    for (const [message, model, senders] of [
      [answer.data, 'Client', ofClients],
      [reply as TicketsMessage, 'SuperAdmin', ofStaff],
    ] as const) {
      expect(message).to.have.all.keys('seq', ...fields);
      expect(message.sender).to.have.all.keys(...senders);
      expect(message).to.include({ ticketId, senderModel: model });
      const [file] = message.attachments;
      expect(file).to.have.all.keys(...ofFiles);
      expect(file?.filename).to.match(/^[0-9a-f]{64}\.jpg$/);
      const path = `/uploads/chat/${file?.filename ?? ''}`;
      expect(file).to.include({
        ...{ originalname: 'original-filename.jpg', mimetype: 'image/jpeg', size: JPEG_SIZE },
        ...{ path, url: url + path },
      });
      for (const time of [message.createdAt, file?.uploadedAt]) {
        expect(time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      }
    }
    expect(answer.data.sender).to.include({ name: 'John Doe', email: 'john@example.com' });
  }),
  'Error Handling': playing(async ({ page }) => {
    await page.run('Error Handling');
    const told = (event: string) =>
      new Promise<unknown>((resolve) => page.socket.once(event, resolve));
    for (const [emitted, event] of [
      ['authenticate', 'authentication_error'],
      ['join_ticket', 'join_ticket_error'],
      ['get_messages', 'messages_error'],
      ['send_message', 'send_message_error'],
    ] as const) {
      const failed = told(event);
      page.socket.emit(emitted, { message: 'Hello' });
      expect(await failed, event).to.have.property('message');
    }
    const gone = told('disconnect');
    page.socket.disconnect();
    expect(await gone).to.equal('io client disconnect');
  }),
  'Old HTTP Approach:': playing(async ({ page, url, ticketId }) => {
    const answers: Promise<Response>[] = [];
    const names = {
      fetch: (path: string, options: RequestInit) => answers.push(fetch(`${url}${path}`, options)),
    };
    await page.run('Old HTTP Approach:', names);
    const [answer] = await Promise.all(answers);
    expect(answer?.status).to.equal(404);
    expect(await answer?.json()).to.deep.equal({ success: false, message: 'Not found' });
    expect(await textsOf(page, ticketId)).to.deep.equal([]);
  }),
  'New WebSocket Approach:': playing(async ({ page, staff, ticketId }) => {
    await page.run('New WebSocket Approach:');
    expect((await staff.next('new_message')).data.message).to.equal('Hello');
    expect(await textsOf(page, ticketId)).to.deep.equal(['Hello']);
  }),
  'Debug Mode:': async (url) => {
    const localStorage: Readonly<Record<string, string>> = {};
    const page = await openPage(url, john().bearer, 'none');
    await page.run('Debug Mode:', { localStorage });
    page.close();
    expect(await debugOutput(url, localStorage['debug'])).to.contain('socket.io-client:socket');
  },
};
