import { placeInFolder } from '../../support/bound-stores.js';
import { expect } from 'chai';
import { supportDialect } from '../../../src/adapters/inbound/dialects/support/support-dialect.js';
import type { Dialect } from '../../../src/adapters/inbound/gateway/dialect.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import { type Transport, TRANSPORTS } from '../../e2e/support/doors.js';
import { type Stage, stage } from '../../e2e/support/stages.js';
import { support } from '../../e2e/support/support-clients.js';
import { someone, token } from '../../e2e/support/tokens.js';
import type * as wire from '../../e2e/support/wire.js';
import type { Client } from '../../e2e/support/client.js';
import { type Frames, probe } from './probe.js';
import { probeDialect } from './probe-dialect.js';
import { groundOf } from '../../support/guest-ids.js';

/** Past which a connection is closed where `support` is alone. */
const MAX_FRAME_OF_SUPPORT = 1024 * 1024;

type BothFrames = wire.Frames & Frames;
type BothClient = Client<BothFrames, Readonly<Record<string, unknown>>>;

const besideSupport = (useCases: UseCases): readonly Dialect[] => [
  supportDialect(groundOf(useCases)),
  { ...probeDialect({ useCases }), namespace: support.namespace },
];

const both = { ...probe, namespace: support.namespace, dialects: besideSupport };

/** A namespace is one entrance for all dialects that are in it; on plain ws each has its own. */
for (const name of ['Socket.IO', 'Socket.IO by long polling'] as const) {
  describe(`the probe and support in one namespace, over ${name}`, () => {
    const transport: Transport = TRANSPORTS[name];
    let on: Stage<BothFrames, Readonly<Record<string, unknown>>>;
    let clients: BothClient[] = [];

    before(async () => {
      on = await stage(transport, placeInFolder('memory'), both);
    });
    after(() => on.leave());
    afterEach(() => {
      for (const client of clients) client.close();
      clients = [];
    });

    const connect = async (sub: string): Promise<BothClient> => {
      const client = await on.connect(token({ sub }));
      clients.push(client);
      return client;
    };

    it('welcome whoever comes, each in its own words', async () => {
      const sub = someone();
      const client = await connect(sub);
      expect(await client.next('connection:success')).to.deep.equal({ type: 'user', userId: sub });
      expect(await client.next('welcome')).to.deep.equal({ id: sub });
    });

    it('speak to a connection in the words in which it joined', async () => {
      const sub = someone();
      const room = await on.open(sub);
      const [inProbe, inSupport] = [await connect(sub), await connect(sub)];
      await inProbe.request('enter', { room, as: 'lobby' });
      await inSupport.request('conversation:join', { conversationId: room });
      const { seq } = await inProbe.request('say', { room, text: 'hello' });
      expect(await inProbe.next('said')).to.deep.equal({ room: 'lobby', seq, text: 'hello' });
      expect(await inSupport.next('message:received')).to.include({ seq, message: 'hello' });
      await Promise.all([inProbe, inSupport].map((client) => client.request('count', {})));
      expect(inProbe.waiting('message:received')).to.equal(0);
      expect(inSupport.waiting('said')).to.equal(0);
    });

    it('speak each to who has not joined, in all that he understands', async () => {
      const sub = someone();
      const room = await on.open(sub);
      const [talker, idle] = [await connect(sub), await connect(sub)];
      const { seq } = await talker.request('say', { room, text: 'hello' });
      expect(await idle.next('rang')).to.deep.equal({ room, seq, viewer: 'owner' });
    });

    it('let a stranger in where one of them does, who is then known to both', async () => {
      const client = await on.connect();
      clients.push(client);
      const sub = someone();
      await client.request('hello', { token: token({ sub }) });
      expect(await client.next('connection:success')).to.include({ userId: sub });
      expect(await client.next('welcome')).to.deep.equal({ id: sub });
    });

    it('take the largest frame of any of them, and refuse it where it is not theirs', async () => {
      const client = await connect(someone());
      const text = 'x'.repeat(2 * MAX_FRAME_OF_SUPPORT);
      expect(await client.request('measure', { text })).to.include({ length: text.length });
      expect(await client.request('message:send', { message: text })).to.include({
        success: false,
        code: 'too_large',
      });
    });

    it('refuse in the words of the one whose event it is', async () => {
      const client = await connect(someone());
      expect(await client.request('enter', {})).to.deep.equal({
        ok: false,
        why: 'ValidationFailed',
      });
      expect(await client.request('conversation:join', {})).to.include({ code: 'invalid' });
      expect(await client.request('nobodys', {})).to.include({ code: 'invalid' });
    });
  });
}

describe('two dialects that take the same event in one namespace', () => {
  it('refuse the start, which names them and it', async () => {
    const clash = (useCases: UseCases): readonly Dialect[] => {
      const [first, second] = besideSupport(useCases);
      if (first === undefined || second === undefined) throw new Error('there are two');
      return [first, { ...second, events: [...second.events, ...first.events.slice(0, 1)] }];
    };
    const staged = { ...both, dialects: clash };
    const failure = await stage(TRANSPORTS.loopback, placeInFolder('memory'), staged).then(
      () => 'it started',
      String,
    );
    expect(failure).to.match(/support and probe both take the event "message:send"/);
  });
});
