import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { placeInFolder, type StorePlace } from '../../support/bound-stores.js';
import { until } from '../../support/until.js';
import { startServer } from '../support/in-process-server.js';
import { type LastingServer, lastingServer } from '../support/lasting-server.js';
import { someone, token } from '../support/tokens.js';
import { ChatTab } from './chat-tab.js';
import { speaker } from './speaker.js';

const NOWHERE = '01a221d1-34f3-7bd0-9a53-d967fe24a84e';

describe('the page of document 003 says in words', () => {
  const browser = needsChromium();
  let place: StorePlace;
  let server: LastingServer;
  let context: BrowserContext;
  let alice: ChatTab;

  beforeEach(async () => {
    place = placeInFolder('memory');
    server = await lastingServer(place);
    context = await browser().newContext();
    alice = await ChatTab.open(context, server.url);
  });
  afterEach(async () => {
    await context.close();
    await server.stop();
    await place.remove();
    expect(alice.complaints).to.deep.equal([]);
  });

  const kept = (): Promise<number> => alice.tab.evaluate<number>('sessionStorage.length');

  it('that a token is no good, forgets it, and takes another', async () => {
    await alice.signIn('not a token');
    await alice.says('alert', 'Authentication failed. Please paste a new token.');
    expect(await kept()).to.equal(0);
    expect(await alice.tab.evaluate('document.activeElement.id')).to.equal('token');
    await alice.signIn(token({ sub: someone('alice') }));
    await alice.is('Connected');
    expect(await kept()).to.equal(1);
  });

  it('that a token has expired, and goes on with a new one of the same person', async () => {
    const sub = someone('alice');
    await alice.signIn(token({ sub }, 60));
    await alice.openTicket('Printer', 'Hello');
    await alice.isIn('Printer');
    server.wait(61_000);
    await alice.paste('Are you there?');
    await alice.says('alert', 'Token expired. Please paste a new token.');
    expect(await kept()).to.equal(0);
    await alice.signIn(token({ sub }));
    await alice.isIn('Printer');
    await alice.shows([
      ['You', 'Client', 'Hello'],
      ['You', 'Client', 'Are you there?', 'Sent'],
    ]);
  });

  it('that a token has expired, and shows the next one nothing of it', async () => {
    await alice.signIn(token({ sub: someone('alice') }, 60));
    await alice.openTicket('Printer', 'Hello');
    await alice.isIn('Printer');
    const { ticketId } = alice;
    server.wait(61_000);
    await alice.paste('Are you there?');
    await alice.says('alert', 'Token expired');
    await alice.signIn(token({ sub: someone('bob') }));
    await alice.isIn(`Ticket ${ticketId}`);
    await alice.says('alert', 'This ticket cannot be joined: Access denied to this ticket.');
    expect(await alice.messages()).to.deep.equal([]);
    expect(await alice.box.isVisible()).to.equal(false);
  });

  it('that there is no such ticket', async () => {
    await alice.signIn(token({ sub: someone('alice') }));
    await alice.is('Connected');
    await alice.tab.evaluate(`location.hash = 'ticket=${NOWHERE}'`);
    await alice.says('alert', 'This ticket cannot be joined: Ticket not found.');
    await alice.press('Try again');
    await alice.says('alert', 'This ticket cannot be joined: Ticket not found.');
    await alice.press('Leave');
    await alice.tab.getByText('Choose a ticket').waitFor();
  });

  it('that a message is too long', async () => {
    await alice.signIn(token({ sub: someone('alice') }));
    await alice.openTicket('Printer', '');
    await alice.isIn('Printer');
    await alice.tab.getByText('Nothing has been said yet.').waitFor();
    const text = 'x'.repeat(5_001);
    await alice.say(text);
    await alice.shows([['You', 'Client', text, 'Not sent: Must be at most 5000 characters']]);
  });

  it('that a ticket’s subject is no good', async () => {
    await alice.signIn(token({ sub: someone('alice') }));
    await alice.openTicket(' ', '');
    await alice.says('alert', 'The ticket was not opened: ');
    await alice.press('Dismiss');
    expect(await alice.tab.locator('#alert').isVisible()).to.equal(false);
  });

  it('which tickets there are, page by page', async () => {
    const bearer = token({ sub: someone('alice') });
    for (let n = 1; n <= 25; n += 1) {
      const body = JSON.stringify({ subject: `Printer ${n}` });
      const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
      await fetch(`${server.url}/api/tickets`, { method: 'POST', headers, body });
    }
    await alice.signIn(bearer);
    const links = alice.tab.locator('#list a');
    await until(async () => (await links.count()) === 20);
    await alice.press('More tickets');
    await until(async () => (await links.count()) === 25);
    await alice.join('Printer 1');
    const ruth = await speaker(server.url, token({ sub: someone('ruth'), role: 'admin' }));
    await ruth.say(alice.ticketId, ['Which one?']);
    await alice.says('status', 'Which one?');
    ruth.close();
  });
});

describe('the page of document 003 that is one too many', () => {
  const browser = needsChromium();

  it('says so, and comes in by itself when it may', async () => {
    const server = await startServer({ RATE_CONNECTIONS: '1/2' });
    const context = await browser().newContext();
    const first = await ChatTab.open(context, server.url);
    const second = await ChatTab.open(context, server.url);
    const notices = await second.changes('#away');
    await first.signIn(token({ sub: someone('alice') }));
    await first.is('Connected');
    await second.signIn(token({ sub: someone('bob') }));
    await second.is('Connected');
    expect((await notices())[0]).to.match(
      /^The server does not let this page in: Too many connections\. It tries again in [12] s\.$/,
    );
    await context.close();
    await server.stop();
  });
});

describe('the page of document 003 on a server that does not speak to it', () => {
  const browser = needsChromium();

  const ROWS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'The server does not let this page in: Invalid namespace.': { DIALECTS: 'support' },
    'The script of Socket.IO cannot be loaded: is socketio among TRANSPORTS?': {
      TRANSPORTS: 'http',
    },
  };

  for (const [words, environment] of Object.entries(ROWS)) {
    it(`says: ${words}`, async () => {
      const server = await startServer(environment);
      const context = await browser().newContext();
      await context.addInitScript(`sessionStorage.setItem('ticket-chat-token', 'any')`);
      const tab = await ChatTab.open(context, server.url);
      await tab.says('status', words);
      await tab.is('Not connected');
      await context.close();
      await server.stop();
    });
  }
});
