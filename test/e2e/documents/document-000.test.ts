import { expect } from 'chai';
import { LASTING_STORES, needsStore } from '../../support/bound-stores.js';
import { DOTS, generate, verify } from '../support/codes.js';
import { publicFormOf } from '../support/guests.js';
import { historyPath, rest, wholeHistory } from '../support/rest-client.js';
import { upgradeStatus } from '../support/ws-client.js';
import { someone, token } from '../support/tokens.js';
import type { WireConversation, WireHistory, WireList, WireMessage } from '../support/wire.js';
import { boldItemsIn, checklistOf, DOCUMENT_000, headingsIn } from './document-items.js';
import { floodIsRefused } from './flood.js';
import { type Ground, startedServer } from './ground.js';
import { meeting } from './meeting.js';

type Check = (ground: Ground) => Promise<void>;
type Checks = Readonly<Record<string, Check>>;

const refusalOf = (entering: Promise<unknown>): Promise<string> =>
  entering.then(
    () => 'let in',
    (error: unknown) => (error as Error).message,
  );

const withToken: Check = async ({ enter, url }) => {
  const id = someone();
  const user = await enter({ token: token({ sub: id }) });
  expect(await user.next('connection:success')).to.deep.equal({ type: 'user', userId: id });
  const boss = someone();
  const admin = await enter({ token: token({ sub: boss, role: 'admin' }) });
  expect(await admin.next('connection:success')).to.deep.equal({ type: 'admin', adminId: boss });
  expect(await refusalOf(enter({ token: 'nonsense' }))).to.equal('Authentication failed');
  expect(url).to.match(/^http:/);
};

const withGuestId: Check = async ({ enter, guest }) => {
  const { guestId } = await guest();
  const client = await enter({ guestId });
  expect(await client.next('connection:success')).to.deep.equal({ type: 'guest', guestId });
};

const guestIdIsGenerated: Check = async ({ enter }) => {
  const client = await enter();
  const { type, guestId = '' } = await client.next('connection:success');
  expect(type).to.equal('guest');
  expect(guestId).to.match(/^guest_\d{13}_[0-9A-Za-z]+$/);
  const again = await enter({ guestId });
  expect(await again.next('connection:success')).to.deep.equal({ type, guestId });
};

const sentAndReceived: Check = async ({ enter, user, admin }) => {
  const { bearer, id, conversationId } = await user();
  const [owner, staff] = [await enter({ token: bearer }), await enter({ token: admin() })];
  for (const client of [owner, staff]) {
    client.emit('conversation:join', { conversationId });
    expect(await client.next('conversation:joined')).to.deep.equal({ conversationId });
  }
  owner.emit('message:send', {
    conversationId,
    message: 'Hello, I need help',
    messageType: 'text',
  });
  for (const client of [owner, staff]) {
    const message = await client.next('message:received');
    expect(message).to.deep.include({
      conversationId,
      senderId: id,
      senderType: 'user',
      guestId: null,
      message: 'Hello, I need help',
      messageType: 'text',
      isRead: false,
    });
    expect(new Date(message.createdAt).toISOString()).to.equal(message.createdAt);
  }
  staff.emit('message:send', { conversationId, message: 'Hello, how can I help?' });
  for (const client of [owner, staff]) {
    const { senderType } = await client.next('message:received');
    expect(senderType).to.equal('admin');
  }
};

const joinedAndLeft: Check = async ({ enter, user, admin }) => {
  const { bearer, conversationId } = await user();
  const [owner, staff] = [await enter({ token: bearer }), await enter({ token: admin() })];
  owner.emit('conversation:join', { conversationId });
  expect(await owner.next('conversation:joined')).to.deep.equal({ conversationId });
  owner.emit('conversation:leave', { conversationId });
  expect(await owner.next('conversation:left')).to.deep.equal({ conversationId });
  await staff.request('message:send', { conversationId, message: 'Anybody there?' });
  await owner.request('conversation:leave', { conversationId });
  expect(owner.waiting('message:received')).to.equal(0);
};

const typingIsShown: Check = async ({ enter, guest, admin }) => {
  const { guestId, conversationId } = await guest();
  const [owner, staff] = [await enter({ guestId }), await enter({ token: admin() })];
  for (const client of [owner, staff])
    await client.request('conversation:join', { conversationId });
  for (const event of ['typing:start', 'typing:stop'] as const) {
    owner.emit(event, { conversationId });
    expect(await staff.next(event)).to.deep.equal({
      conversationId,
      senderId: publicFormOf(guestId),
    });
    expect(owner.waiting(event)).to.equal(0);
  }
};

const readingIsTold: Check = async ({ enter, user, admin, url }) => {
  const { bearer, id, conversationId } = await user();
  const [owner, staff] = [await enter({ token: bearer }), await enter({ token: admin() })];
  for (const client of [owner, staff])
    await client.request('conversation:join', { conversationId });
  staff.emit('message:send', { conversationId, message: 'Read me' });
  const { id: messageId } = await owner.next('message:received');
  owner.emit('message:read', { messageId });
  for (const client of [owner, staff]) {
    const read = await client.next('message:read');
    expect(read).to.deep.include({ messageId, conversationId, isRead: true, readBy: id });
  }
  const [stored] = await wholeHistory(url, bearer, conversationId);
  expect(stored).to.deep.include({ id: messageId, isRead: true });
};

const adminsAreNotified: Check = async ({ enter, user, guest, admin }) => {
  const staff = await enter({ token: admin() });
  const [one, other] = [await user(), await guest()];
  for (const [auth, conversationId] of [
    [{ token: one.bearer }, one.conversationId],
    [{ guestId: other.guestId }, other.conversationId],
  ] as const) {
    const client = await enter(auth);
    client.emit('message:send', { conversationId, message: 'Hello' });
    const own = await client.next('message:received');
    const notice = await staff.next('conversation:new_message');
    expect(notice).to.deep.include({ conversationId });
    expect(notice.message).to.deep.include({ id: own.id, message: 'Hello' });
    expect(staff.waiting('message:received')).to.equal(0);
  }
};

const adminsGoAnywhere: Check = async (ground) => {
  await adminsAreNotified(ground);
  const { owner, staff, adminId, conversationId } = await meeting(ground);
  staff.emit('message:send', { conversationId, message: 'Hello, how can I help?' });
  const message = await owner.next('message:received');
  expect(message).to.deep.include({ senderType: 'admin', senderId: adminId, guestId: null });
};

const historyIsPaged: Check = async ({ enter, user, url }) => {
  const { bearer, conversationId } = await user();
  const client = await enter({ token: bearer });
  for (let n = 1; n <= 25; n += 1) {
    await client.request('message:send', { conversationId, message: `message ${n}` });
  }
  const pageOf = async (query: string): Promise<WireHistory> =>
    (await rest<WireHistory>(url, historyPath(conversationId, query), bearer)).body.data;
  const first = await pageOf('?page=1&limit=10');
  expect(first.pagination).to.deep.equal({ total: 25, page: 1, limit: 10, totalPages: 3 });
  expect(first.messages.map(({ message }) => message)).to.deep.equal(
    Array.from({ length: 10 }, (_, n) => `message ${n + 1}`),
  );
  expect((await pageOf('?page=3&limit=10')).messages).to.have.length(5);
  expect((await pageOf('')).messages.map(({ createdAt }) => createdAt)).to.deep.equal(
    (await pageOf('')).messages.map(({ createdAt }) => createdAt).toSorted(),
  );
};

const comesBack: Check = async ({ enter, guest, admin, restart }) => {
  const { guestId, conversationId } = await guest();
  const owner = await enter({ guestId });
  await owner.request('conversation:join', { conversationId });
  await owner.request('message:send', { conversationId, message: 'before' });
  await owner.next('message:received');
  const back = new Promise<void>((resolve) => {
    owner.socket.once('connect', resolve);
  });
  await restart();
  await back;
  const staff = await enter({ token: admin() });
  await staff.request('message:send', { conversationId, message: 'after' });
  expect((await owner.next('message:received')).message).to.equal('after');
};

const errorsAreTold: Check = async ({ enter, user, url }) => {
  const { bearer, conversationId } = await user();
  const client = await enter({ token: bearer });
  client.emit('message:send', { conversationId, message: '' });
  expect((await client.next('message:error')).error).to.equal('message: Must not be empty');
  const stranger = await enter({ token: token({ sub: someone() }) });
  stranger.emit('message:send', { conversationId, message: 'let me in' });
  expect((await stranger.next('message:error')).error).to.equal('Conversation not found');
  const { status, body } = await rest(url, historyPath(conversationId, '?page=0'), bearer);
  expect([status, body.success, body.errors[0]?.field]).to.deep.equal([400, false, 'page']);
};

const nobodyGetsInWhereHeDoesNotBelong: Check = async (ground) => {
  const { enter, user, url } = ground;
  await errorsAreTold(ground);
  await floodIsRefused(ground);
  const { bearer, conversationId } = await user();
  const client = await enter({ token: bearer });
  await client.request('conversation:join', { conversationId });
  const markup = '<img src=x onerror=alert(1)>';
  client.emit('message:send', { conversationId, message: markup });
  const { message } = await client.next('message:received');
  expect(message).to.include('img src=x').and.not.include('<img');
  const headers = { authorization: 'Bearer nonsense' };
  expect(await upgradeStatus(url, { path: '/ws/support', headers })).to.equal(401);
};

const own: Check = async ({ user, url }) => {
  const { id, bearer, conversationId } = await user();
  const path = '/api/support/conversation?type=general';
  const { status, body } = await rest<WireConversation>(url, path, bearer);
  expect(status).to.equal(200);
  expect(body.data).to.deep.include({ id: conversationId, userId: id, status: 'open' });
};

const guests: Check = async ({ url }) => {
  const { status, body } = await rest<{
    readonly conversation: WireConversation;
    readonly guestId: string;
  }>(url, '/api/support/conversation/guest', null, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"type":"onboarding","subject":"Need help"}',
  });
  expect(status).to.equal(200);
  expect(body.data.conversation).to.deep.include({ type: 'onboarding', subject: 'Need help' });
  expect(body.data.guestId).to.match(/^guest_/);
};

const guestsHistory: Check = async (ground) => {
  await historyIsPaged(ground);
  const { guestId, conversationId } = await ground.guest();
  const query = `?guestId=${guestId}`;
  const { status } = await rest(ground.url, historyPath(conversationId, query), null);
  expect(status).to.equal(200);
};

const details: Check = async ({ user, enter, admin, url }) => {
  const { id, bearer, conversationId } = await user();
  const staff = await enter({ token: admin() });
  await staff.request('message:send', { conversationId, message: 'Hello' });
  const path = `/api/support/conversation/${conversationId}`;
  const { body } = await rest<
    WireConversation & { readonly user: unknown; readonly admin: unknown }
  >(url, path, bearer);
  expect(body.data.user).to.deep.equal({ id, email: 'user@example.com', firstName: 'John' });
  expect(body.data.admin).to.deep.include({ firstName: 'Admin' });
  expect(body.data.messages).to.have.length(1);
};

const list: Check = async ({ user, admin, url }) => {
  const { bearer, conversationId } = await user();
  const path = '/api/admin/support/conversations?page=1&limit=50&status=open&type=general';
  const { status, body } = await rest<WireList>(url, path, admin());
  expect(status).to.equal(200);
  expect(body.data.conversations[0]).to.deep.include({ id: conversationId, status: 'open' });
  expect(body.data.pagination).to.deep.include({ page: 1, limit: 50 });
  expect((await rest(url, path, bearer)).status).to.equal(403);
};

const codeIsSent: Check = async ({ enter, user, admin, url }) => {
  const { id, bearer, conversationId } = await user();
  const [owner, staff] = [await enter({ token: bearer }), await enter({ token: admin() })];
  await staff.request('conversation:join', { conversationId });
  const { status, body } = await generate(url, admin(), { userId: id, conversationId });
  expect(status).to.equal(201);
  expect(body.data.conversationId).to.equal(conversationId);
  expect(body.data.code).to.match(/^\d{6}$/);
  const shown: WireMessage = await owner.next('message:received');
  expect(shown).to.deep.include({ message: body.data.code, messageType: 'auth_code' });
  expect((await staff.next('message:received')).message).to.equal(DOTS);
};

const codeIsVerified: Check = async ({ user, admin, url }) => {
  const { id } = await user();
  const { body } = await generate(url, admin(), { userId: id });
  const tried = { code: body.data.code, userId: id };
  const right = await verify(url, tried);
  expect([right.status, right.body.success, right.body.data.userId]).to.deep.equal([200, true, id]);
  const again = await verify(url, tried);
  expect(again.status).to.equal(200);
  expect(again.body).to.deep.equal({ success: false, message: 'Invalid or expired code' });
};

const CHECKLIST: Checks = {
  'WebSocket connection with JWT token': withToken,
  'WebSocket connection with guest ID': withGuestId,
  'Guest ID generation when not provided': guestIdIsGenerated,
  'Message sending and receiving in real-time': sentAndReceived,
  'Conversation room joining/leaving': joinedAndLeft,
  'Typing indicators working': typingIsShown,
  'Read receipts updating': readingIsTold,
  'Admin receiving notifications for all conversations': adminsAreNotified,
  'Message history loading with pagination': historyIsPaged,
  'Reconnection handling': comesBack,
  'Error handling and validation': errorsAreTold,
};

const NOTES: Checks = {
  '1. Real-time Message Delivery': sentAndReceived,
  '2. Conversation Rooms': joinedAndLeft,
  '3. Guest ID Format': guestIdIsGenerated,
  '4. Message Ordering': historyIsPaged,
  '5. Read Receipts': readingIsTold,
  '6. Typing Indicators': typingIsShown,
  '7. Connection Persistence': comesBack,
  '8. Error Handling': errorsAreTold,
  '9. Admin Features': adminsGoAnywhere,
  '10. Security': nobodyGetsInWhereHeDoesNotBelong,
};

const CONNECTION: Checks = {
  'Connection URL': withToken,
  Authentication: withGuestId,
  'Connection Success Event': guestIdIsGenerated,
};

const SENT: Checks = {
  '`message:send`': sentAndReceived,
  '`conversation:join`': joinedAndLeft,
  '`conversation:leave`': joinedAndLeft,
  '`typing:start`': typingIsShown,
  '`typing:stop`': typingIsShown,
  '`message:read`': readingIsTold,
};

const HEARD: Checks = {
  '`message:received`': sentAndReceived,
  '`conversation:new_message`': adminsAreNotified,
  '`typing:start`': typingIsShown,
  '`typing:stop`': typingIsShown,
  '`conversation:joined`': joinedAndLeft,
  '`conversation:left`': joinedAndLeft,
  '`message:error`': errorsAreTold,
};

const USERS: Checks = {
  'GET /api/support/conversation?type=general': own,
  'POST /api/support/conversation/guest': guests,
  'GET /api/support/conversation/:id/messages?page=1&limit=50': guestsHistory,
  'GET /api/support/conversation/:id': details,
};

const ADMINS: Checks = {
  'GET /api/admin/support/conversations?page=1&limit=50&status=open&type=general': list,
  'POST /api/support/onboarding/generate-code': codeIsSent,
  'POST /api/support/onboarding/verify-code': codeIsVerified,
};

const SECTIONS: readonly (readonly [string, readonly string[], Checks])[] = [
  ['Testing Checklist', checklistOf(DOCUMENT_000), CHECKLIST],
  ['Important Notes', headingsIn(DOCUMENT_000, 'Important Notes', 3), NOTES],
  ['WebSocket Connection', headingsIn(DOCUMENT_000, 'WebSocket Connection', 3), CONNECTION],
  ['Client → Server Events', headingsIn(DOCUMENT_000, 'Client → Server Events', 4), SENT],
  ['Server → Client Events', headingsIn(DOCUMENT_000, 'Server → Client Events', 4), HEARD],
  ['User Endpoints', boldItemsIn(DOCUMENT_000, 'User Endpoints'), USERS],
  ['Admin Endpoints', boldItemsIn(DOCUMENT_000, 'Admin Endpoints'), ADMINS],
];

describe('document 000', () => {
  it('has a test for each of its items, and no other', () => {
    for (const [section, items, checks] of SECTIONS) {
      expect(items, section).to.not.deep.equal([]);
      expect(Object.keys(checks), section).to.have.members(items);
    }
  });

  for (const store of LASTING_STORES) {
    describe(`on ${store}`, () => {
      const place = needsStore(store);
      describe('as it is started', () => {
        const ground = startedServer(place);
        for (const [section, , checks] of SECTIONS) {
          describe(section, () => {
            for (const [item, check] of Object.entries(checks)) it(item, () => check(ground));
          });
        }
      });
    });
  }
});
