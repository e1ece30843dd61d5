import { expect } from 'chai';
import { STORES } from '../../../src/bootstrap/stores.js';
import type { App } from '../../../src/bootstrap/app.js';
import { needsStore, type StorePlace } from '../../support/bound-stores.js';
import { ask, type Asking, type LivechatReply } from '../documents/livechat-people.js';
import { startServer } from '../support/in-process-server.js';

/** A server, whichever store it has. */
export interface ServedGround {
  ask(request: string, asking?: Asking): Promise<LivechatReply>;
  readonly url: string;
}

const serving = (
  place: () => StorePlace,
  environment: Readonly<Record<string, string>>,
): ServedGround => {
  let where: StorePlace;
  let server: App;
  before(async () => {
    where = place();
    server = await startServer({ ...where.environment, ...environment });
  });
  after(async () => {
    await server.stop();
    await where.remove();
  });
  return {
    get url() {
      return server.url;
    },
    ask: (request, asking) => ask(server.url, request, asking),
  };
};

/** The suite, with a server of its own on each store. */
export const onEveryStore = (
  name: string,
  environment: Readonly<Record<string, string>>,
  suite: (ground: ServedGround) => void,
): void => {
  for (const store of STORES) {
    describe(`on ${store}`, () => {
      const place = needsStore(store);
      // The server ends before what the store needs does.
      describe(name, () => suite(serving(place, environment)));
    });
  }
};

/** Refused with this status and these words, in the envelope that `livechat` and `tickets` share. */
export const expectRefused = (
  { status, body }: LivechatReply,
  expected: number,
  words: string | RegExp,
  what = '',
): void => {
  expect(status, `${what} ${JSON.stringify(body)}`).to.equal(expected);
  const { errors } = body;
  expect(body, what).to.have.all.keys('success', 'message', ...(errors ? ['errors'] : []));
  expect(body.success, what).to.equal(false);
  if (typeof words === 'string') expect(body.message, what).to.equal(words);
  else expect(body.message, what).to.match(words);
};

/** Refused for what is wrong in one field, which the sentence names too. */
export const expectInvalid = (reply: LivechatReply, field: string, what: string): void => {
  expectRefused(reply, 400, RegExp(`^${field}: `), what);
  expect(
    reply.body.errors?.map((issue) => issue.field),
    what,
  ).to.deep.equal([field]);
};

/** A payload as a failure names it. */
export const shortly = (value: unknown): string => JSON.stringify(value ?? null).slice(0, 60);
