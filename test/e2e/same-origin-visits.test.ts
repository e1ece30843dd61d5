import { expect } from 'chai';
import { GUEST_COOKIE } from '../../src/adapters/inbound/gateway/dialect.js';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from './support/in-process-server.js';
import { rest } from './support/rest-client.js';
import { connectSupportSocketio, type SupportSocketioClient } from './support/support-clients.js';

interface Opened {
  readonly guestId: string;
  readonly conversation: { readonly id: string };
}

/** What a browser keeps from one visit to the next. */
interface Browser {
  /** In the page's own storage. */
  guestId: string | null;
  cookie: string | null;
}

/** The page of document 001 on the server's own origin: its requests bear the cookie and no other id, its socket both. */
describe('visits on the same origin', () => {
  let server: App;
  let clients: SupportSocketioClient[];

  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  beforeEach(() => {
    clients = [];
  });
  afterEach(() => {
    for (const client of clients) client.close();
  });

  const visit = async (
    browser: Browser,
  ): Promise<{ client: SupportSocketioClient; conversationId: string }> => {
    const client = await connectSupportSocketio(server.url, { guestId: browser.guestId });
    clients.push(client);
    browser.guestId = (await client.next('connection:success')).guestId ?? null;
    const { headers, body } = await rest<Opened>(
      server.url,
      '/api/support/conversation/guest',
      null,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(browser.cookie === null ? {} : { cookie: browser.cookie }),
        },
        body: '{}',
      },
    );
    browser.cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? null;
    expect(browser.cookie).to.equal(`${GUEST_COOKIE}=${body.data.guestId}`);
    const conversationId = body.data.conversation.id;
    const answer = await client.request('conversation:join', { conversationId });
    expect(answer).to.deep.equal({ success: true, data: { conversationId } });
    // Before the answer, where he turns out to be somebody else or goes on with what is his.
    while (client.waiting('connection:success') > 0) {
      browser.guestId = (await client.next('connection:success')).guestId ?? null;
    }
    return { client, conversationId };
  };

  const say = async (
    { client, conversationId }: Awaited<ReturnType<typeof visit>>,
    message: string,
  ): Promise<void> => {
    expect(await client.request('message:send', { conversationId, message })).to.include({
      success: true,
    });
  };

  it('go on with the conversation of who has lost his cookie, each time', async () => {
    const browser: Browser = { guestId: null, cookie: null };
    await say(await visit(browser), 'Hello');
    browser.cookie = null;
    for (const _ of [1, 2, 3]) {
      const { guestId } = browser;
      const { client } = await visit(browser);
      expect(browser.guestId).to.equal(guestId);
      expect(await client.next('message:received')).to.include({ message: 'Hello', guestId });
    }
  });
});
