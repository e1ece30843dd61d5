import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import type { App } from '../../../src/bootstrap/app.js';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { MARKUP_ATTACKS } from '../../support/markup-attacks.js';
import { startServer } from '../support/in-process-server.js';
import { connectSupportSocketio, type SupportClient } from '../support/support-clients.js';
import { token } from '../support/tokens.js';
import { type Place, PLACES } from './places.js';
import { type Line, Visit } from './visit.js';

/** Has the page note every element that is made from now on, and every attribute that is changed. */
const WATCH = `
  window.made = [];
  window.hacked = () => window.made.push('hacked');
  const written = ({ tagName, attributes }) =>
    [tagName, ...[...attributes].map(({ name, value }) => name + '=' + value)].join(' ');
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') window.made.push('changed ' + written(target));
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        window.made.push(...[node, ...node.querySelectorAll('*')].map(written));
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
`;

const template = (sender: string): readonly string[] => [
  `DIV class=message ${sender}`,
  'DIV class=message-content',
  'DIV class=message-time',
];

const line = (sender: string, text: string): Line => [sender, text.replaceAll('\u200b', '')];

describe('known attacks by text on the widget of document 001', () => {
  const browser = needsChromium();
  let place: Place;
  let server: App;
  let admin: SupportClient;
  let visitor: BrowserContext;
  let visit: Visit;
  let happened: string[];

  beforeEach(async () => {
    place = await PLACES['of another origin']();
    server = await startServer(place.environment);
    place.front.before(server.url);
    admin = await connectSupportSocketio(server.url, {
      token: token({ sub: 'root', role: 'admin', name: '<img src=x onerror=hacked()>' }),
    });
    visitor = await browser().newContext();
    visit = await Visit.begin(visitor, place.url);
    happened = [];
    const { tab } = visit;
    tab.on('dialog', (dialog) => {
      happened.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    tab.on('pageerror', (error) => happened.push(String(error)));
    tab.on('frameattached', () => happened.push('frame'));
    tab.on('popup', () => happened.push('popup'));
    tab.on('request', (request) => {
      if (!request.url().startsWith(`${place.front.origin}/socket.io/`))
        happened.push(request.url());
    });
    await tab.evaluate(WATCH);
  });
  afterEach(async () => {
    await visitor.close();
    admin.close();
    await server.stop();
    await place.close();
  });

  const expectTemplatesOnly = async (sender: string): Promise<void> => {
    const made = await visit.tab.evaluate<readonly string[]>('window.made');
    expect(made).to.deep.equal(MARKUP_ATTACKS.flatMap(() => template(sender)));
    expect(happened).to.deep.equal([]);
  };

  it('make nothing but its template of what an admin sends, and are read as they were typed', async () => {
    await visit.say('Hello');
    const { conversationId } = await admin.next('conversation:new_message');
    await visit.shows([['guest', 'Hello']]);
    await visit.tab.evaluate('window.made.length = 0');
    for (const message of MARKUP_ATTACKS) {
      expect(await admin.request('message:send', { conversationId, message })).to.include({
        success: true,
      });
    }
    await visit.shows([['guest', 'Hello'], ...MARKUP_ATTACKS.map((text) => line('admin', text))]);
    await expectTemplatesOnly('admin');
    // He is told it all once more.
    await visit.reload();
    await visit.shows([['guest', 'Hello'], ...MARKUP_ATTACKS.map((text) => line('admin', text))]);
  });

  it('make nothing but its template of what a visitor types, and are read as he typed them', async () => {
    for (const text of MARKUP_ATTACKS) await visit.say(text);
    // The widget itself leaves out the space around it.
    await visit.shows(MARKUP_ATTACKS.map((text) => line('guest', text.trim())));
    await expectTemplatesOnly('guest');
  });
});
