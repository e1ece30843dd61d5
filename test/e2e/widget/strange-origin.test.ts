import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright-core';
import type { App } from '../../../src/bootstrap/app.js';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { widgetPage } from '../../support/document-001.js';
import { startServer } from '../support/in-process-server.js';
import { historyPath } from '../support/rest-client.js';
import { connectSupportSocketio, type SupportClient } from '../support/support-clients.js';
import { token } from '../support/tokens.js';
import { type Place, PLACES } from './places.js';
import { staticSite, type StaticSite } from './static-site.js';
import { Visit } from './visit.js';

const GUESTS = '/api/support/conversation/guest';

/** What came of each attempt of a page to read or to say something in a visitor's name. */
type Outcomes = Readonly<Record<string, string | number>>;

/** All that a page can try, with the visitor's cookies wherever a browser would send them. */
const attempts = (server: string, history: string): string => `(async () => {
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
    element.src = '${server}${history}';
    document.body.append(element);
  });
  const body = '{"type":"general"}';
  const json = { 'content-type': 'application/json' };
  await embedded('script');
  await embedded('iframe');
  return {
    history: await asked('${history}'),
    'history, unread': await asked('${history}', { mode: 'no-cors' }),
    conversation: await asked('${GUESTS}', { method: 'POST', headers: json, body }),
    'conversation, unread': await asked('${GUESTS}', { method: 'POST', mode: 'no-cors', body }),
    polling: await asked('/socket.io/?EIO=4&transport=polling'),
    'polling, unread': await asked('/socket.io/?EIO=4&transport=polling', { mode: 'no-cors' }),
    websocket: await opened('/socket.io/?EIO=4&transport=websocket'),
    'plain websocket': await opened('/ws/support'),
  };
})()`;

/** Every answer of the server to a page from now on, the library's script aside: what was asked, and the status. */
const answersTo = (tab: Page, server: string): (() => readonly (readonly [string, number])[]) => {
  const answers: (readonly [string, number])[] = [];
  tab.on('response', (response) => {
    const url = response.url();
    if (!url.startsWith(server) || url.endsWith('.js') || url.endsWith('.html')) return;
    answers.push([`${response.request().method()} ${url.slice(server.length)}`, response.status()]);
  });
  return () => answers;
};

describe('a page of an origin that is not let in', () => {
  const browser = needsChromium();
  let own: Place;
  let site: StaticSite;
  let server: App;
  let admin: SupportClient;
  let visitor: BrowserContext;
  let ownTab: Page;
  let history: string;

  beforeEach(async () => {
    own = await PLACES['of the same origin']();
    // Of the same site, so that even cookies which are for their site alone are sent along.
    site = await staticSite('127.0.0.1');
    server = await startServer({ ...own.environment, CORS_ORIGINS: 'https://shop.example' });
    site.show(widgetPage(server.url));
    admin = await connectSupportSocketio(server.url, {
      token: token({ sub: 'root', role: 'admin' }),
    });
    visitor = await browser().newContext();
    const visit = await Visit.begin(visitor, await own.show(visitor, server.url));
    await visit.say('For your eyes only');
    const { conversationId } = await admin.next('conversation:new_message');
    await visit.shows([['guest', 'For your eyes only']]);
    history = historyPath(conversationId);
    ownTab = visit.tab;
    // Where requests are intercepted, nobody is asked before a request of another origin.
    await visitor.unrouteAll();
  });
  afterEach(async () => {
    await visitor.close();
    admin.close();
    await server.stop();
    await site.close();
    await own.close();
  });

  it('gets nothing with the widget: no socket, no conversation, no id', async () => {
    const cookies = await visitor.cookies();
    const tab = await visitor.newPage();
    const answers = answersTo(tab, server.url);
    const failed = tab.waitForEvent('pageerror');
    const refused = tab.waitForResponse((response) => response.url().includes('/socket.io/?'));
    await tab.goto(site.origin);
    expect((await failed).message).to.equal('Failed to fetch');
    expect((await refused).status()).to.equal(403);
    expect(answers().map(([, status]) => status)).to.satisfy((statuses: readonly number[]) =>
      statuses.every((status) => status === 403),
    );
    expect(await tab.evaluate('localStorage.length')).to.equal(0);
    expect(await visitor.cookies()).to.deep.equal(cookies);
  });

  it('gets nothing by any request that it can make in the name of a visitor', async () => {
    // What the same attempts come to on a page of the server's own.
    expect(await ownTab.evaluate<Outcomes>(attempts(server.url, history))).to.deep.equal({
      history: 200,
      'history, unread': 200,
      conversation: 200,
      'conversation, unread': 415,
      polling: 200,
      'polling, unread': 200,
      websocket: 'open',
      'plain websocket': 'open',
    });

    const cookies = await visitor.cookies();
    expect(cookies.map(({ name }) => name)).to.deep.equal(['guest_id']);
    const tab = await visitor.newPage();
    site.show('<!doctype html><body>');
    await tab.goto(site.origin);
    const answers = answersTo(tab, server.url);
    expect(await tab.evaluate<Outcomes>(attempts(server.url, history))).to.deep.equal({
      history: 'blocked',
      'history, unread': 'unreadable',
      conversation: 'blocked',
      'conversation, unread': 'unreadable',
      polling: 'blocked',
      'polling, unread': 'unreadable',
      websocket: 'refused',
      'plain websocket': 'refused',
    });
    expect(new Set(answers().map(([, status]) => status))).to.deep.equal(new Set([401, 403]));
    expect(await visitor.cookies()).to.deep.equal(cookies);
  });
});
