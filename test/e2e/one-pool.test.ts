import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { onEveryStore } from './bad-input/served-ground.js';
import {
  ask,
  john,
  livechatAt,
  mike,
  type Person,
  sarah,
  STAFF,
  USER,
} from './documents/livechat-people.js';
import { openAsKnownGuest, secretPartOf } from './support/guests.js';
import { livechat, type LivechatFrames } from './support/livechat-clients.js';
import { conversationOf, historyPath, rest } from './support/rest-client.js';
import { connectSocketio, type SocketioClient } from './support/socketio-client.js';
import { someone } from './support/tokens.js';
import type * as wire from './support/wire.js';
import { openWs, upgradeStatus, wsPath } from './support/ws-client.js';

type BothFrames = wire.Frames & LivechatFrames;
type Answer = Readonly<Record<string, unknown>>;

/** A connection to the namespace of both dialects, and all that it was sent. */
interface Both extends SocketioClient<BothFrames, Answer> {
  readonly sent: readonly string[];
}

const ADMIN_LIST = '/api/admin/support/conversations';

for (const transport of ['websocket', 'polling'] as const) {
  onEveryStore(`support and livechat, on one connection by ${transport}`, {}, (ground) => {
    let clients: Both[] = [];
    afterEach(() => {
      for (const client of clients) client.close();
      clients = [];
    });

    const enter = async (auth: Record<string, unknown>): Promise<Both> => {
      const client = await connectSocketio<BothFrames, Answer>(livechat, ground.url, auth, {
        transports: [transport],
      });
      const sent: string[] = [];
      client.socket.onAny((...frame: readonly unknown[]) => sent.push(JSON.stringify(frame)));
      const both = { ...client, sent };
      clients.push(both);
      return both;
    };
    const asPerson = ({ bearer }: Person): Promise<Both> => enter({ token: bearer });

    const done = async (client: Both, event: string, payload: object): Promise<void> => {
      const answer = await client.request(event, payload);
      expect(answer, event).to.include({ success: true });
    };
    const joinLivechat = (client: Both, conversation_id: string) =>
      done(client, 'join_conversation', { conversation_id });
    const joinSupport = (client: Both, conversationId: string) =>
      done(client, 'conversation:join', { conversationId });

    /** All that was sent to it before has arrived. */
    const expectNone = async (
      client: Both,
      ...events: readonly (keyof BothFrames)[]
    ): Promise<void> => {
      await client.request('leave_conversation', { conversation_id: randomUUID() });
      for (const event of events) expect(client.waiting(event), event).to.equal(0);
    };

    const at = () => livechatAt(ground.url);

    it('speaks to each connection in the words in which it joined', async () => {
      const [user, agent] = [john(), sarah()];
      const id = await at().open(user, 'Hello');
      const [inLivechat, inSupport] = [await asPerson(user), await asPerson(user)];
      await joinLivechat(inLivechat, id);
      await joinSupport(inSupport, id);
      await at().claim(agent, id);
      await at().reply(agent, id, 'Let me see');
      const { conversation_id, message } = await inLivechat.next('new_message');
      expect([conversation_id, message.message]).to.deep.equal([id, 'Let me see']);
      const received = await inSupport.next('message:received');
      expect(received).to.include({ id: message.id, conversationId: id, seq: message.seq });
      expect(await inLivechat.next('conversation_updated')).to.include({ event: 'claimed' });
      expect(await inLivechat.next('conversation_updated')).to.include({ event: 'new_reply' });
      await expectNone(inLivechat, 'message:received', 'new_message', 'conversation_updated');
      await expectNone(
        inSupport,
        ...(['new_message', 'conversation_claimed', 'message:received'] as const),
      );
    });

    it('speaks on one connection of each conversation as it was joined', async () => {
      const [user, agent] = [john(), mike()];
      const ids = [await at().open(user, 'one'), await at().open(user, 'two')] as const;
      const client = await asPerson(user);
      await joinLivechat(client, ids[0]);
      await joinSupport(client, ids[1]);
      for (const id of ids) {
        await at().claim(agent, id);
        await at().reply(agent, id, `to ${id}`);
      }
      expect((await client.next('new_message')).message.message).to.equal(`to ${ids[0]}`);
      expect((await client.next('message:received')).message).to.equal(`to ${ids[1]}`);
      await expectNone(client, 'new_message', 'message:received');
    });

    it('has a conversation of support’s listed, claimed, answered, closed and rated by livechat', async () => {
      const [user, agent] = [john(), sarah()];
      const id = await conversationOf(ground.url, user.bearer);
      const client = await asPerson(user);
      await joinSupport(client, id);
      await done(client, 'message:send', { conversationId: id, message: 'Hello from support' });
      await client.next('message:received');
      for (const [request, by] of [
        [`GET ${USER}/conversations`, user],
        [`GET ${STAFF}/conversations`, agent],
      ] as const) {
        const { conversations } = (await ask(ground.url, request, by)).body.data;
        const found = (conversations as readonly { readonly id: string }[]).filter(
          (one) => one.id === id,
        );
        expect(found, request).to.have.length(1);
        expect(found[0]).to.deep.include({ message_count: 1, has_unread: false });
      }
      const staff = await asPerson(agent);
      await joinLivechat(staff, id);
      await at().claim(agent, id);
      await at().reply(agent, id, 'Hello from livechat');
      expect(await client.next('message:received')).to.include({
        message: 'Hello from livechat',
        senderType: 'admin',
        senderId: agent.id,
      });
      await done(client, 'message:send', { conversationId: id, message: 'Thanks' });
      expect((await staff.next('new_message')).message.message).to.equal('Hello from livechat');
      expect((await staff.next('new_message')).message).to.include({
        message: 'Thanks',
        is_from_user: true,
      });
      await at().close(agent, id);
      expect(await staff.next('conversation_closed')).to.deep.equal({ conversation_id: id });
      await at().rate(user, id, 4);
    });

    it('has a ticket on what support has opened, which support shows nothing of', async () => {
      const [user, agent] = [john(), sarah()];
      const id = await conversationOf(ground.url, user.bearer);
      const [client, staff] = [await asPerson(user), await asPerson(agent)];
      for (const one of [client, staff]) await joinSupport(one, id);
      const shown = async () => {
        const list = await rest<wire.WireList>(ground.url, ADMIN_LIST, mike().bearer);
        const [one] = list.body.data.conversations.filter((each) => each.id === id);
        return { ...one, updatedAt: null };
      };
      const before = await shown();
      const { ticket_number } = await at().ticket(agent, id);
      await at().updateTicket(agent, ticket_number, { status: 'resolved' });
      expect(await shown()).to.deep.equal(before);
      await done(client, 'message:send', { conversationId: id, message: 'Still here' });
      await done(staff, 'message:send', { conversationId: id, message: 'So are we' });
      for (const one of [client, staff]) {
        expect(await one.next('message:received')).to.include({ message: 'Still here' });
        expect(await one.next('message:received')).to.include({ message: 'So are we' });
        expect(one.sent.join()).to.not.include(ticket_number);
      }
      const { body } = await ask(ground.url, `GET ${USER}/my-tickets`, user);
      expect(body.data).to.include({ total: 1 });
    });

    it('has a conversation of livechat’s listed, claimed by its first answer, and closed by support', async () => {
      const [user, agent, admin] = [john(), sarah(), mike()];
      const id = await at().open(user, 'Hello from livechat');
      const client = await asPerson(user);
      await joinLivechat(client, id);
      const list = await rest<wire.WireList>(ground.url, ADMIN_LIST, admin.bearer);
      expect(list.body.data.conversations.map((one) => one.id)).to.include(id);
      const staff = await asPerson(agent);
      await done(staff, 'message:send', { conversationId: id, message: 'Hello from support' });
      expect(await client.next('conversation_claimed')).to.deep.equal({
        conversation_id: id,
        assigned_to: agent.id,
        assigned_admin_name: 'Sarah Johnson',
      });
      expect((await client.next('new_message')).message.message).to.equal('Hello from support');
      const other = await asPerson(admin);
      const refused = await other.request('message:send', {
        conversationId: id,
        message: 'Me too',
      });
      expect(refused).to.include({ success: false, code: 'conflict' });
      const { messages } = (await rest<wire.WireHistory>(ground.url, historyPath(id), user.bearer))
        .body.data;
      expect(messages.map(({ message }) => message)).to.deep.equal([
        'Hello from livechat',
        'Hello from support',
      ]);
      const path = `${ADMIN_LIST}/${id}/close`;
      const closed = await rest(ground.url, path, admin.bearer, { method: 'POST' });
      expect(closed.status).to.equal(200);
      expect(await client.next('conversation_closed')).to.deep.equal({ conversation_id: id });
      for (const event of ['claimed', 'new_reply', 'closed']) {
        expect(await client.next('conversation_updated')).to.include({
          conversation_id: id,
          event,
        });
      }
    });

    it('shows who is typing, each in his own words', async () => {
      const [user, agent] = [john(), sarah()];
      const id = await at().open(user, 'Hello');
      const [client, staff] = [await asPerson(user), await asPerson(agent)];
      await joinLivechat(client, id);
      await joinSupport(staff, id);
      await done(client, 'typing', { conversation_id: id });
      await done(client, 'stop_typing', { conversation_id: id });
      for (const event of ['typing:start', 'typing:stop'] as const) {
        expect(await staff.next(event)).to.deep.equal({ conversationId: id, senderId: user.id });
      }
      staff.emit('typing:start', { conversationId: id });
      staff.emit('typing:stop', { conversationId: id });
      for (const event of ['typing', 'stop_typing'] as const) {
        expect(await client.next(event)).to.deep.equal({ conversation_id: id, is_admin: true });
      }
    });

    it('shows an email contact’s conversation to the staff of both', async () => {
      const [agent, email] = [mike(), `${someone('ann')}@example.com`];
      const staff = await asPerson(agent);
      const send = async (body: object) =>
        (
          await ask(ground.url, `POST ${USER}/chat/send-unauthenticated`, {
            body: { email, phone_number: '08012345678', ...body },
          })
        ).body.data;
      const opened = await send({ message: 'Stuck' });
      const { id } = opened['conversation'] as { readonly id: string };
      const notice = await staff.next('conversation:new_message');
      expect(notice.conversationId).to.equal(id);
      expect(notice.message).to.include({
        message: 'Stuck',
        senderType: 'guest',
        senderId: null,
        guestId: null,
      });
      const watcher = await asPerson(agent);
      await joinLivechat(watcher, id);
      await joinSupport(staff, id);
      await send({ message: 'Still stuck', conversation_id: id });
      expect((await watcher.next('new_message')).message).to.include({
        message: 'Still stuck',
        is_from_user: true,
        sender_email: email,
      });
      expect((await staff.next('message:received')).message).to.equal('Still stuck');
      const seen = await ask(ground.url, `GET ${STAFF}/conversations/${id}`, agent);
      expect(seen.body.data['conversation']).to.deep.include({
        user: { id: null, name: null, email, phone_number: '08012345678' },
        total_messages: 2,
      });
      const list = await rest<wire.WireList>(ground.url, ADMIN_LIST, agent.bearer);
      const listed = list.body.data.conversations.find((one) => one.id === id);
      // In the words of a document that knows no such owner he is neither.
      expect(listed).to.include({ userId: null, guestId: null });
      const history = await rest<wire.WireHistory>(ground.url, historyPath(id), agent.bearer);
      expect(history.body.data.messages.map(({ message }) => message)).to.deep.equal([
        'Stuck',
        'Still stuck',
      ]);
    });

    it('shows a guest’s conversation to livechat’s staff, who never learn his secret', async () => {
      const agent = sarah();
      const { guestId, publicId, conversationId: id } = await openAsKnownGuest(ground.url);
      const guest = await enter({ guestId });
      await joinSupport(guest, id);
      const staff = await asPerson(agent);
      await joinLivechat(staff, id);
      await done(guest, 'message:send', { conversationId: id, message: 'Anybody?' });
      expect((await staff.next('new_message')).message).to.include({
        message: 'Anybody?',
        is_from_user: true,
      });
      const seen = await ask(ground.url, `GET ${STAFF}/conversations/${id}`, agent);
      const list = await ask(ground.url, `GET ${STAFF}/conversations`, agent);
      const { user } = seen.body.data['conversation'] as { readonly user: { readonly id: string } };
      expect(user.id).to.equal(publicId);
      await at().claim(agent, id);
      await at().reply(agent, id, 'Yes');
      await guest.next('message:received');
      expect((await guest.next('message:received')).message).to.equal('Yes');
      await expectNone(staff, 'error');
      const told = [...staff.sent, JSON.stringify([seen.body, list.body])].join('\n');
      expect(told).to.not.include(secretPartOf(guestId));
    });

    it('tells a guest of no conversation but his own, by livechat’s events, too', async () => {
      const agent = sarah();
      const { guestId, conversationId: own } = await openAsKnownGuest(ground.url);
      const guest = await enter({ guestId });
      const others = [
        await at().open(john(), 'Hello'),
        (await openAsKnownGuest(ground.url)).conversationId,
        randomUUID(),
      ];
      for (const event of ['join_conversation', 'typing', 'stop_typing']) {
        for (const conversation_id of others) {
          const answer = await guest.request(event, { conversation_id });
          expect(answer, event).to.include({
            code: 'not_found',
            message: 'Conversation not found',
          });
        }
      }
      await joinLivechat(guest, own);
      await at().claim(agent, own);
      await at().reply(agent, own, 'Hello');
      expect((await guest.next('new_message')).message).to.include({ message: 'Hello' });
      await at().reply(agent, own, 'And more');
      expect((await guest.next('new_message')).message).to.include({ message: 'And more' });
      await expectNone(guest, 'message:received', 'new_message');
    });

    it('never says to a customer that there is a note, wherever he looks', async () => {
      const [user, agent] = [john(), sarah()];
      const id = await at().open(user, 'Hello');
      const sockets = [await asPerson(user), await asPerson(user), await asPerson(user)] as const;
      await joinLivechat(sockets[0], id);
      await joinSupport(sockets[1], id);
      const staff = await asPerson(agent);
      await joinLivechat(staff, id);
      await at().claim(agent, id);
      const before = await ask(ground.url, `GET ${USER}/conversations`, user);
      const secret = 'a-word-between-us';
      await at().note(agent, id, secret);
      expect((await staff.next('new_message')).message).to.include({ is_note: true });
      // Who comes later hears as little.
      const late = await asPerson(user);
      await joinLivechat(late, id);
      const after = await ask(ground.url, `GET ${USER}/conversations`, user);
      expect(after.body).to.deep.equal(before.body);
      await at().reply(agent, id, 'Yes?');
      expect((await late.next('new_message')).message.message).to.equal('Yes?');
      for (const socket of [...sockets, late]) await expectNone(socket, 'error');
      const told = [
        ...[...sockets, late].flatMap(({ sent }) => sent),
        JSON.stringify((await ask(ground.url, `GET ${USER}/conversations`, user)).body),
        JSON.stringify((await ask(ground.url, `GET ${USER}/conversations/${id}`, user)).body),
        JSON.stringify((await rest(ground.url, historyPath(id), user.bearer)).body),
        JSON.stringify(
          (await rest(ground.url, `/api/support/conversation/${id}`, user.bearer)).body,
        ),
      ].join('\n');
      expect(told).to.include('Yes?').and.not.include(secret).and.not.include('is_note');
    });
  });
}

onEveryStore('livechat on plain ws', {}, (ground) => {
  const open = (headers: Readonly<Record<string, string>> = {}) =>
    openWs<LivechatFrames, Answer>(livechat, ground.url, { path: wsPath(livechat), headers });

  it('has no guests: whoever is nobody may only say who he is', async () => {
    const user = john();
    const id = await livechatAt(ground.url).open(user, 'Hello');
    const { guestId, conversationId } = await openAsKnownGuest(ground.url);
    for (const headers of [{}, { 'x-guest-id': guestId }, { cookie: `guest_id=${guestId}` }]) {
      const client = await open(headers);
      const join = await client.request('join_conversation', { conversation_id: conversationId });
      expect(join).to.include({ success: false, code: 'unauthenticated' });
      const authenticated = await client.request('auth', { token: user.bearer });
      expect(authenticated).to.deep.equal({ success: true });
      const theirs = await client.request('join_conversation', { conversation_id: conversationId });
      expect(theirs).to.include({ success: false, message: 'Access denied' });
      client.close();
    }
    for (const data of [{}, { guestId }, { token: 'nonsense' }]) {
      const client = await open();
      const answer = await client.request('auth', data);
      expect(answer, JSON.stringify(Object.keys(data))).to.include({ success: false });
      expect(await client.closed).to.equal(4401);
    }
    const client = await open();
    expect(await client.request('auth', { token: user.bearer })).to.deep.equal({ success: true });
    const joined = await client.request('join_conversation', { conversation_id: id });
    expect(joined).to.deep.equal({ success: true });
    client.close();
  });

  it('takes a token in the header of the upgrade, and refuses one that is no good there', async () => {
    const user = john();
    const client = await open({ authorization: `Bearer ${user.bearer}` });
    const left = { conversation_id: randomUUID() };
    expect(await client.request('leave_conversation', left)).to.deep.equal({ success: true });
    client.close();
    const headers = { authorization: 'Bearer nonsense' };
    expect(await upgradeStatus(ground.url, { path: wsPath(livechat), headers })).to.equal(401);
  });

  it('knows none of support’s events', async () => {
    const user = john();
    const conversationId = await conversationOf(ground.url, user.bearer);
    const client = await open({ authorization: `Bearer ${user.bearer}` });
    for (const event of [
      'conversation:join',
      'message:send',
      'connection:success',
      'constructor',
    ]) {
      const answer = await client.request(event, { conversationId, message: 'Hello' });
      expect(answer).to.include({ success: false, code: 'invalid' });
      expect((await client.next('error')).message).to.equal(`Unknown event: ${event}`);
    }
    client.close();
  });
});
