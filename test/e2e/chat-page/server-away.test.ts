import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { until } from '../../support/until.js';
import { serve, serverEnvironment, type ServerProcess } from '../support/server-process.js';
import { someone, token } from '../support/tokens.js';
import { type Front, front } from '../widget/front.js';
import { ChatTab, type Shown } from './chat-tab.js';
import { speaker } from './speaker.js';

const numbered = (words: string, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `${words} ${from + n}`);

const texts = (messages: readonly Shown[]): readonly string[] => messages.map(([, , text]) => text);

describe('tabs with the page of document 003 when the server goes away', function () {
  this.timeout(60_000);
  const browser = needsChromium();
  const ofAlice = token({ sub: someone('alice'), name: 'Alice' });
  const ofRuth = token({ sub: someone('ruth'), role: 'admin', name: 'Ruth' });
  let folder: TemporaryFolder;
  let server: ServerProcess;
  let context: BrowserContext;
  let alice: ChatTab;

  beforeEach(async () => {
    folder = temporaryFolder();
    server = await serve(serverEnvironment(folder.path));
    context = await browser().newContext();
  });
  afterEach(async () => {
    await context.close();
    await server.kill('SIGKILL');
    folder.remove();
    expect(alice.complaints).to.deep.equal([]);
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`say so after ${signal}, come back by themselves, and miss nothing`, async () => {
      alice = await ChatTab.open(context, server.url);
      await alice.signIn(ofAlice);
      await alice.openTicket('Printer', 'Hello');
      await alice.isIn('Printer');
      const ruth = await ChatTab.open(context, server.url, alice.ticketId);
      await ruth.signIn(ofRuth);
      await ruth.shows([['Alice', 'Client', 'Hello']]);
      await ruth.box.press('x');
      await alice.tab.locator('#typing:not(:empty)').waitFor({ state: 'attached' });

      await server.kill(signal);
      for (const tab of [alice, ruth]) {
        await tab.says('status', 'The server is away. This page comes back by itself');
        await tab.is('Server away');
      }
      expect(await alice.tab.locator('#typing').textContent()).to.equal('');
      for (const text of ['One', 'Two']) await alice.say(text);
      await ruth.say('Three');
      await alice.shows([
        ['You', 'Client', 'Hello'],
        ['You', 'Client', 'One', 'Waits for the server'],
        ['You', 'Client', 'Two', 'Waits for the server'],
      ]);
      server = await serve(serverEnvironment(folder.path, Number(new URL(server.url).port)));

      for (const tab of [alice, ruth]) await tab.is('Connected');
      await until(async () => {
        const [hers, his] = [texts(await alice.messages()), texts(await ruth.messages())];
        return hers.length === 4 && hers.join() === his.join();
      });
      const shown = await alice.messages();
      expect(texts(shown)).to.have.members(['Hello', 'One', 'Two', 'Three']);
      expect(shown.filter(([name]) => name === 'You')).to.deep.equal([
        ['You', 'Client', 'Hello'],
        ['You', 'Client', 'One', 'Sent'],
        ['You', 'Client', 'Two', 'Sent'],
      ]);
      expect(await alice.tab.locator('#away').isVisible()).to.equal(false);
      // It hears live again.
      await ruth.say('Four');
      await alice.says('status', 'Ruth: Four');
      expect(ruth.complaints).to.deep.equal([]);
    });
  }

  it('say that a ticket cannot be opened, and keep what was written', async () => {
    alice = await ChatTab.open(context, server.url);
    await alice.signIn(ofAlice);
    await alice.is('Connected');
    await server.kill('SIGKILL');
    await alice.is('Server away');
    await alice.openTicket('Printer', 'Hello');
    await alice.says('alert', 'The ticket was not opened: The server is away.');
    expect(await alice.tab.getByLabel('Subject').inputValue()).to.equal('Printer');
  });

  describe('for them alone', () => {
    let way: Front;
    beforeEach(async () => {
      way = await front();
      way.before(server.url);
    });
    afterEach(() => way.close());

    it('come back to all that was said meanwhile, however much, and to what was before', async () => {
      alice = await ChatTab.open(context, way.origin);
      await alice.signIn(ofAlice);
      await alice.openTicket('Printer', 'Before 1');
      await alice.isIn('Printer');
      const { ticketId } = alice;
      const ruth = await speaker(server.url, ofRuth);
      await ruth.say(ticketId, numbered('Before', 2, 120));
      await alice.tab.reload();
      await until(async () => (await alice.messages()).length === 50);
      expect(texts(await alice.messages())).to.deep.equal(numbered('Before', 71, 120));

      way.cut();
      await alice.is('Server away');
      await ruth.say(ticketId, numbered('Meanwhile', 1, 130));
      way.join();
      await alice.is('Connected');
      const since = [...numbered('Before', 71, 120), ...numbered('Meanwhile', 1, 130)];
      await until(async () => (await alice.messages()).length === since.length);
      expect(texts(await alice.messages())).to.deep.equal(since);

      const older = alice.tab.getByRole('button', { name: 'Older messages' });
      for (const first of [51, 1]) {
        await older.click();
        const all = [...numbered('Before', first, 70), ...since];
        await until(async () => (await alice.messages()).length === all.length);
        expect(texts(await alice.messages())).to.deep.equal(all);
      }
      await older.waitFor({ state: 'hidden' });
      ruth.close();
    });
  });
});
