import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import { left as taskLeft, right as taskRight } from 'fp-ts/lib/TaskEither.js';
import { object, text } from '../../../../../src/adapters/inbound/dialects/common/codecs.js';
import { uploading } from '../../../../../src/adapters/inbound/dialects/common/uploading.js';
import { livechatDialect } from '../../../../../src/adapters/inbound/dialects/livechat/livechat-dialect.js';
import { supportDialect } from '../../../../../src/adapters/inbound/dialects/support/support-dialect.js';
import type { Dialect, RouteOf } from '../../../../../src/adapters/inbound/gateway/dialect.js';
import type {
  HttpReply,
  HttpRequest,
} from '../../../../../src/adapters/inbound/gateway/transport.js';
import { noTicket, rateLimited, unavailable } from '../../../../../src/domain/failure.js';
import type { ConversationId } from '../../../../../src/domain/ids.js';
import type { UseCases } from '../../../../../src/application/use-cases/use-cases.js';
import { admin, customer } from '../../../../support/actors.js';
import { expectLeft, expectRight } from '../../../../support/expect-either.js';
import { END, field, file, gone, Sending, TYPE } from '../../../../support/forms.js';
import { groundOf } from '../../../../support/guest-ids.js';
import { inMemory, type InMemory, started } from '../../../../support/in-memory.js';

const alice = customer('alice');

type Upload = Pick<RouteOf<'token'>, 'handle'>;

const uploadOf = ({ rest }: Dialect): Upload => {
  const route = rest.routes.find(({ path }) => /v1\/support\/.*\/attachments$/.test(path));
  if (route?.access !== 'token') throw new Error('there is no route for files');
  return route;
};

describe('a form of files', () => {
  let world: InMemory;
  let id: ConversationId;

  beforeEach(async () => {
    world = inMemory();
    ({ id } = await started(world, {}, alice));
  });

  const requestOf = (
    content: AsyncIterable<Uint8Array>,
    headers: Readonly<Record<string, string>> = {},
  ): HttpRequest => ({
    correlationId: 'one',
    address: 'nowhere',
    params: { id },
    query: {},
    headers: { 'content-type': TYPE, ...headers },
    cookies: new Map(),
    body: undefined,
    content,
  });
  const sent = (
    content: AsyncIterable<Uint8Array>,
    headers: Readonly<Record<string, string>> = {},
    cases: UseCases = world.cases,
  ): Promise<HttpReply> =>
    uploadOf(livechatDialect(groundOf(cases))).handle(alice, requestOf(content, headers));

  /** What waits for a message. */
  const waiting = async (): Promise<readonly string[]> =>
    expectRight(await world.blobs.unkept(Number.POSITIVE_INFINITY, 100)()).map(
      ({ originalName }) => originalName,
    );
  const messages = async (): Promise<number> => {
    const window = { newest: 10 };
    const history = await world.cases.getHistory(alice, { conversationId: id, window })();
    return expectRight(history).messages.length;
  };
  const expectNothing = async (): Promise<void> => {
    expect(await waiting()).to.deep.equal([]);
    expect(await messages()).to.equal(0);
  };

  const files = [file('"a.txt"'), file('"b.txt"')];

  it('is one message, and no file waits for another', async () => {
    expect((await sent(new Sending([...files, END]))).status).to.equal(201);
    expect(await waiting()).to.deep.equal([]);
    expect(await messages()).to.equal(1);
  });

  it('leaves nothing where its client goes away, wherever that is', async () => {
    const whole = Buffer.concat([...files, field('message')]);
    for (let length = 0; length < whole.length; length += 7) {
      await sent(new Sending([whole.subarray(0, length)], gone));
      await expectNothing();
    }
  });

  it('leaves nothing where it breaks off, wherever that is', async () => {
    const whole = Buffer.concat([...files, field('message')]);
    for (let length = 0; length < whole.length; length += 7) {
      const { status } = await sent(new Sending([whole.subarray(0, length)]));
      expect(status, String(length)).to.equal(400);
      await expectNothing();
    }
  });

  it('is not read past its first file where nothing may be sent', async () => {
    expectRight(await world.cases.closeConversation(admin(), { conversationId: id, note: null })());
    const sending = new Sending([...files, END]);
    expect((await sent(sending)).status).to.equal(400);
    expect(sending.taken).to.equal(1);
  });

  it('is not read past its first file where what it says before that is wrong', async () => {
    for (const wrong of [field('message', 'x'.repeat(5_001)), field('ifLastSeq', 'x')]) {
      const sending = new Sending([wrong, ...files, END]);
      expect((await sent(sending)).status).to.equal(400);
      expect([sending.taken, sending.returned]).to.deep.equal([2, 1]);
      await expectNothing();
    }
  });

  it('goes where its dialect finds the conversation, and is not read where that finds none', async () => {
    const { run } = uploading({
      useCases: world.cases,
      problem: () => ({ status: 400 }),
      params: object({ number: text }),
      conversationIn: ({ number }) => (number === '7' ? taskRight(id) : taskLeft(noTicket)),
      claims: true,
      answer: () => ({ status: 201 }),
    });
    const send = (number: string, content: Sending) =>
      run(alice, { params: { number } }, requestOf(content))();
    expectRight(await send('7', new Sending([...files, END])));
    expect([await messages(), await waiting()]).to.deep.equal([1, []]);
    const unread = new Sending([...files, END]);
    expectLeft(await send('8', unread), 'NotFound');
    expect(unread.taken).to.equal(0);
  });

  it('is told by its name before its files are read, so that one that is sent again is found', async () => {
    const seen: (string | null)[] = [];
    const { attachFiles } = world.cases;
    const cases: UseCases = {
      ...world.cases,
      attachFiles: (actor, input) => {
        seen.push(input.clientMessageId);
        return attachFiles(actor, input);
      },
    };
    await sent(new Sending([...files, END]), { 'idempotency-key': 'one' }, cases);
    await sent(new Sending([field('clientMessageId', 'one'), ...files, END]), {}, cases);
    await sent(new Sending([...files, field('client_message_id', 'one'), END]), {}, cases);
    expect(seen).to.deep.equal(['one', 'one', null]);
    expect(await messages()).to.equal(1);
    expect(await waiting()).to.deep.equal([]);
  });

  it('keeps its files where it is not known whether its message is stored', async () => {
    const cases: UseCases = {
      ...world.cases,
      sendMessage: () => () => Promise.resolve(left(unavailable)),
    };
    expect((await sent(new Sending([...files, END]), {}, cases)).status).to.equal(503);
    expect(await waiting()).to.deep.equal(['a.txt', 'b.txt']);
  });

  it('is told when it is worth another try', async () => {
    const limit = () => () => Promise.resolve(left(rateLimited(7)));
    const reply = await sent(
      new Sending([...files, END]),
      {},
      { ...world.cases, attachFiles: limit },
    );
    expect(reply).to.deep.include({ status: 429, headers: { 'retry-after': '7' } });
  });

  it('has at most so many fields, with names no longer than that, in words that say so', async () => {
    const many = Array.from({ length: 21 }, (_, at) => field(`f${at}`));
    for (const [parts, words] of [
      [many, 'A form may have at most 20 fields'],
      [[field('x'.repeat(101))], "A field's name may have at most 100 characters"],
    ] as const) {
      const { status, body } = await sent(new Sending([...parts, ...files, END]));
      expect(status).to.equal(400);
      expect(body).to.include({ success: false, message: words });
    }
    await expectNothing();
  });

  it('passes on what is thrown for a bug', async () => {
    const bug = new Error('a bug');
    const cases: UseCases = {
      ...world.cases,
      attachFiles: () => () => Promise.reject(bug),
    };
    let thrown: unknown;
    await sent(new Sending([...files, END]), {}, cases).catch((error: unknown) => (thrown = error));
    expect(thrown).to.equal(bug);
  });

  it('is taken in `support` by who has no token, too', () => {
    const { rest } = supportDialect(groundOf(world.cases));
    const route = rest.routes.find(({ path }) => path.endsWith('/attachments'));
    expect(route).to.include({ access: 'guest', body: 'stream', method: 'POST' });
  });
});
