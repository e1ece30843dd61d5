import { expect } from 'chai';
import { STORES } from '../../../src/bootstrap/stores.js';
import type { App } from '../../../src/bootstrap/app.js';
import { needsStore, type StorePlace } from '../../support/bound-stores.js';
import { ask, type Asking, type LivechatReply, mike, STAFF } from '../documents/livechat-people.js';
import { startServer } from '../support/in-process-server.js';

/** A server that speaks `livechat`, whichever store it has. */
export interface LivechatGround {
  ask(request: string, asking?: Asking): Promise<LivechatReply>;
  readonly url: string;
}

const serving = (
  place: () => StorePlace,
  environment: Readonly<Record<string, string>>,
): LivechatGround => {
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
  suite: (ground: LivechatGround) => void,
): void => {
  for (const store of STORES) {
    describe(`on ${store}`, () => {
      const place = needsStore(store);
      // The server ends before what the store needs does.
      describe(name, () => suite(serving(place, environment)));
    });
  }
};

/** Refused with this status and these words, in the envelope of document 004. */
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

/** All that staff see of a conversation. */
export const seenOf = async ({ ask: asked }: LivechatGround, id: string) => {
  const { status, body } = await asked(`GET ${STAFF}/conversations/${id}`, {
    bearer: mike().bearer,
  });
  expect(status).to.equal(200);
  return body.data['conversation'] as Readonly<Record<string, unknown>>;
};

/** A payload as a failure names it. */
export const shortly = (value: unknown): string => JSON.stringify(value ?? null).slice(0, 60);
