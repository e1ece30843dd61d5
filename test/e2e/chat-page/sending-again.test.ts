import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { until } from '../../support/until.js';
import { ChatTab } from './chat-tab.js';
import { type Fate, type StubServer, stored, stubServer } from './stub-server.js';

const UNAVAILABLE: Fate = {
  success: false,
  message: 'Service unavailable, please try again',
  code: 'unavailable',
};
const CLOSED: Fate = { success: false, message: 'This ticket has been closed', code: 'closed' };

describe('a message on the page of document 003', () => {
  const browser = needsChromium();
  let server: StubServer;
  let context: BrowserContext;
  let alice: ChatTab;
  /** Of the messages that come, in their order; after them they are stored. */
  let fates: Fate[];
  let hasHistory: boolean;

  beforeEach(async () => {
    fates = [];
    hasHistory = true;
    server = await stubServer({
      fateOf: (sent) => fates.shift() ?? stored(sent),
      hasHistory: () => hasHistory,
    });
    context = await browser().newContext();
    alice = await ChatTab.open(context, server.url, 'T-1');
    await alice.signIn('anything');
    await alice.isIn('Ticket T-1');
    await alice.tab.getByText('Nothing has been said yet.').waitFor();
  });
  afterEach(async () => {
    await context.close();
    await server.close();
    expect(alice.complaints).to.deep.equal([]);
  });

  const expectOneName = (times: number): void => {
    expect(server.sent.map(({ message }) => message)).to.deep.equal(Array(times).fill('Hello'));
    expect(new Set(server.sent.map(({ clientMessageId }) => clientMessageId)).size).to.equal(1);
  };

  it('is there before the server has it, is tried three times more under its name, and then said to be lost', async () => {
    fates = [UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE];
    const began = performance.now();
    await alice.say('Hello');
    await alice.tab.getByText('Not sent: Service unavailable, please try again').waitFor();
    expect(performance.now() - began).to.be.at.least(2_900);
    expectOneName(4);
    await alice.press('Send again');
    await alice.shows([['You', 'Client', 'Hello', 'Sent']]);
    expectOneName(5);
  });

  it('is sent once it can be', async () => {
    fates = [UNAVAILABLE];
    await alice.say('Hello');
    await alice.shows([['You', 'Client', 'Hello', 'Sent']]);
    expectOneName(2);
  });

  it('is not taken for another that says the same', async () => {
    fates = [UNAVAILABLE];
    await alice.say('Hello');
    await alice.tab.getByText('Not sent yet, is tried again').waitFor();
    await alice.say('Hello');
    await alice.shows([
      ['You', 'Client', 'Hello', 'Sent'],
      ['You', 'Client', 'Hello', 'Sent'],
    ]);
    expect(server.sent).to.have.length(3);
  });

  it('waits as long as the server asks for', async () => {
    fates = [{ success: false, message: 'Too many requests', code: 'rate_limited', retryAfter: 2 }];
    const began = performance.now();
    await alice.say('Hello');
    await alice.shows([['You', 'Client', 'Hello', 'Sent']]);
    expect(performance.now() - began).to.be.at.least(1_900);
    expectOneName(2);
  });

  it('is not tried again where that cannot help, and the reason is said', async () => {
    fates = [CLOSED];
    await alice.say('Hello');
    await alice.shows([['You', 'Client', 'Hello', 'Not sent: This ticket has been closed']]);
    expectOneName(1);
  });

  it('is sent again under its name when the connection broke before it was answered', async () => {
    fates = ['broken'];
    await alice.say('Hello');
    await until(() => server.sent.length === 2);
    await alice.shows([['You', 'Client', 'Hello', 'Sent']]);
    expectOneName(2);
  });

  it('can be read later where the history cannot be had at once', async () => {
    hasHistory = false;
    await alice.tab.reload();
    await alice.says('alert', 'The messages could not be loaded: Service unavailable.');
    hasHistory = true;
    await alice.press('Load the messages');
    await alice.tab.getByText('Nothing has been said yet.').waitFor();
  });
});
