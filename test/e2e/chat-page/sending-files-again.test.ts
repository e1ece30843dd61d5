import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { until } from '../../support/until.js';
import { ChatTab } from './chat-tab.js';
import { FileHand, textFile } from './file-hand.js';
import { type Fate, type StubServer, stored, stubServer } from './stub-server.js';

const NOTE = textFile('note.txt', 'Read this');
const SENT = { name: 'note.txt', type: 'text/plain', data: NOTE.buffer.toString('base64') };

const refusal = (code: string, message: string): Fate => ({ success: false, message, code });
const UNAVAILABLE = refusal('unavailable', 'Service unavailable, please try again');

/** What no other try helps, in the words of the server. */
const FINAL: readonly (readonly [code: string, words: string])[] = [
  ['too_large', 'note.txt is too large: a file may have at most 10 MB'],
  ['unsupported', 'note.txt is of a kind that is not accepted'],
  ['infected', 'note.txt is infected: Eicar-Test-Signature'],
];

/** More than all buffers between the page and a server that does not read. */
const LARGE = textFile('large.txt', 'x'.repeat(10 * 1024 * 1024));

describe('a file on the page of document 003', () => {
  const browser = needsChromium();
  let server: StubServer;
  let context: BrowserContext;
  let alice: ChatTab;
  let files: FileHand;
  /** Of the messages that come, in their order; after them they are stored. */
  let fates: Fate[];

  beforeEach(async () => {
    fates = [];
    server = await stubServer({
      fateOf: (sent) => fates.shift() ?? stored(sent, server.sent.length),
      hasHistory: () => true,
    });
    context = await browser().newContext();
    alice = await ChatTab.open(context, server.url, 'T-1');
    // Its time is the test's to let pass.
    await alice.tab.clock.install();
    await alice.signIn('anything');
    await alice.tab.getByText('Nothing has been said yet.').waitFor();
    files = new FileHand(alice);
  });
  afterEach(async () => {
    await context.close();
    await server.close();
    files.close();
    expect(alice.complaints).to.deep.equal([]);
  });

  const sendNote = async (): Promise<void> => {
    await files.attach([NOTE]);
    await alice.say('Hello');
  };

  const expectOneMessage = (times: number): void => {
    expect(server.sent.map(({ attachments }) => attachments)).to.deep.equal(
      Array(times).fill([SENT]),
    );
    expect(new Set(server.sent.map(({ clientMessageId }) => clientMessageId)).size).to.equal(1);
  };

  /** Resolves once so many have come, the next of them as soon as it may. */
  const tries = async (times: number): Promise<void> => {
    await until(async () => {
      await alice.tab.clock.runFor(1_000);
      return server.sent.length >= times;
    });
  };

  it('is kept until it is answered, tried again under one name, and then said to be lost', async () => {
    fates = [UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE];
    await sendNote();
    await tries(4);
    await alice.tab.getByText('Not sent: Service unavailable, please try again').waitFor();
    expect(await files.sent.locator('bdi').allInnerTexts()).to.deep.equal(['note.txt']);
    await alice.press('Send again');
    await alice.shows([['You', 'Client', 'Hello', 'Sent']]);
    expectOneMessage(5);
  });

  for (const [code, words] of FINAL) {
    it(`is not tried again by itself where it is ${code}, and the reason is said`, async () => {
      fates = [refusal(code, words)];
      await sendNote();
      const isolated = words.replace('note.txt', '\u2068note.txt\u2069');
      await alice.shows([['You', 'Client', 'Hello', `Not sent: ${isolated}`]]);
      expectOneMessage(1);
      await alice.press('Send again');
      await alice.shows([['You', 'Client', 'Hello', 'Sent']]);
      expectOneMessage(2);
    });
  }

  it('is sent again when the connection broke, but not for ever where it breaks each time', async () => {
    fates = ['broken', 'broken', 'broken', 'broken'];
    await sendNote();
    await tries(4);
    await alice.tab.getByText('Not sent: the connection broke each time').waitFor();
    await alice.tab.clock.runFor(10_000);
    await alice.is('Connected');
    expectOneMessage(4);
    await alice.press('Send again');
    await alice.shows([['You', 'Client', 'Hello', 'Sent']]);
    expectOneMessage(5);
  });

  it('is said to be unreadable where it is gone', async () => {
    await files.attach([NOTE]);
    unlinkSync(join(files.folder, NOTE.name));
    await alice.say('Hello');
    const words = 'Not sent: \u2068note.txt\u2069 cannot be read';
    await alice.shows([['You', 'Client', 'Hello', words]]);
    expect(server.sent).to.deep.equal([]);
  });

  it('is sent with a bar that tells how much has left, and is not late while it waits', async () => {
    const proceed = server.stall();
    await files.attach([LARGE]);
    await alice.say('Large');
    await alice.say('And a word behind it');
    const bar = alice.tab.getByRole('progressbar', { name: 'Progress of sending' });
    await until(async () => {
      await alice.tab.clock.runFor(200);
      return (await bar.getAttribute('value')) !== null;
    });
    expect(Number(await bar.getAttribute('value'))).to.be.within(0, 0.99);
    await alice.tab.getByText(/^Sending… \d+ %$/).waitFor();
    // Nothing leaves for a while.
    await alice.tab.clock.runFor(50_000);
    proceed();
    await alice.shows([
      ['You', 'Client', 'Large', 'Sent'],
      ['You', 'Client', 'And a word behind it', 'Sent'],
    ]);
    expect(server.sent.map(({ message }) => message)).to.deep.equal([
      ...['Large', 'And a word behind it'],
    ]);
    expect(await bar.count()).to.equal(0);
  });

  it('is sent again where there is no answer for a minute', async () => {
    const again = alice.tab.getByText('Not sent yet, is tried again: no answer');
    const proceed = server.stall();
    await sendNote();
    await alice.tab.getByText('Has left, is being checked…').waitFor();
    await alice.tab.clock.pauseAt(Date.now() + 5_000);
    await alice.tab.clock.runFor(50_000);
    expect(await again.count()).to.equal(0);
    await until(async () => {
      await alice.tab.clock.runFor(500);
      return (await again.count()) > 0;
    });
    await alice.tab.clock.runFor(1_000);
    proceed();
    await alice.shows([['You', 'Client', 'Hello', 'Sent']]);
    await until(() => server.sent.length === 2);
    expectOneMessage(2);
  });

  it('is fetched from where the page is, by whatever name that is', async () => {
    await sendNote();
    const link = alice.tab.getByRole('link', { name: /^note.txt/ });
    expect(await link.getAttribute('href')).to.equal('/uploads/chat/0');
    expect(await link.getAttribute('download')).to.equal('note.txt');
  });
});
