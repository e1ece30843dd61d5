import { expect } from 'chai';
import { Calls } from './calls.js';
import { DOCUMENT_004, examplesIn } from './document-items.js';
import type { Check } from './endpoints-004.js';
import { john, livechatAt, mike, type Person, sarah } from './livechat-people.js';
import { runExample } from './run-example.js';

/** What the programs of the document call, as an app would have it. */
const APP = [
  'appendMessage',
  'showNotificationBadge',
  'showPushNotification',
  'updateAssignedAgent',
  'updateConversationStatus',
  'showRatingPrompt',
  'showTicketCreatedNotice',
  'showAgentJoined',
  'disableMessageInput',
  'showTicketBadge',
  'showTypingIndicator',
  'hideTypingIndicator',
] as const;

const programs = examplesIn(DOCUMENT_004);

const programOf = (heading: string): string => {
  const [one, ...others] = programs.filter((program) => program.heading === heading);
  if (one === undefined || others.length > 0) throw new Error(`document 004: ${heading}`);
  return one.code;
};

const CONNECTION = 'Authentication';

export interface App extends Calls {
  /** Runs the program under a heading, on the app's connection, as it stands but for the conversation's id. */
  run(heading: string): Promise<void>;
  close(): void;
}

/** An app that a user has opened: connected as the document connects. */
export const opened = async (url: string, user: Person, conversation: string): Promise<App> => {
  const calls = new Calls();
  const names = {
    ...Object.fromEntries(APP.map((name) => [name, calls.noting(name)])),
    console: { log: calls.noting('log'), error: calls.noting('error') },
    process: { env: { NEXT_PUBLIC_API_URL: url } },
    userJwtToken: user.bearer,
    currentConversationId: conversation,
  };
  const { socket } = await runExample(programOf(CONNECTION), { url, names });
  if (socket === undefined) throw new Error('the document connects nothing');
  return Object.assign(calls, {
    run: async (heading: string) => {
      const code = programOf(heading).replaceAll("'conv-uuid'", `'${conversation}'`);
      await runExample(code, { url, names: { ...names, socket } });
      // What it has emitted has been answered when this has.
      await socket.emitWithAck('leave_conversation', { conversation_id: 'none' });
    },
    close: () => {
      socket.close();
    },
  });
};

interface Scene {
  readonly user: Person;
  readonly agent: Person;
  readonly id: string;
  readonly at: ReturnType<typeof livechatAt>;
  readonly app: App;
}

const playing =
  (play: (scene: Scene) => Promise<void>): Check =>
  async (url) => {
    const at = livechatAt(url);
    const [user, agent] = [john(), sarah()];
    const id = await at.open(user, 'Hello');
    const app = await opened(url, user, id);
    try {
      // The program joins on `connect`.
      const [said] = await app.told('log');
      expect(said).to.equal('Connected to support chat:');
      await play({ user, agent, id, at, app });
    } finally {
      app.close();
    }
  };

const watching = (
  play: (
    scene: Scene & { readonly staff: Awaited<ReturnType<Scene['at']['enter']>> },
  ) => Promise<void>,
): Check =>
  playing(async (scene) => {
    const staff = await scene.at.enter(scene.agent);
    await staff.request('join_conversation', { conversation_id: scene.id });
    try {
      await play({ ...scene, staff });
    } finally {
      staff.close();
    }
  });

/** By the headings of "Client Events". */
export const EMITTED: Readonly<Record<string, Check>> = {
  '`join_conversation`': playing(async ({ app, at, agent, id }) => {
    await app.run('`leave_conversation`');
    await app.run('`join_conversation`');
    await app.run('`new_message`');
    await at.claim(agent, id);
    await at.reply(agent, id, 'Hi John!');
    const [message] = await app.told('appendMessage');
    expect(message).to.include({ message: 'Hi John!' });
  }),
  '`leave_conversation`': playing(async ({ app, at, agent, id }) => {
    await app.run('`new_message`');
    await app.run('`leave_conversation`');
    await at.claim(agent, id);
    await at.reply(agent, id, 'Not heard');
    await app.run('`join_conversation`');
    await at.reply(agent, id, 'Heard');
    const [message] = await app.told('appendMessage');
    expect(message).to.include({ message: 'Heard' });
  }),
  '`typing`': watching(async ({ app, staff, id }) => {
    await app.run('`typing`');
    expect(await staff.next('typing')).to.deep.equal({ conversation_id: id, is_admin: false });
  }),
  '`stop_typing`': watching(async ({ app, staff, id }) => {
    await app.run('`typing`');
    await app.run('`stop_typing`');
    expect(await staff.next('stop_typing')).to.deep.equal({ conversation_id: id, is_admin: false });
  }),
};

/** By the headings of "Server Events". */
export const HEARD: Readonly<Record<string, Check>> = {
  '`new_message`': playing(async ({ app, at, agent, id }) => {
    await app.run('`new_message`');
    await at.claim(agent, id);
    await at.reply(agent, id, 'Hi John!');
    const [message] = await app.told('appendMessage');
    const fields = [...programOf('`new_message`').matchAll(/^ {2}\/\/ {3}(\w+):/gm)];
    expect(message).to.have.all.keys('seq', ...fields.map(([, field = '']) => field));
    expect(message).to.include({
      message: 'Hi John!',
      is_from_user: false,
      sender_name: 'Sarah Johnson',
      sender_email: 'sarah@smipay.com',
      attachments: null,
    });
  }),
  '`conversation_updated`': playing(async ({ app, at, agent, id }) => {
    const admin = mike();
    await app.run('`conversation_updated`');
    await at.known(admin);
    await at.claim(agent, id);
    expect(await app.told('updateAssignedAgent')).to.deep.equal([id, 'Sarah Johnson']);
    await at.reply(agent, id, 'Hi John!');
    expect(await app.told('showNotificationBadge')).to.deep.equal([id]);
    expect(await app.told('showPushNotification')).to.deep.equal(['Sarah Johnson: Hi John!']);
    await at.handover(agent, id, admin);
    expect(await app.told('updateAssignedAgent')).to.deep.equal([id, 'Admin Mike']);
    const { ticket_number } = await at.ticket(admin, id);
    expect(await app.told('showTicketCreatedNotice')).to.deep.equal([id, ticket_number]);
    await at.close(admin, id);
    expect(await app.told('updateConversationStatus')).to.deep.equal([id, 'closed']);
    expect(await app.told('showRatingPrompt')).to.deep.equal([id]);
  }),
  '`conversation_claimed`': playing(async ({ app, at, agent, id }) => {
    await app.run('`conversation_claimed`');
    await at.claim(agent, id);
    expect(await app.told('showAgentJoined')).to.deep.equal(['Sarah Johnson']);
  }),
  '`conversation_closed`': playing(async ({ app, at, id }) => {
    await app.run('`conversation_closed`');
    await at.close(mike(), id);
    await app.told('disableMessageInput');
    await app.told('showRatingPrompt');
  }),
  '`ticket_created_from_conversation`': playing(async ({ app, at, agent, id }) => {
    await app.run('`ticket_created_from_conversation`');
    await at.claim(agent, id);
    const ticket = await at.ticket(agent, id, { description: 'Since Monday' });
    const [badge] = await app.told('showTicketBadge');
    const [, fields = ''] =
      /ticket: \{ ([^}]+) \}/.exec(programOf('`ticket_created_from_conversation`')) ?? [];
    expect(badge).to.have.all.keys(fields.split(', '));
    expect(ticket).to.include(badge);
    expect(badge).to.include({ status: 'open', support_type: 'TRANSACTION_ISSUE' });
  }),
  '`typing` / `stop_typing`': watching(async ({ app, staff, id }) => {
    await app.run('`typing` / `stop_typing`');
    staff.emit('typing', { conversation_id: id });
    expect(await app.told('showTypingIndicator')).to.deep.equal([id]);
    staff.emit('stop_typing', { conversation_id: id });
    expect(await app.told('hideTypingIndicator')).to.deep.equal([id]);
  }),
};
