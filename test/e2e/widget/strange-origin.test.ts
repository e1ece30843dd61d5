import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright-core';
import type { App } from '../../../src/bootstrap/app.js';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { widgetPage } from '../../support/document-001.js';
import { startServer } from '../support/in-process-server.js';
import { connectSupportSocketio, type SupportClient } from '../support/support-clients.js';
import { token } from '../support/tokens.js';
import { type Place, PLACES } from './places.js';
import { staticSite, type StaticSite } from './static-site.js';
import { Visit } from './visit.js';

const GUESTS = '/api/support/conversation/guest';

/** What came of each attempt of a page to read or to say something in a visitor's name. */
type Outcomes = Readonly<Record<string, string | number>>;

/** All that a page can try, with the visitor's cookies wherever a browser would send them. */
const attempts = (server: string, details: string): string => `(async () => {
  const asked = async (path, options) => {
    try {
      const response = await fetch('${server}' + path, { credentials: 'include', ...options });
      return response.type === 'opaque' ? 'unreadable' : response.status;
    } catch {
      return 'blocked';
    }
  };
  const opened = (path) => new Promise((resolve) => {
    const socket = new WebSocket('${server}'.replace('http', 'ws') + path);
    socket.onerror = () => resolve('refused');
    socket.onopen = () => {
      resolve('open');
      socket.close();
    };
  });
  const embedded = (tag) => new Promise((resolve) => {
    const element = document.createElement(tag);
    element.onload = element.onerror = () => resolve();
    element.src = '${server}${details}';
    document.body.append(element);
  });
  const body = '{"type":"general"}';
  const json = { 'content-type': 'application/json' };
  await embedded('script');
  await embedded('iframe');
  return {
    details: await asked('${details}'),
    'details, unread': await asked('${details}', { mode: 'no-cors' }),
    conversation: await asked('${GUESTS}', { method: 'POST', headers: json, body }),
    'conversation, unread': await asked('${GUESTS}', { method: 'POST', mode: 'no-cors', body }),
    polling: await asked('/socket.io/?EIO=4&transport=polling'),
    'polling, unread': await asked('/socket.io/?EIO=4&transport=polling', { mode: 'no-cors' }),
    websocket: await opened('/socket.io/?EIO=4&transport=websocket'),
    'plain websocket': await opened('/ws/support'),
  };
})()`;

describe('a page of an origin that is not let in', () => {
  const browser = needsChromium();
  let own: Place;
  let site: StaticSite;
  let server: App;
  let admin: SupportClient;
  let visitor: BrowserContext;
  let tab: Page;

  /** What the server has answered since, less its script for anybody. */
  const statuses = (before: number): readonly number[] =>
    own.front.answered
      .slice(before)
      .filter(({ asked }) => !asked.endsWith('/socket.io.js'))
      .map(({ status }) => status);

  beforeEach(async () => {
    own = await PLACES['of the same origin']();
    // Of the same site, so that even cookies which are for their site alone are sent along.
    site = await staticSite('127.0.0.1');
    server = await startServer({ ...own.environment, CORS_ORIGINS: 'https://shop.example' });
    own.front.before(server.url);
    visitor = await browser().newContext();
    admin = await connectSupportSocketio(server.url, {
      token: token({ sub: 'root', role: 'admin' }),
    });
  });
  afterEach(async () => {
    await visitor.close();
    admin.close();
    await server.stop();
    await Promise.all([site.close(), own.close()]);
  });

  it('gets nothing with the widget: no socket, no conversation, no id', async () => {
    const { answered, origin } = own.front;
    site.show(widgetPage(origin));
    tab = await visitor.newPage();
    const failed = tab.waitForEvent('pageerror');
    const refused = tab.waitForEvent('requestfailed', (request) =>
      request.url().startsWith(`${origin}/socket.io/?`),
    );
    await tab.goto(site.origin);
    expect((await failed).message).to.equal('Failed to fetch');
    await refused;
    expect(answered.map(({ asked }) => asked.split('?')[0])).to.include.members([
      'GET /socket.io/',
      'OPTIONS /api/support/conversation/guest',
    ]);
    expect(new Set(statuses(0))).to.deep.equal(new Set([403]));
    expect(await tab.evaluate('localStorage.length')).to.equal(0);
    expect(await visitor.cookies()).to.deep.equal([]);
  });

  it('gets nothing by any request that it can make in the name of a visitor', async () => {
    const visit = await Visit.begin(visitor, own.url);
    await visit.say('For your eyes only');
    const { conversationId } = await admin.next('conversation:new_message');
    await visit.shows([['guest', 'For your eyes only']]);
    const tries = attempts(own.front.origin, `/api/support/conversation/${conversationId}`);
    // What they come to on a page of the server's own.
    expect(await visit.tab.evaluate<Outcomes>(tries)).to.deep.equal({
      details: 200,
      'details, unread': 200,
      conversation: 200,
      'conversation, unread': 415,
      polling: 200,
      'polling, unread': 200,
      websocket: 'open',
      'plain websocket': 'open',
    });
    await visit.tab.close();

    const cookies = await visitor.cookies();
    expect(cookies.map(({ name }) => name)).to.deep.equal(['guest_id']);
    site.show('<!doctype html><body>');
    tab = await visitor.newPage();
    await tab.goto(site.origin);
    const before = own.front.answered.length;
    expect(await tab.evaluate<Outcomes>(tries)).to.deep.equal({
      details: 'blocked',
      // Its answers are kept from pages of other sites, by what they say of themselves.
      'details, unread': 'blocked',
      conversation: 'blocked',
      'conversation, unread': 'blocked',
      polling: 'blocked',
      'polling, unread': 'unreadable',
      websocket: 'refused',
      'plain websocket': 'refused',
    });
    // 401 is for the script and the frame: what a link or an image asks names no origin, but bears no cookie that counts.
    expect(new Set(statuses(before))).to.deep.equal(new Set([401, 403]));
    expect(await visitor.cookies()).to.deep.equal(cookies);
  });
});
