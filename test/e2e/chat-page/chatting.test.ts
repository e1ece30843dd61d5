import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import type { App } from '../../../src/bootstrap/app.js';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { until } from '../../support/until.js';
import { startServer } from '../support/in-process-server.js';
import { someone, token } from '../support/tokens.js';
import { ChatTab } from './chat-tab.js';

describe('two tabs with the page of document 003', () => {
  const browser = needsChromium();
  let server: App;
  let context: BrowserContext;
  let alice: ChatTab;
  let ruth: ChatTab;

  beforeEach(async () => {
    server = await startServer();
    context = await browser().newContext();
    alice = await ChatTab.open(context, server.url);
    ruth = await ChatTab.open(context, server.url);
    // In one browser: what the page keeps is its tab's alone.
    await alice.signIn(token({ sub: someone('alice'), name: 'Alice Smith' }));
    await ruth.signIn(token({ sub: someone('ruth'), role: 'admin', name: 'Ruth Root' }));
    await alice.openTicket('Printer on fire', 'What should I do?');
    await alice.isIn('Printer on fire');
    await alice.shows([['You', 'Client', 'What should I do?']]);
    await ruth.press('Refresh');
    await ruth.join('Printer on fire');
    await ruth.shows([['Alice Smith', 'Client', 'What should I do?']]);
  });
  afterEach(async () => {
    await context.close();
    await server.stop();
    expect([...alice.complaints, ...ruth.complaints]).to.deep.equal([]);
  });

  it('chat, and each sees who wrote what, as what, and that it was sent', async () => {
    await ruth.say('Leave the building');
    await alice.says('status', 'Ruth Root: Leave the building');
    await alice.say('Now?');
    await ruth.shows([
      ['Alice Smith', 'Client', 'What should I do?'],
      ['You', 'Staff', 'Leave the building', 'Sent'],
      ['Alice Smith', 'Client', 'Now?'],
    ]);
    await alice.shows([
      ['You', 'Client', 'What should I do?'],
      ['Ruth Root', 'Staff', 'Leave the building'],
      ['You', 'Client', 'Now?', 'Sent'],
    ]);
  });

  it('see each other type, and stop a second after the last key, or once it is sent', async () => {
    const typing = await alice.changes('#typing');
    await ruth.box.press('L');
    await until(async () => (await typing()).length === 2);
    await ruth.say('Leave');
    await until(async () => (await typing()).length === 4);
    expect(await typing()).to.deep.equal(['Ruth Root is typing…', '', 'Ruth Root is typing…', '']);
    expect(await ruth.tab.locator('#typing').textContent()).to.equal('');
  });

  it('tell the server of each key, and once that there were no more', async () => {
    const sent: string[] = [];
    ruth.tab.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => {
        sent.push(...(/"typing_\w+"/.exec(payload.toString()) ?? []));
      });
    });
    await ruth.tab.reload();
    await ruth.shows([['Alice Smith', 'Client', 'What should I do?']]);
    const typing = await alice.changes('#typing');
    await ruth.tab.evaluate(`for (const key of 'abc') {
      document.getElementById('message').dispatchEvent(new Event('input'));
    }`);
    await until(async () => (await typing()).length === 2);
    expect(sent).to.deep.equal([
      ...['"typing_start"', '"typing_start"', '"typing_start"'],
      '"typing_stop"',
    ]);
  });

  it('hear nothing of a ticket that they have left, and read it when they join again', async () => {
    await alice.tab.evaluate(`
      window.gotten = [];
      socket.onAny((event) => window.gotten.push(event));
    `);
    await alice.press('Leave');
    await alice.tab.getByText('Choose a ticket').waitFor();
    await ruth.say('Are you there?');
    await ruth.shows([
      ['Alice Smith', 'Client', 'What should I do?'],
      ['You', 'Staff', 'Are you there?', 'Sent'],
    ]);
    await alice.join('Printer on fire');
    await alice.shows([
      ['You', 'Client', 'What should I do?'],
      ['Ruth Root', 'Staff', 'Are you there?'],
    ]);
    expect(await alice.tab.evaluate('window.gotten')).to.deep.equal([
      ...['left_ticket', 'joined_ticket', 'messages_loaded'],
    ]);
    // Back and forth as anywhere on the web.
    await alice.tab.goBack();
    await alice.tab.getByText('Choose a ticket').waitFor();
  });

  it('go on with the same ticket after a reload, without a token being asked for', async () => {
    await alice.tab.reload();
    await alice.isIn('Printer on fire');
    await alice.shows([['You', 'Client', 'What should I do?']]);
    expect(await alice.tab.evaluate('localStorage.length')).to.equal(0);
    expect(await context.cookies()).to.deep.equal([]);
  });

  it('know nothing of the one who has signed out', async () => {
    await alice.press('Sign out');
    await alice.tab.getByLabel('Your token').waitFor();
    expect(await alice.tab.evaluate('sessionStorage.length')).to.equal(0);
    await alice.signIn(token({ sub: someone('bob'), name: 'Bob' }));
    await alice.is('Connected');
    await alice.tab.getByText('There are no tickets yet.').waitFor();
    expect(await alice.messages()).to.deep.equal([]);
  });

  it('can be used by the keyboard alone', async () => {
    const { keyboard } = alice.tab;
    await alice.tab.getByRole('heading', { name: 'Printer on fire' }).focus();
    const focused = (): Promise<string> =>
      alice.tab.evaluate<string>('document.activeElement.id || document.activeElement.textContent');
    const stops: string[] = [];
    for (let stop = 0; stop < 5; stop += 1) {
      await keyboard.press('Tab');
      stops.push(await focused());
    }
    expect(stops).to.deep.equal(['leave', 'scroller', 'message', 'attach', 'Send']);
    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    await keyboard.type('One line');
    await keyboard.press('Shift+Enter');
    await keyboard.type('and another');
    await keyboard.press('Enter');
    await ruth.shows([
      ['Alice Smith', 'Client', 'What should I do?'],
      ['Alice Smith', 'Client', 'One line\nand another'],
    ]);
    expect(await focused()).to.equal('message');
  });
});
