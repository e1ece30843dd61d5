import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import type { App } from '../../../src/bootstrap/app.js';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { noisyPng } from '../../support/png.js';
import { startServer } from '../support/in-process-server.js';
import { token } from '../support/tokens.js';
import { ChatTab } from './chat-tab.js';
import { FileHand, type OwnFile, textFile } from './file-hand.js';

const MEGABYTE = 1024 * 1024;

const picture = (name: string, width = 40, height = 30): OwnFile => ({
  name,
  mimeType: 'image/png',
  buffer: noisyPng(width, height),
});

/** Text of so many bytes. */
const long = (name: string, bytes: number): OwnFile => textFile(name, 'x'.repeat(bytes));

/** How many elements there are of what a name could make. */
const MADE_BY_NAMES = `document.querySelectorAll('img, svg').length`;

describe('files on the page of document 003', () => {
  const browser = needsChromium();
  let server: App;
  let context: BrowserContext;
  let alice: ChatTab;
  let ruth: ChatTab;
  let files: FileHand;
  let seen: FileHand;

  beforeEach(async () => {
    server = await startServer({ STORE: 'sqlite' });
    context = await browser().newContext();
    alice = await ChatTab.open(context, server.url);
    await alice.signIn(token({ sub: 'alice', name: 'Alice' }));
    await alice.openTicket('Printer on fire', 'Look');
    await alice.shows([['You', 'Client', 'Look']]);
    ruth = await ChatTab.open(context, server.url, alice.ticketId);
    await ruth.signIn(token({ sub: 'ruth', role: 'admin', name: 'Ruth' }));
    await ruth.shows([['Alice', 'Client', 'Look']]);
    files = new FileHand(alice);
    seen = new FileHand(ruth);
  });
  afterEach(async () => {
    await context.close();
    await server.stop();
    for (const hand of [files, seen]) hand.close();
    expect([...alice.complaints, ...ruth.complaints]).to.deep.equal([]);
  });

  it('are seen before they are sent, and by everybody afterwards, live and from the history', async () => {
    await files.attach([picture('fire.png', 41)]);
    expect(await files.widthOf('Preview of \u2068fire.png\u2069')).to.equal(41);
    await alice.says('status', 'Attached: \u2068fire.png\u2069');
    await alice.say('There');
    await ruth.says('status', 'Alice: There Files: \u2068fire.png\u2069');
    await alice.shows([
      ['You', 'Client', 'Look'],
      ['You', 'Client', 'There', 'Sent'],
    ]);
    expect(await files.chosen.count()).to.equal(0);
    for (const hand of [files, seen]) {
      expect(await hand.widthOf('Picture \u2068fire.png\u2069')).to.equal(41);
    }
    await ruth.tab.reload();
    expect(await seen.widthOf('Picture \u2068fire.png\u2069')).to.equal(41);
    const image = ruth.tab.getByRole('img', { name: 'fire.png' });
    expect(await image.getAttribute('loading')).to.equal('lazy');
  });

  it('are opened beside the conversation where they are pictures, and saved under their names', async () => {
    const fire = picture('fire.png');
    const note = textFile('note.txt', 'Read this');
    await files.attach([fire, note]);
    await alice.press('Send');
    await seen.sent.nth(1).waitFor();
    expect(await seen.sent.nth(1).textContent()).to.equal('note.txt text/plain · 9 bytes');
    expect(await seen.sent.nth(1).getByRole('img').count()).to.equal(0);
    for (const { name, buffer } of [fire, note]) {
      const saving = ruth.tab.waitForEvent('download');
      await ruth.tab.getByRole('link', { name: new RegExp(`^${name} `) }).click();
      const saved = await saving;
      expect(saved.suggestedFilename()).to.equal(name);
      expect((await readFile(await saved.path())).equals(buffer)).to.equal(true);
    }
    const opening = context.waitForEvent('page');
    await ruth.tab.getByRole('link', { name: 'Picture', exact: false }).click();
    const opened = await opening;
    expect(opened.url()).to.match(new RegExp(`^${server.url}/uploads/chat/\\w+\\.png$`));
    await ruth.isIn('Printer on fire');
  });

  it('go without a word beside them, as many and as large as may be', async () => {
    const most = long('most.txt', 10 * MEGABYTE);
    await files.attach([picture('a.png', 1_700, 1_700), most]);
    await files.attach([textFile('b.txt', 'b'), textFile('c.txt', 'c'), textFile('d.txt', 'd')]);
    expect(await files.chosen.count()).to.equal(5);
    await alice.press('Send');
    await alice.tab.getByText('Sent', { exact: true }).waitFor();
    expect(await seen.widthOf('Picture')).to.equal(1_700);
    expect(await seen.sent.allTextContents()).to.deep.equal([
      'a.png image/png · 8.3 MB',
      'most.txt text/plain · 10 MB',
      ...['b', 'c', 'd'].map((name) => `${name}.txt text/plain · 1 byte`),
    ]);
    // A message without a text has none that is empty.
    expect(await alice.messages()).to.deep.equal([
      ['You', 'Client', 'Look'],
      ['You', 'Client', 'Sent'],
    ]);
  });

  it('can be dropped and pasted, where it is a file that is meant', async () => {
    expect(await files.hand('dropped', picture('dropped.png'))).to.equal(true);
    expect(await files.hand('pasted', picture('pasted.png'))).to.equal(true);
    // A picture out of a page goes with its markup, a table with its text and a picture of it.
    const markup = { 'text/html': '<img>' };
    expect(await files.hand('pasted', picture('copied.png'), markup)).to.equal(true);
    const table = { 'text/html': '<table>', 'text/plain': '1' };
    expect(await files.hand('pasted', picture('table.png'), table)).to.equal(false);
    expect(await files.chosen.locator('bdi').allInnerTexts()).to.deep.equal([
      ...['dropped.png', 'pasted.png', 'copied.png'],
    ]);
    // Where nobody could send it, it is kept from taking the place of the page.
    await alice.press('Leave');
    expect(await files.hand('dropped', picture('dropped.png'))).to.equal(true);
    await alice.join('Printer on fire');
    expect(await files.chosen.count()).to.equal(0);
  });

  it('can be taken back, by the keyboard too, and the same chosen again', async () => {
    const [a, b] = [textFile('a.txt', 'a'), textFile('b.txt', 'b')];
    await files.attach([a, b]);
    await alice.tab.getByRole('button', { name: 'Remove \u2068a.txt\u2069' }).press('Enter');
    await alice.says('status', '\u2068a.txt\u2069 is removed');
    await alice.tab.keyboard.press('Enter');
    expect(await files.chosen.count()).to.equal(0);
    expect(await alice.tab.evaluate('document.activeElement.id')).to.equal('attach');
    await files.attach([a]);
    await alice.press('Send');
    await seen.sent.first().waitFor();
    expect(await seen.sent.locator('bdi').allInnerTexts()).to.deep.equal(['a.txt']);
  });

  it('are not taken where the server would not take them, and the rest stays', async () => {
    const refusals: readonly (readonly [files: readonly OwnFile[], words: string])[] = [
      [[textFile('empty.txt', '')], 'empty.txt\u2069 is empty.'],
      [[long('big.txt', 10 * MEGABYTE + 1)], 'a file may have at most 10 MB.'],
      [[long('a.txt', 10 * MEGABYTE), long('b.txt', 10 * MEGABYTE)], 'at most 20 MB together.'],
    ];
    await files.attach([textFile('first.txt', 'first')]);
    for (const [refused, words] of refusals) {
      await files.attach(refused);
      await alice.says('alert', words);
    }
    const some = ['3.txt', '4.txt', '5.txt', '6.txt'].map((name) => textFile(name, name));
    await files.attach(some);
    await alice.says('alert', '\u20686.txt\u2069 is one too many: at most 5 files');
    expect(await files.chosen.locator('bdi').allInnerTexts()).to.deep.equal([
      ...['first.txt', 'a.txt', '3.txt', '4.txt', '5.txt'],
    ]);
    await alice.press('Send');
    await seen.sent.nth(4).waitFor();
    expect(await alice.tab.locator('#not-taken').innerText()).to.equal('');
  });

  it('that the server refuses are said to be, and stay to be sent again', async () => {
    const lie = { ...picture('lie.png'), buffer: Buffer.from('<script>hacked()</script>\0') };
    await files.attach([lie]);
    await alice.say('Look');
    const words = 'Not sent: \u2068lie.png\u2069 is of a kind that is not accepted';
    await alice.says('status', 'Not sent: lie.png is of a kind that is not accepted');
    await alice.tab.getByText(words).waitFor();
    await alice.press('Send again');
    await alice.tab.getByText(words).waitFor();
    expect(await files.sent.locator('bdi').allInnerTexts()).to.deep.equal(['lie.png']);
    await ruth.shows([['Alice', 'Client', 'Look']]);
  });

  it('have names that make nothing, run nothing and turn nothing', async () => {
    // As a system's own rules of names let them be: without a slash.
    const names = ['<img src=x onerror=hacked()>.txt', '"><svg onload=hacked()>.txt', 'שלום.txt'];
    const happened: string[] = [];
    for (const { tab } of [alice, ruth]) {
      tab.on('dialog', (dialog) => {
        happened.push(dialog.message());
        void dialog.dismiss();
      });
      await tab.evaluate('window.hacked = () => alert("hacked")');
    }
    const before = await ruth.tab.evaluate<number>(MADE_BY_NAMES);
    await files.attach(names.map((name) => textFile(name, 'x')));
    expect(await files.chosen.locator('bdi').allInnerTexts()).to.deep.equal(names);
    await alice.press('Send');
    await seen.sent.nth(2).waitFor();
    for (const hand of [files, seen]) {
      expect(await hand.sent.locator('bdi').allInnerTexts()).to.deep.equal(names);
      // Beside a name that goes to the left its facts go to the right, as beside any other.
      expect(await hand.sent.nth(2).locator('bdi').getAttribute('dir')).to.equal('auto');
    }
    for (const { tab } of [alice, ruth]) {
      expect(await tab.evaluate<number>(MADE_BY_NAMES)).to.equal(before);
    }
    expect(happened).to.deep.equal([]);
  });

  it('of one who has signed out are not the next one’s to send', async () => {
    await files.attach([textFile('mine.txt', 'mine')]);
    await alice.press('Sign out');
    await alice.signIn(token({ sub: 'bob', name: 'Bob' }));
    await alice.is('Connected');
    await alice.openTicket('Mine', 'Hello');
    await alice.shows([['You', 'Client', 'Hello']]);
    expect(await files.chosen.count()).to.equal(0);
  });
});
