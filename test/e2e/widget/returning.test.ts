import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { serve, serverEnvironment, type ServerProcess } from '../support/server-process.js';
import { connectSupportSocketio, type SupportClient } from '../support/support-clients.js';
import { someone, token } from '../support/tokens.js';
import { type Place, PLACES } from './places.js';
import { type Line, Visit } from './visit.js';

/** Somebody in front of a page that stays open. */
interface Visitor {
  readonly visit: Visit;
  readonly sender: 'guest' | 'user';
  /** What his page shows. */
  readonly lines: Line[];
}

for (const [title, find] of Object.entries(PLACES)) {
  describe(`the widget of document 001 that stays open on a page ${title}`, function () {
    this.timeout(60_000);
    const browser = needsChromium();
    let folder: TemporaryFolder;
    let place: Place;
    let server: ServerProcess;
    let admin: SupportClient;
    let contexts: BrowserContext[];
    let visitors: readonly Visitor[];

    /** Visitors find it when there is an admin who hears them. */
    const start = async (): Promise<void> => {
      server = await serve({ ...serverEnvironment(folder.path), ...place.environment });
      const auth = { token: token({ sub: someone('admin'), role: 'admin' }) };
      admin = await connectSupportSocketio(server.url, auth);
      place.front.before(server.url);
    };

    /** The admin answers whoever says something next; each page shows that after all that it shows. */
    const answer = async (saying: ReadonlyMap<string, Visitor>): Promise<void> => {
      for (let heard = 0; heard < saying.size;) {
        const { conversationId, message } = await admin.next('conversation:new_message');
        // His own words come back to him, in between.
        if (message.senderType === 'admin') continue;
        const visitor = saying.get(message.message);
        if (visitor === undefined) throw new Error(`nobody has said ${message.message}`);
        const reply = `${message.message}?`;
        await admin.request('message:send', { conversationId, message: reply });
        visitor.lines.push([visitor.sender, message.message], ['admin', reply]);
        heard += 1;
      }
      for (const { visit, lines } of saying.values()) await visit.shows(lines);
    };

    const come = async (sender: Visitor['sender']): Promise<Visitor> => {
      const context = await browser().newContext();
      contexts.push(context);
      if (sender === 'user') {
        const jwt = token({ sub: someone('customer') });
        await context.addInitScript(`localStorage.setItem('jwt_token', '${jwt}')`);
      }
      const visitor = { visit: await Visit.begin(context, place.url), sender, lines: [] };
      const words = someone('said at first');
      await visitor.visit.say(words);
      await answer(new Map([[words, visitor]]));
      return visitor;
    };

    beforeEach(async () => {
      folder = temporaryFolder();
      place = await find();
      contexts = [];
      await start();
      const first = await come('guest');
      const later = await come('guest');
      // A later visit, whose conversation has another name where the page is of another origin.
      await later.visit.reload();
      await later.visit.shows(later.lines);
      visitors = [first, later, await come('user')];
    });
    afterEach(async () => {
      await Promise.all(contexts.map((context) => context.close()));
      admin.close();
      await server.kill('SIGKILL');
      await place.close();
      folder.remove();
    });

    const INTERRUPTIONS: Readonly<
      Record<string, (meanwhile: () => Promise<void>) => Promise<void>>
    > = {
      'its link is dropped': async (meanwhile) => {
        place.front.cut();
        await meanwhile();
        place.front.join();
      },
      'the server is stopped and started': async (meanwhile) => {
        admin.close();
        await server.kill('SIGTERM');
        await meanwhile();
        await start();
      },
      'the server crashes and is started': async (meanwhile) => {
        admin.close();
        await server.kill('SIGKILL');
        await meanwhile();
        await start();
      },
    };

    it('goes on without a reload, whatever comes between', async () => {
      for (const { visit } of visitors) await visit.upgraded();
      const kept = await Promise.all(visitors.map(({ visit }) => visit.kept('guestId')));

      for (const [what, interrupt] of Object.entries(INTERRUPTIONS)) {
        const saying = new Map(visitors.map((visitor) => [someone(`said while ${what}`), visitor]));
        await interrupt(async () => {
          for (const [words, { visit }] of saying) {
            await visit.dropped();
            await visit.say(words);
          }
        });
        await answer(saying);
        for (const { visit } of visitors) await visit.upgraded();
      }

      expect(await Promise.all(visitors.map(({ visit }) => visit.kept('guestId')))).to.deep.equal(
        kept,
      );
      for (const { visit, lines } of visitors) {
        await visit.reload();
        await visit.shows(lines);
      }
    });
  });
}
