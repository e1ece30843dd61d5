import { expect } from 'chai';
import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import type { App } from '../../../src/bootstrap/app.js';
import type { StoreName } from '../../../src/bootstrap/stores.js';
import { LASTING_STORES, needsStore, type StorePlace } from '../../support/bound-stores.js';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { startServer } from '../support/in-process-server.js';
import { rest } from '../support/rest-client.js';
import { connectSupportSocketio, type SupportClient } from '../support/support-clients.js';
import { someone, token } from '../support/tokens.js';
import { type Place, PLACES } from './places.js';
import { type Line, Visit } from './visit.js';

const SECRET_FORM = /^guest_\d{13}_[0-9A-Za-z]{44}$/;

const publicForm = (secret: string): string => secret.slice(0, -22);

/** Every place, and every store that lasts. */
const SETTINGS = [
  ['of the same origin', 'sqlite'],
  ['of the same origin', 'mongodb'],
  ['of another origin', 'sqlite'],
] as const satisfies readonly (readonly [keyof typeof PLACES, StoreName])[];

describe('the widget of document 001', () => {
  it('is tried on every page, and with every store that lasts', () => {
    const [places, stores] = [SETTINGS.map(([title]) => title), SETTINGS.map(([, store]) => store)];
    expect(places).to.include.members(Object.keys(PLACES));
    expect(stores).to.include.members(LASTING_STORES);
  });
});

for (const [title, store] of SETTINGS) {
  describe(`the widget of document 001, with ${store}`, () => {
    const room = needsStore(store);
    describe(`on a page ${title}`, () => {
      const browser = needsChromium();
      let kept: StorePlace;
      let place: Place;
      let server: App;
      let admin: SupportClient;
      const visitors: BrowserContext[] = [];

      /** Somebody with a browser of his own. */
      const visitor = async (options: BrowserContextOptions = {}): Promise<BrowserContext> => {
        const context = await browser().newContext(options);
        visitors.push(context);
        return context;
      };

      const visit = (context: BrowserContext): Promise<Visit> => Visit.begin(context, place.url);

      /** The admin hears a visitor's next words, and answers them if he has something to say. */
      const hears = async (text: string, answer?: string) => {
        const { conversationId, message } = await admin.next('conversation:new_message');
        expect(message.message).to.equal(text);
        if (answer === undefined) return message;
        await admin.request('message:send', { conversationId, message: answer });
        expect((await admin.next('conversation:new_message')).message.message).to.equal(answer);
        return message;
      };

      before(async () => {
        kept = room();
        place = await PLACES[title]();
        server = await startServer({ ...kept.environment, ...place.environment });
        place.front.before(server.url);
      });
      after(async () => {
        await server.stop();
        await place.close();
        await kept.remove();
      });

      beforeEach(async () => {
        const auth = { token: token({ sub: someone('admin'), role: 'admin' }) };
        admin = await connectSupportSocketio(server.url, auth);
      });
      afterEach(async () => {
        admin.close();
        await Promise.all(visitors.splice(0).map((context) => context.close()));
      });

      it('lets a visitor chat with an admin on his first visit', async () => {
        const context = await visitor();
        const tab = await visit(context);
        await tab.upgraded();
        await tab.say('Hello, I need help');
        const message = await hears('Hello, I need help', 'How can I help?');
        await tab.shows([
          ['guest', 'Hello, I need help'],
          ['admin', 'How can I help?'],
        ]);
        await tab.say('With 1 < 2 & <b>3</b>', 'button');
        const lines: readonly Line[] = [
          ['guest', 'Hello, I need help'],
          ['admin', 'How can I help?'],
          ['guest', 'With 1 < 2 & <b>3</b>'],
        ];
        await tab.shows(lines);
        const guestId = (await tab.kept('guestId')) ?? '';
        expect(guestId).to.match(SECRET_FORM);
        expect(message).to.include({ senderType: 'guest', guestId: publicForm(guestId) });
        const cookies = (await context.cookies()).map(
          ({ name, httpOnly, sameSite }) => `${name}, ${httpOnly ? 'HttpOnly' : ''}, ${sameSite}`,
        );
        expect(cookies).to.deep.equal(place.cookies);
      });

      it('goes on where he was, visit after visit, as the same guest', async () => {
        const lines: Line[] = [];
        const first = await visitor();
        const tab = await visit(first);

        /** Who he is, as his page has kept it and as the admin is told. */
        const chat = async (on: Visit, text: string, answer: string): Promise<string> => {
          await on.say(text);
          const message = await hears(text, answer);
          lines.push(['guest', text], ['admin', answer]);
          await on.shows(lines);
          const guestId = (await on.kept('guestId')) ?? '';
          expect(message.guestId).to.equal(publicForm(guestId));
          return guestId;
        };

        const guestId = await chat(tab, 'one', 'two');
        for (const [text, answer] of [
          ['three', 'four'],
          ['five', 'six'],
        ] as const) {
          await tab.reload();
          await tab.shows(lines);
          expect(await chat(tab, text, answer)).to.equal(guestId);
        }

        // His browser is closed, and opened another day.
        const storageState = await first.storageState();
        await first.close();
        const third = await visit(await visitor({ storageState }));
        await third.shows(lines);
        expect(await chat(third, 'seven', 'eight')).to.equal(guestId);
      });

      it('finds the same conversation for who came back before he said anything', async () => {
        const tab = await visit(await visitor());
        await tab.reload();
        await tab.say('Hello');
        const { guestId } = await hears('Hello');
        await tab.reload();
        await tab.shows([['guest', 'Hello']]);
        await tab.say('Hello again');
        expect((await hears('Hello again')).guestId).to.equal(guestId);
      });

      it('lets a visitor chat who left before his page had heard who he is', async () => {
        const { headers, body } = await rest<{ conversation: { id: string } }>(
          server.url,
          '/api/support/conversation/guest',
          null,
          { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
        );
        const socket = await connectSupportSocketio(server.url, {});
        const { guestId = '' } = await socket.next('connection:success');
        const conversationId = body.data.conversation.id;
        await socket.request('conversation:join', { conversationId });
        socket.close();
        // The cookie came with the conversation; what the socket was called first is what his page has kept.
        const [, value = ''] = /^guest_id=([^;]+)/.exec(headers.get('set-cookie') ?? '') ?? [];
        const context = await visitor({
          storageState: {
            cookies: [],
            origins: [
              {
                origin: new URL(place.url).origin,
                localStorage: [{ name: 'guestId', value: guestId }],
              },
            ],
          },
        });
        await context.addCookies([{ name: 'guest_id', value, url: place.front.origin }]);
        const tab = await visit(context);
        await tab.say('Hello');
        await hears('Hello', 'Welcome back');
        await tab.shows([
          ['guest', 'Hello'],
          ['admin', 'Welcome back'],
        ]);
      });

      it('shows a visitor the same in two tabs', async () => {
        const context = await visitor();
        const one = await visit(context);
        await one.say('in the first');
        await hears('in the first');
        const other = await visit(context);
        await other.shows([['guest', 'in the first']]);
        await other.say('in the second');
        await hears('in the second', 'to both');
        const lines: readonly Line[] = [
          ['guest', 'in the first'],
          ['guest', 'in the second'],
          ['admin', 'to both'],
        ];
        for (const tab of [one, other]) await tab.shows(lines);
        expect(await one.kept('guestId')).to.equal(await other.kept('guestId'));
      });

      it('keeps two visitors apart', async () => {
        const one = await visit(await visitor());
        const other = await visit(await visitor());
        await one.say('from one');
        await hears('from one', 'to one');
        await other.say('from the other');
        await hears('from the other', 'to the other');
        await one.shows([
          ['guest', 'from one'],
          ['admin', 'to one'],
        ]);
        await other.shows([
          ['guest', 'from the other'],
          ['admin', 'to the other'],
        ]);
      });

      it('is a customer’s who is signed in, and was a guest before', async () => {
        const context = await visitor();
        const tab = await visit(context);
        await tab.say('as a guest');
        await hears('as a guest');
        const sub = someone('customer');
        await tab.tab.evaluate(`localStorage.setItem('jwt_token', '${token({ sub })}')`);
        await tab.reload();
        await tab.shows([]);
        await tab.say('as myself');
        expect(await hears('as myself', 'Welcome')).to.include({ senderId: sub, guestId: null });
        const lines: readonly Line[] = [
          ['user', 'as myself'],
          ['admin', 'Welcome'],
        ];
        await tab.shows(lines);
        await tab.reload();
        await tab.shows(lines);
      });
    });
  });
}
