import { expect } from 'chai';
import { blocks } from '../../docs/support/pages.js';
import { connectLivechatSocketio } from '../support/livechat-clients.js';
import { DOCUMENT_004, textUnder } from './document-items.js';
import type { Check } from './endpoints-004.js';
import { opened } from './events-004.js';
import { ask, john, livechatAt, mike, sarah, USER } from './livechat-people.js';
import { EMITTED, HEARD } from './events-004.js';

const SOCKETS = 'Socket.IO — Real-Time Chat';

/** By the headings of "Connection". */
export const CONNECTIONS: Readonly<Record<string, Check>> = {
  Authentication: async (url) => {
    const [facts = ''] = blocks(textUnder(DOCUMENT_004, SOCKETS, 'Connection'), '');
    expect(facts).to.match(/^Namespace: +\/support$/m);
    const user = john();
    const app = await opened(url, user, await livechatAt(url).open(user, 'Hello'));
    expect((await app.told('log'))[0]).to.equal('Connected to support chat:');
    app.close();
    expect(await app.told('log')).to.deep.equal(['Disconnected:', 'io client disconnect']);
    const nobody = await opened(url, { id: 'x', bearer: 'no.token.atall' }, 'none');
    expect(await nobody.told('error')).to.deep.equal([
      'Socket connection failed:',
      'Authentication failed',
    ]);
    nobody.close();
  },
};

/** By the rows of "Conversation Status Values". */
export const STATUS_CHECKS: Readonly<Record<string, Check>> = Object.fromEntries(
  ['active', 'waiting_support', 'waiting_user', 'closed'].map((status, steps) => [
    `\`${status}\``,
    async (url: string) => {
      const at = livechatAt(url);
      const [user, agent] = [john(), sarah()];
      const id = await at.open(user, 'Hello');
      if (steps > 0) await at.send(user, id, 'Hello?');
      if (steps > 1) await at.claim(agent, id);
      if (steps > 1) await at.reply(agent, id, 'Hi John!');
      if (steps > 2) await at.close(agent, id);
      const { bearer } = user;
      const detail = await ask(url, `GET ${USER}/conversations/${id}`, { bearer });
      expect(detail.body.data['conversation']).to.include({ status });
      const list = await ask(url, `GET ${USER}/conversations`, { bearer });
      const [item] = list.body.data['conversations'] as readonly object[];
      expect(item).to.include({ id, status });
    },
  ]),
);

/** By the headings of "Mobile App Integration Guide". */
export const SCREENS: Readonly<Record<string, Check>> = {
  'Screen: Help & Support (Conversation List)': async (url) => {
    const at = livechatAt(url);
    const [user, agent] = [john(), sarah()];
    const list = async () => {
      const { body } = await ask(url, `GET ${USER}/conversations`, { bearer: user.bearer });
      return body.data as { readonly conversations: readonly object[]; readonly total: number };
    };
    expect(await list()).to.deep.equal({ conversations: [], total: 0 });
    const app = await connectLivechatSocketio(url, { token: user.bearer });
    const id = await at.open(user, 'Hello');
    expect((await list()).conversations).to.have.length(1);
    expect((await list()).conversations[0]).to.include({
      assigned_admin_name: null,
      has_unread: false,
      ticket: null,
    });
    await at.claim(agent, id);
    await at.reply(agent, id, 'Hi John!');
    for (const event of ['claimed', 'new_reply']) {
      const updated = await app.next('conversation_updated');
      expect(updated).to.include({ conversation_id: id, event });
    }
    expect((await list()).conversations[0]).to.include({
      assigned_admin_name: 'Sarah Johnson',
      has_unread: true,
    });
    app.close();
  },
  'Screen: Chat (Conversation View)': async (url) => {
    const at = livechatAt(url);
    const [user, agent] = [john(), sarah()];
    const { bearer } = user;
    const app = await connectLivechatSocketio(url, { token: bearer });
    const id = await at.open(user, 'Hello');
    expect(await app.request('join_conversation', { conversation_id: id })).to.deep.equal({
      success: true,
    });
    await at.claim(agent, id);
    const { ticket_number } = await at.ticket(agent, id);
    expect((await app.next('ticket_created_from_conversation')).ticket).to.include({
      ticket_number,
    });
    expect((await app.next('conversation_claimed')).assigned_admin_name).to.equal('Sarah Johnson');
    await at.send(user, id, 'One more thing');
    expect((await app.next('new_message')).message.is_from_user).to.equal(true);
    await at.close(agent, id);
    await app.next('conversation_closed');
    const detail = async () => {
      const { body } = await ask(url, `GET ${USER}/conversations/${id}`, { bearer });
      return body.data['conversation'];
    };
    expect(await detail()).to.include({ status: 'closed', satisfaction_rating: null });
    expect(await detail()).to.have.nested.property('ticket.ticket_number', ticket_number);
    await at.rate(user, id, 4);
    expect(await detail()).to.include({ status: 'closed', satisfaction_rating: 4 });
    expect(await app.request('leave_conversation', { conversation_id: id })).to.deep.equal({
      success: true,
    });
    app.close();
  },
};

/** Runs those that have been written for an event. */
const both =
  (...checks: readonly (Check | undefined)[]): Check =>
  async (url) => {
    for (const check of checks) {
      if (check === undefined) throw new Error('there is no such check');
      await check(url);
    }
  };

/** By the items of "Frontend Checklist", as they begin. */
export const CHECKLIST: Readonly<Record<string, Check>> = {
  '**Connect to `/support` namespace**': both(CONNECTIONS['Authentication']),
  '**Emit `join_conversation`**': both(EMITTED['`join_conversation`']),
  '**Listen for `new_message`**': both(HEARD['`new_message`']),
  '**Listen for `conversation_updated`**': both(HEARD['`conversation_updated`']),
  '**Listen for `conversation_claimed`**': both(HEARD['`conversation_claimed`']),
  '**Listen for `conversation_closed`**': both(HEARD['`conversation_closed`']),
  '**Listen for `ticket_created_from_conversation`**': both(
    HEARD['`ticket_created_from_conversation`'],
  ),
  '**Listen for `typing`/`stop_typing`**': both(HEARD['`typing` / `stop_typing`']),
  '**Emit `typing`/`stop_typing`**': both(EMITTED['`typing`'], EMITTED['`stop_typing`']),
  '**Emit `leave_conversation`**': both(EMITTED['`leave_conversation`']),
  '**Handle reconnection**': async (url) => {
    const at = livechatAt(url);
    const [user, admin] = [john(), mike()];
    const conversation_id = await at.open(user, 'Hello');
    const app = await connectLivechatSocketio(url, { token: user.bearer }, { reconnectAfter: 50 });
    app.socket.on('connect', () => app.socket.emit('join_conversation', { conversation_id }));
    await app.request('join_conversation', { conversation_id });
    app.socket.io.engine.close();
    await new Promise((resolve) => app.socket.once('connect', () => resolve(null)));
    await app.request('join_conversation', { conversation_id });
    await at.claim(admin, conversation_id);
    await at.reply(admin, conversation_id, 'Still there?');
    expect((await app.next('new_message')).message.message).to.equal('Still there?');
    expect(app.waiting('new_message')).to.equal(0);
    app.close();
  },
};
