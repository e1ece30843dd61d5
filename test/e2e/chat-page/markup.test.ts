import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import type { App } from '../../../src/bootstrap/app.js';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { MARKUP_ATTACKS } from '../../support/markup-attacks.js';
import { until } from '../../support/until.js';
import { startServer } from '../support/in-process-server.js';
import { token } from '../support/tokens.js';
import { ChatTab, PAGE, type Shown } from './chat-tab.js';
import { speaker } from './speaker.js';

const NAME = '<img src=x onerror=hacked()>';
const COMPANY = '<svg onload=hacked()>';
const SUBJECT = '<script>hacked()</script><b>subject</b>';

/** Elements that the page makes of what people write, whatever that is. */
const MADE = ['A', 'BUTTON', 'LI', 'P', 'SPAN', 'STRONG', 'TIME'];

/** Has the page note every element that is made from now on. */
const WATCH = `
  window.made = new Set();
  window.hacked = () => window.made.add('hacked');
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        for (const one of [node, ...node.querySelectorAll('*')]) window.made.add(one.tagName);
      }
    }
  }).observe(document, { subtree: true, childList: true });
`;

describe('known attacks by text on the page of document 003', function () {
  this.timeout(40_000);
  const browser = needsChromium();
  let server: App;
  let context: BrowserContext;
  let alice: ChatTab;

  beforeEach(async () => {
    server = await startServer();
    context = await browser().newContext();
  });
  afterEach(async () => {
    await context.close();
    await server.stop();
  });

  it('make nothing, run nothing and ask for nothing, in messages, names, companies and subjects', async () => {
    const happened: string[] = [];
    alice = await ChatTab.open(context, server.url);
    const { tab } = alice;
    tab.on('dialog', (dialog) => {
      happened.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    tab.on('request', (request) => {
      const path = request.url().replace(server.url, '');
      if (!/^\/(socket\.io|api\/tickets|examples)\b/.test(path)) happened.push(request.url());
    });
    tab.on('popup', () => happened.push('popup'));
    await tab.evaluate(WATCH);

    await alice.signIn(token({ sub: 'alice', name: NAME, ...{ company: COMPANY } }));
    await alice.openTicket(SUBJECT, '<b>Hello</b>');
    await alice.isIn(SUBJECT);
    const ruth = await speaker(server.url, token({ sub: 'ruth', role: 'admin', name: NAME }));
    await ruth.say(alice.ticketId, MARKUP_ATTACKS);
    const said = MARKUP_ATTACKS.map((text): Shown => [NAME, 'Staff', text]);
    const hello: Shown = ['You', `Client · ${COMPANY}`, '<b>Hello</b>'];
    await alice.shows([hello, ...said]);
    // What one types oneself is shown before the server has it.
    const typed = MARKUP_ATTACKS.slice(0, 5);
    for (const text of typed) await alice.say(text);
    const own = typed.map((text): Shown => ['You', `Client · ${COMPANY}`, text, 'Sent']);
    await alice.shows([hello, ...said, ...own]);
    await alice.ticket(SUBJECT).waitFor();
    const made = await tab.evaluate<readonly string[]>('[...window.made]');
    expect(made.filter((tag) => !MADE.includes(tag))).to.deep.equal([]);

    // All at once, from the history; and typing, by somebody with such a name.
    await tab.reload();
    await until(async () => (await alice.messages()).length === 50);
    const page = await ChatTab.open(context, server.url, alice.ticketId);
    await page.signIn(token({ sub: 'ruth', role: 'admin', name: NAME }));
    await until(async () => (await page.messages()).length === 50);
    await page.box.press('x');
    await alice.says('status', `${NAME} is typing…`);
    expect(happened).to.deep.equal([]);
    expect([...alice.complaints, ...page.complaints]).to.deep.equal([]);
    ruth.close();
  });

  it('would not run if they made something: the page may run nothing but its own', async () => {
    alice = await ChatTab.open(context, server.url);
    await alice.tab.evaluate(`
      window.hacked = () => (document.title = 'hacked');
      document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(NAME)});
      const script = document.createElement('script');
      script.textContent = 'hacked()';
      document.body.append(script);
    `);
    await until(() => alice.complaints.length >= 2);
    expect(alice.complaints.join()).to.contain('Content Security Policy');
    expect(await alice.tab.title()).to.equal('Ticket chat');
    expect(alice.tab.url()).to.equal(`${server.url}${PAGE}`);
  });
});
