import { expect } from 'chai';
import { support } from '../support/support-clients.js';
import { type Asker, ASKERS, type Heard } from './hostile-askers.js';
import { type HostileGround, hostileGround } from './hostile-ground.js';
import { HOSTILE } from './hostile-payloads.js';
import { CONNECTED } from './hostile-people.js';
import { type Path, UNKNOWN, withHostile } from './hostile-places.js';
import { expectUnharmed, watched } from './hostile-watch.js';

/** The whole, and what is read of it. */
const PLACES: readonly Path[] = [[], ['token'], ['guestId'], [UNKNOWN]];

/** Refused in the dialect's words, or welcomed as whom he was. */
const wasRefused = ({ answer, frames }: Heard, me: unknown): boolean => {
  const { success, ...said } = answer as Readonly<Record<string, unknown>>;
  if (success === true) {
    expect(said).to.deep.equal({ data: me });
    expect(frames).to.deep.equal([{ event: 'connection:success', data: me }]);
    return false;
  }
  expect(said['code']).to.be.oneOf(['unauthenticated', 'invalid', 'too_large']);
  expect(said['error']).to.be.a('string').that.matches(/\S/);
  const [own, ...others] = frames;
  expect(own).to.deep.equal({ event: 'message:error', data: said });
  // The dialect that shares the entrance says so in its own words, too.
  expect(others.length).to.be.at.most(1);
  for (const { event, data } of others) {
    expect(event).to.equal('error');
    expect(data).to.include({ message: said['error'] });
  }
  return true;
};

/** It is in the dispatch table, and in no row: the gateway answers it for every dialect. */
describe('hostile payloads of the event auth', () => {
  let ground: HostileGround;
  before(async () => {
    ground = await hostileGround();
  });
  after(() => ground.stop());
  afterEach(() => expectUnharmed(ground));

  for (const [transport, connect] of Object.entries(ASKERS)) {
    for (const [who, make] of Object.entries(CONNECTED)) {
      it(`make nobody of a ${who} whom he is not, over ${transport}`, async () => {
        const person = await make(ground);
        const own = JSON.stringify(person.credentials);
        let client: Asker | null = null;
        for (const path of PLACES) {
          for (const { what, json } of HOSTILE) {
            client ??= await connect(support, ground.url, person.credentials);
            const asker: Asker = client;
            const { answer } = await asker.ask('auth', own);
            const me = (answer as { readonly data?: unknown }).data;
            expect(me, what).to.be.an('object');
            const asked = { what: `${what} at ${path.join('.') || 'the top'}`, isWrong: false };
            await watched(ground, person, asked, async () =>
              wasRefused(await asker.ask('auth', withHostile({}, path, json)), me),
            );
            // Whom nobody vouches for is sent away with a credential that is no good.
            if (who === 'guest') {
              asker.close();
              client = null;
            }
          }
        }
        client?.close();
      });
    }
  }
});
