import { expect } from 'chai';
import type { Socket } from 'socket.io-client';
import { LASTING_STORES, needsStore } from '../../support/bound-stores.js';
import { DOTS, generate, verify } from '../support/codes.js';
import { unknownConversation } from '../support/guests.js';
import { historyPath, rest } from '../support/rest-client.js';
import { connectSupportSocketio } from '../support/support-clients.js';
import { Calls } from './calls.js';
import { FIELDS } from './answers-001.js';
import {
  boldItemsIn,
  DOCUMENT_001,
  examplesIn,
  headingsIn,
  headingsWithBlocks,
  sampleUnder,
} from './document-items.js';
import { CLIENT_TO_SERVER, HEARD, SENT, SERVER_TO_CLIENT } from './events-001.js';
import { type Ground, startedServer } from './ground.js';
import { NOTES } from './notes-001.js';
import { type Made, runExample } from './run-example.js';

/** A page, as its programs see it and a test looks at it. */
interface Visit {
  /** What the programs of these headings make, one after the other, each with what those before it made. */
  run(...headings: readonly string[]): Promise<Made>;
  /** The next thing that a program was told to do, or wrote. */
  told(name: string): Promise<readonly unknown[]>;
  readonly storage: ReadonlyMap<string, string>;
  close(): void;
}

const examples = examplesIn(DOCUMENT_001);

const visit = (url: string, kept: Readonly<Record<string, string>> = {}): Visit => {
  const storage = new Map(Object.entries(kept));
  const { noting, told } = new Calls();
  const names: Record<string, unknown> = {
    localStorage: {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => storage.set(key, value),
    },
    console: { log: noting('log'), error: noting('error') },
    addMessageToChat: noting('addMessageToChat'),
    showTypingIndicator: noting('showTypingIndicator'),
    hideTypingIndicator: noting('hideTypingIndicator'),
    token: storage.get('jwt_token'),
  };
  const sockets = new Set<Socket>();
  return {
    storage,
    run: async (...headings) => {
      let made: Made = {};
      for (const wanted of headings) {
        for (const { code } of examples.filter(({ heading }) => heading === wanted)) {
          made = { ...made, ...(await runExample(code, { url, names: { ...names, ...made } })) };
          if (made.socket !== undefined) sockets.add(made.socket);
        }
      }
      return made;
    },
    told,
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
};

type Check = (
  ground: Ground,
  at: (kept?: Readonly<Record<string, string>>) => Visit,
) => Promise<void>;

const GUIDE = {
  setup: '1. WebSocket Connection Setup',
  asUser: 'For Authenticated Users:',
  asGuest: 'For Anonymous Users:',
  join: '3. Join Conversation Room',
  send: '4. Send Message',
  receive: '5. Receive Messages',
  typing: '6. Typing Indicators',
  history: '7. Load Message History',
  read: '8. Mark Messages as Read',
} as const;

/** A user's page up to a step of the guide, and his token. */
const asUser = async ({ user }: Ground, at: Parameters<Check>[1], ...steps: readonly string[]) => {
  const { bearer, id } = await user();
  const page = at({ jwt_token: bearer });
  const made = await page.run(GUIDE.setup, GUIDE.asUser, ...steps);
  return { page, made, bearer, id };
};

const connected: Check = async ({ enter }, at) => {
  const page = at();
  const { socket } = await page.run('2. Anonymous/Guest User', '`connection:success`');
  expect(await page.told('log')).to.deep.equal(['Connected as:', 'guest']);
  expect(page.storage.get('guestId')).to.match(/^guest_\d{13}_[0-9A-Za-z]{44}$/);
  expect(socket).to.not.equal(undefined);
  await enter({ guestId: page.storage.get('guestId') });
};

const asUserDoes: Check = async (ground, at) => {
  const { made, bearer } = await asUser(ground, at);
  const { status } = await rest(ground.url, historyPath(made.conversationId ?? ''), bearer);
  expect(status).to.equal(200);
};

const asGuestDoes: Check = async ({ url }, at) => {
  const page = at();
  const { conversationId = '' } = await page.run(GUIDE.setup, GUIDE.asGuest);
  const query = `?guestId=${page.storage.get('guestId') ?? ''}`;
  expect((await rest(url, historyPath(conversationId, query), null)).status).to.equal(200);
};

const historyIsLoaded: Check = async (ground, at) => {
  const { page, made } = await asUser(
    ground,
    at,
    GUIDE.join,
    GUIDE.receive,
    GUIDE.send,
    GUIDE.history,
  );
  const [shown] = await page.told('addMessageToChat');
  expect(await made.loadMessages?.(made.conversationId ?? '')).to.deep.equal([shown]);
  expect(await made.loadMessages?.(made.conversationId ?? '', 2)).to.deep.equal([]);
};

const EXAMPLES: Readonly<Record<string, Check>> = {
  '1. Authenticated User (JWT)': async (_ground, at) => {
    const page = at();
    const { socket } = await page.run('1. Authenticated User (JWT)');
    const refused = new Promise<Error>((resolve) => socket?.once('connect_error', resolve));
    // Nobody's token is 'your-jwt-token'.
    expect((await refused).message).to.equal('Authentication failed');
  },
  '2. Anonymous/Guest User': connected,
  '`connection:success`': connected,
  '`message:send`': async (ground, at) => {
    const { page } = await asUser(ground, at, '`message:send`', 'WebSocket Errors');
    // There is no conversation 550e8400-e29b-41d4-a716-446655440000.
    expect(await page.told('error')).to.deep.equal(['Message error:', 'Conversation not found']);
  },
  '`message:received`': async (ground, at) => {
    const { page, made } = await asUser(ground, at, '`message:received`', GUIDE.join, GUIDE.send);
    expect(made.conversationId).to.be.a('string');
    for (let logged = await page.told('log'); ; logged = await page.told('log')) {
      if (logged[0] !== 'New message:') continue;
      expect(logged).to.deep.equal(['New message:', 'Hello, I need help']);
      break;
    }
  },
  [GUIDE.setup]: async (ground, at) => {
    const { page, id } = await asUser(ground, at);
    expect(await page.told('log')).to.deep.equal(['Connected:', { type: 'user', userId: id }]);
  },
  [GUIDE.asUser]: asUserDoes,
  [GUIDE.asGuest]: asGuestDoes,
  [GUIDE.join]: async (ground, at) => {
    const { page } = await asUser(ground, at, GUIDE.join);
    await page.told('log');
    expect(await page.told('log')).to.deep.equal(['Joined conversation room']);
  },
  [GUIDE.send]: async (ground, at) => {
    const staff = await ground.enter({ token: ground.admin() });
    const { made } = await asUser(ground, at, GUIDE.join, GUIDE.send);
    const { conversationId, message } = await staff.next('conversation:new_message');
    expect(conversationId).to.equal(made.conversationId);
    expect(message.message).to.equal('Hello, I need help');
  },
  [GUIDE.receive]: async (ground, at) => {
    const { page } = await asUser(ground, at, GUIDE.join, GUIDE.receive, GUIDE.send);
    const [shown] = await page.told('addMessageToChat');
    expect(shown).to.deep.include({ message: 'Hello, I need help', senderType: 'user' });
  },
  [GUIDE.typing]: async (ground, at) => {
    const { page, made, id } = await asUser(ground, at, GUIDE.join, GUIDE.typing);
    const { conversationId } = made;
    const staff = await ground.enter({ token: ground.admin() });
    await staff.request('conversation:join', { conversationId });
    made.startTyping?.();
    expect(await staff.next('typing:start')).to.deep.equal({ conversationId, senderId: id });
    // By the program's own timer of three seconds.
    expect(await staff.next('typing:stop')).to.deep.equal({ conversationId, senderId: id });
    const { adminId } = (await staff.next('connection:success')) as { readonly adminId?: string };
    staff.emit('typing:start', { conversationId });
    expect(await page.told('showTypingIndicator')).to.deep.equal([adminId]);
    staff.emit('typing:stop', { conversationId });
    expect(await page.told('hideTypingIndicator')).to.deep.equal([adminId]);
  },
  [GUIDE.history]: historyIsLoaded,
  [GUIDE.read]: async (ground, at) => {
    const { made, id } = await asUser(ground, at, GUIDE.join, GUIDE.read);
    const { conversationId } = made;
    const staff = await ground.enter({ token: ground.admin() });
    await staff.request('conversation:join', { conversationId });
    await staff.request('message:send', { conversationId, message: 'Read me' });
    const { id: messageId } = await staff.next('message:received');
    expect(await staff.next('message:read')).to.deep.include({ messageId, readBy: id });
  },
  'WebSocket Errors': async (ground, at) => {
    const { page, made } = await asUser(ground, at, 'WebSocket Errors');
    made.socket?.emit('message:send', { conversationId: made.conversationId, message: '' });
    expect(await page.told('error')).to.deep.equal([
      'Message error:',
      'message: Must not be empty',
    ]);
  },
  'Test WebSocket Connection': async (_ground, at) => {
    const page = at();
    await page.run('Test WebSocket Connection');
    const [mark, data] = await page.told('log');
    expect(mark).to.match(/Connected:$/);
    // The server issued no 'test_guest_123'.
    expect((data as { readonly guestId: string }).guestId).to.match(/^guest_\d{13}_/);
  },
  'Test Message Sending': async (ground, at) => {
    const { page } = await asUser(ground, at, 'Test Message Sending', 'WebSocket Errors');
    // It says itself that the id is to be filled in.
    expect(await page.told('error')).to.deep.equal([
      'Message error:',
      'conversationId: Must be a UUID',
    ]);
  },
};

const ENDPOINTS: Readonly<Record<string, Check>> = {
  '1. Get or Create Conversation (Authenticated Users)': asUserDoes,
  '2. Get or Create Conversation (Anonymous/Guest Users)': asGuestDoes,
  '3. Get Conversation Messages': historyIsLoaded,
  '4. Get Conversation Details': async ({ user, url }) => {
    const { id, bearer, conversationId } = await user();
    const { body } = await rest(url, `/api/support/conversation/${conversationId}`, bearer);
    expect(body.data).to.deep.include({
      id: conversationId,
      userId: id,
      adminId: null,
      user: { id, email: 'user@example.com', firstName: 'John' },
      admin: null,
      messages: [],
    });
  },
  '5. Generate Onboarding Auth Code (Admin Only)': async ({ enter, guest, admin, user, url }) => {
    const { guestId, conversationId } = await guest();
    const owner = await enter({ guestId });
    const deviceInfo = '{"device": "iPhone", "os": "iOS 17"}';
    const { status, body } = await generate(url, admin(), { conversationId, deviceInfo });
    expect([status, body.message]).to.deep.equal([201, 'Auth code generated successfully']);
    expect(body.data.conversationId).to.equal(conversationId);
    expect(new Date(body.data.expiresAt).getTime()).to.be.greaterThan(Date.now());
    expect((await owner.next('message:received')).message).to.equal(body.data.code);
    const staffs = await rest<{ readonly messages: readonly { readonly message: string }[] }>(
      url,
      historyPath(conversationId),
      admin(),
    );
    expect(staffs.body.data.messages.map(({ message }) => message)).to.deep.equal([DOTS]);
    expect((await generate(url, (await user()).bearer, {})).status).to.equal(403);
  },
  '6. Verify Onboarding Auth Code (Public)': async ({ user, admin, url }) => {
    const { id } = await user();
    const { body } = await generate(url, admin(), { userId: id });
    const tried = { code: body.data.code, userId: id };
    const right = await verify(url, tried);
    expect(right.body).to.deep.equal({
      success: true,
      message: 'Code verified successfully',
      data: { authCodeId: right.body.data.authCodeId, userId: id },
    });
    const wrong = await verify(url, tried);
    expect([wrong.status, wrong.body]).to.deep.equal([
      200,
      { success: false, message: 'Invalid or expired code' },
    ]);
  },
};

const CONNECTION: Readonly<Record<string, Check>> = {
  'Connection URL': async ({ url, user }) => {
    const { id, bearer } = await user();
    const client = await connectSupportSocketio(url.replace(/^http/, 'ws'), { token: bearer });
    expect(await client.next('connection:success')).to.deep.equal({ type: 'user', userId: id });
    client.close();
  },
};

const CONNECTED: Readonly<Record<string, Check>> = {
  '`connection:success`': async ({ enter, user, admin }) => {
    const { id, bearer } = await user();
    const [owner, staff, guest] = [
      await enter({ token: bearer }),
      await enter({ token: admin() }),
      await enter(),
    ];
    const welcome = await owner.next('connection:success');
    expect(welcome).to.deep.equal({ type: 'user', userId: id });
    expect(await staff.next('connection:success')).to.have.all.keys('type', 'adminId');
    expect(await guest.next('connection:success')).to.have.all.keys('type', 'guestId');
  },
};

const ERRORS: Readonly<Record<string, Check>> = {
  'WebSocket Errors': HEARD['`message:error`'],
  'API Errors': async ({ user, url }) => {
    const sample = sampleUnder(DOCUMENT_001, 'Error Handling', 'API Errors') as {
      readonly errors: readonly unknown[];
    };
    const { bearer } = await user();
    const { status, body } = await rest(url, historyPath(unknownConversation()), bearer);
    expect(status).to.equal(404);
    expect(body).to.have.all.keys(...Object.keys(sample));
    expect(body.success).to.equal(false);
    expect(body.errors).to.deep.equal(sample.errors);
    for (const refused of [
      await rest(url, '/api/support/conversation?type=nonsense', bearer),
      await rest(url, '/api/support/conversation', null),
      await rest(url, '/api/admin/support/conversations', bearer),
      await rest(url, '/api/support/nowhere', bearer),
    ]) {
      expect(refused.status).to.be.within(400, 404);
      expect(refused.body).to.have.all.keys(...Object.keys(sample));
    }
  },
};

/** By section: what the document has there, and what is tested of it. */
const SECTIONS: readonly (readonly [string, readonly string[], Readonly<Record<string, Check>>])[] =
  [
    ['Connection Events', headingsIn(DOCUMENT_001, 'Connection Events', 4), CONNECTED],
    [CLIENT_TO_SERVER, headingsIn(DOCUMENT_001, CLIENT_TO_SERVER, 4), SENT],
    [SERVER_TO_CLIENT, headingsIn(DOCUMENT_001, SERVER_TO_CLIENT, 4), HEARD],
    ['REST API Endpoints', headingsIn(DOCUMENT_001, 'REST API Endpoints', 3), ENDPOINTS],
    [
      'Every field of REST API Endpoints',
      headingsIn(DOCUMENT_001, 'REST API Endpoints', 3),
      FIELDS,
    ],
    ['Error Handling', headingsIn(DOCUMENT_001, 'Error Handling', 3), ERRORS],
    ['Notes', boldItemsIn(DOCUMENT_001, 'Notes'), NOTES],
  ];

/** Run by a browser: test/e2e/widget. */
const IN_A_BROWSER = ['Basic Widget Structure', 'Widget JavaScript'];

describe('document 001', () => {
  it('has a test for each of its programs, and no other', () => {
    const programs = examples.map(({ heading }) => heading);
    const ours = programs.filter((heading) => !IN_A_BROWSER.includes(heading));
    expect(Object.keys(EXAMPLES)).to.have.members([...new Set(ours)]);
  });

  it('has a test for each of its items, and no other', () => {
    for (const [section, items, checks] of SECTIONS) {
      expect(items, section).to.not.deep.equal([]);
      expect(Object.keys(checks), section).to.have.members([...items]);
    }
  });

  it('has a test for whatever it shows', () => {
    const tested = [EXAMPLES, CONNECTION, ...SECTIONS.map(([, , checks]) => checks)];
    const names = [...tested.flatMap((checks) => Object.keys(checks)), ...IN_A_BROWSER];
    expect(names).to.include.members([...headingsWithBlocks(DOCUMENT_001)]);
  });

  for (const store of LASTING_STORES) {
    describe(`on ${store}`, () => {
      const place = needsStore(store);
      describe('as it is started', () => {
        const ground = startedServer(place);
        const visits: Visit[] = [];
        afterEach(() => {
          for (const one of visits.splice(0)) one.close();
        });
        const at = (kept?: Readonly<Record<string, string>>): Visit => {
          const one = visit(ground.url, kept);
          visits.push(one);
          return one;
        };
        for (const [heading, check] of Object.entries(EXAMPLES)) {
          it(`its program under ${heading}`, () => check(ground, at));
        }
        for (const [section, , checks] of [
          ['WebSocket Connection', [], CONNECTION],
          ...SECTIONS,
        ] as const) {
          describe(section, () => {
            for (const [item, check] of Object.entries(checks)) it(item, () => check(ground, at));
          });
        }
      });
    });
  }
});
