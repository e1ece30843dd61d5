import { expect } from 'chai';
import { someone, token } from '../support/tokens.js';
import type { Frames } from '../support/wire.js';
import { DOCUMENT_001, payloadFields } from './document-items.js';
import type { Ground } from './ground.js';
import { type Meeting, meeting } from './meeting.js';

type Check = (ground: Ground) => Promise<void>;
type Checks = Readonly<Record<string, Check>>;

/** The arrows are as they came to stand in the document. */
export const CLIENT_TO_SERVER = 'Client ‚Üí Server Events';
export const SERVER_TO_CLIENT = 'Server ‚Üí Client Events';

/** A payload of exactly the fields that the document shows. */
const shown = (
  event: string,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    payloadFields(DOCUMENT_001, CLIENT_TO_SERVER, event).map((field) => {
      const value = values[field];
      if (value === undefined) throw new Error(`${event} has an unknown field ${field}`);
      return [field, value];
    }),
  );

const hello = async ({ staff, owner, conversationId }: Meeting): Promise<string> => {
  staff.emit('message:send', { conversationId, message: 'Hello' });
  const { id } = await owner.next('message:received');
  return id;
};

const typing =
  (event: 'typing:start' | 'typing:stop'): Check =>
  async (ground) => {
    const { owner, ownerId, staff, conversationId } = await meeting(ground);
    // What has not begun cannot be told to have stopped.
    if (event === 'typing:stop') owner.emit('typing:start', { conversationId });
    owner.emit(event, shown(`\`${event}\``, { conversationId }));
    expect(await staff.next(event)).to.deep.equal({ conversationId, senderId: ownerId });
  };

export const SENT: Checks = {
  '`message:send`': async (ground) => {
    const { owner, staff, conversationId } = await meeting(ground);
    const said = { conversationId, message: 'Hello, I need help', messageType: 'text' };
    owner.emit('message:send', shown('`message:send`', said));
    for (const client of [owner, staff]) {
      expect(await client.next('message:received')).to.deep.include(said);
    }
  },
  '`typing:start`': typing('typing:start'),
  '`typing:stop`': typing('typing:stop'),
  '`message:read`': async (ground) => {
    const met = await meeting(ground);
    const messageId = await hello(met);
    met.owner.emit('message:read', shown('`message:read`', { messageId }));
    const read = await met.staff.next('message:read');
    expect(read).to.deep.include({ messageId, readBy: met.ownerId });
  },
  '`conversation:join`': async ({ enter, user, admin }) => {
    const { bearer, conversationId } = await user();
    const [owner, staff] = [await enter({ token: bearer }), await enter({ token: admin() })];
    owner.emit('conversation:join', shown('`conversation:join`', { conversationId }));
    expect(await owner.next('conversation:joined')).to.deep.equal({ conversationId });
    await staff.request('message:send', { conversationId, message: 'Hello' });
    expect((await owner.next('message:received')).message).to.equal('Hello');
  },
  '`conversation:leave`': async (ground) => {
    const { owner, staff, conversationId } = await meeting(ground);
    owner.emit('conversation:leave', shown('`conversation:leave`', { conversationId }));
    expect(await owner.next('conversation:left')).to.deep.equal({ conversationId });
    await staff.request('message:send', { conversationId, message: 'Hello' });
    // What was sent to it before the answer has come before it.
    await owner.request('conversation:leave', { conversationId });
    expect(owner.waiting('message:received')).to.equal(0);
  },
};

/** Every field that the document shows is there. */
const expectFields = (event: keyof Frames, frame: unknown): void => {
  const fields = payloadFields(DOCUMENT_001, SERVER_TO_CLIENT, `\`${event}\``);
  expect(fields, event).to.not.deep.equal([]);
  expect(frame).to.include.all.keys(...fields);
};

const typed =
  (event: 'typing:start' | 'typing:stop'): Check =>
  async (ground) => {
    const { owner, staff, adminId, conversationId } = await meeting(ground);
    staff.emit('typing:start', { conversationId });
    staff.emit('typing:stop', { conversationId });
    const frame = await owner.next(event);
    expectFields(event, frame);
    expect(frame).to.deep.equal({ conversationId, senderId: adminId });
    expect(staff.waiting(event)).to.equal(0);
  };

export const HEARD = {
  '`message:received`': async (ground) => {
    const { owner, staff, adminId, conversationId } = await meeting(ground);
    staff.emit('message:send', { conversationId, message: 'Hello, how can I help?' });
    const frame = await owner.next('message:received');
    expectFields('message:received', frame);
    expect(frame).to.deep.include({
      conversationId,
      senderId: adminId,
      senderType: 'admin',
      guestId: null,
      message: 'Hello, how can I help?',
      messageType: 'text',
      isRead: false,
    });
  },
  '`typing:start`': typed('typing:start'),
  '`typing:stop`': typed('typing:stop'),
  '`message:read`': async (ground) => {
    const met = await meeting(ground);
    const messageId = await hello(met);
    met.owner.emit('message:read', { messageId });
    for (const client of [met.owner, met.staff]) {
      const frame = await client.next('message:read');
      expectFields('message:read', frame);
      expect(frame.messageId).to.equal(messageId);
    }
  },
  '`conversation:new_message`': async ({ enter, user, admin }) => {
    const staff = await enter({ token: admin() });
    const { id, bearer, conversationId } = await user();
    const owner = await enter({ token: bearer });
    await owner.request('message:send', { conversationId, message: 'Hello' });
    const notice = await staff.next('conversation:new_message');
    expectFields('conversation:new_message', notice);
    expect(notice.conversationId).to.equal(conversationId);
    expectFields('message:received', notice.message);
    expect(notice.message).to.deep.include({ conversationId, senderId: id, message: 'Hello' });
  },
  '`conversation:joined`': async ({ enter, user }) => {
    const { bearer, conversationId } = await user();
    const owner = await enter({ token: bearer });
    owner.emit('conversation:join', { conversationId });
    const frame = await owner.next('conversation:joined');
    expectFields('conversation:joined', frame);
    expect(frame).to.deep.equal({ conversationId });
  },
  '`conversation:left`': async (ground) => {
    const { owner, conversationId } = await meeting(ground);
    owner.emit('conversation:leave', { conversationId });
    const frame = await owner.next('conversation:left');
    expectFields('conversation:left', frame);
    expect(frame).to.deep.equal({ conversationId });
  },
  '`message:error`': async ({ enter, user }) => {
    const { conversationId } = await user();
    const stranger = await enter({ token: token({ sub: someone() }) });
    stranger.emit('message:send', { conversationId, message: 'Let me in' });
    const frame = await stranger.next('message:error');
    expectFields('message:error', frame);
    expect(frame.error).to.equal('Conversation not found');
  },
} satisfies Checks;
