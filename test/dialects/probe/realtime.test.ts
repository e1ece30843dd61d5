import { placeInFolder } from '../../support/bound-stores.js';
import { expect } from 'chai';
import { senderOf } from '../../../src/domain/decide/decision.js';
import { record } from '../../../src/domain/record.js';
import { toConversationId, toMessageId } from '../../../src/domain/ids.js';
import { bySocketio, type Transport, TRANSPORTS } from '../../e2e/support/doors.js';
import { connectSocketio } from '../../e2e/support/socketio-client.js';
import { type Stage, stage } from '../../e2e/support/stages.js';
import { type Claims, someone, token } from '../../e2e/support/tokens.js';
import { openWs, wsPath } from '../../e2e/support/ws-client.js';
import { agent } from '../../support/actors.js';
import { expectRight } from '../../support/expect-either.js';
import { type Answer, type Frames, probe, type ProbeClient } from './probe.js';
import { describeProbeScenario } from './scenario.js';

const MIB = 1024 * 1024;

const LARGE = 'x'.repeat(3 * MIB);

const refused = (why: string): Answer => ({ ok: false, why });

describe('the probe', () => {
  let on: Stage<Frames, Answer>;
  let clients: ProbeClient[] = [];

  const enterBy = (transport: Transport): void => {
    before(async () => {
      on = await stage<Frames, Answer>(transport, placeInFolder('memory'), probe);
    });
    after(() => on.leave());
    afterEach(() => {
      for (const client of clients) client.close();
      clients = [];
    });
  };

  const keep = <C extends ProbeClient>(client: C): C => {
    clients.push(client);
    return client;
  };

  /** Somebody who has not said who he is. */
  const stranger = async (): Promise<ProbeClient> => keep(await on.connect());

  const known = async (claims: Claims = { sub: someone() }): Promise<ProbeClient> => {
    const client = keep(await on.connect(token(claims)));
    await client.next('welcome');
    return client;
  };

  const inRoom = async (claims: Claims, room: string, as?: string): Promise<ProbeClient> => {
    const client = await known(claims);
    expect(await client.request('enter', { room, as })).to.deep.equal({
      ok: true,
      room: as ?? room,
    });
    return client;
  };

  /** After this round trip all that was sent to the client before has arrived. */
  const expectNone = async (client: ProbeClient, event: keyof Frames): Promise<void> => {
    await client.request('count', {});
    expect(client.waiting(event), event).to.equal(0);
  };

  for (const [name, transport] of Object.entries(TRANSPORTS)) {
    describeProbeScenario(`over ${name}`, () => stage(transport, placeInFolder('memory'), probe));

    describe(`over ${name}`, () => {
      enterBy(transport);

      it('takes `auth` for it as well', async () => {
        const [client, sub] = [await stranger(), someone()];
        expect(await client.request('auth', { token: token({ sub }) })).to.include({ id: sub });
      });

      it('holds from the start what comes before, 20 frames of it, and runs them in order', async () => {
        const client = await stranger();
        const asked = Array.from({ length: 21 }, () => client.request('count', {}));
        expect(await asked[20]).to.deep.equal(refused('AuthRequired'));
        await client.request('hello', { token: token({ sub: someone() }) });
        const answers = await Promise.all(asked.slice(0, 20));
        expect(answers.map(({ count }) => count)).to.deep.equal(
          Array.from({ length: 20 }, (_, index) => index + 1),
        );
      });

      it('holds 64 kB of it', async () => {
        const client = await stranger();
        const [first, second] = [40_000, 40_000].map((length) =>
          client.request('measure', { text: 'x'.repeat(length) }),
        );
        expect(await second).to.deep.equal(refused('AuthRequired'));
        await client.request('hello', { token: token({ sub: someone() }) });
        expect(await first).to.deep.equal({ ok: true, length: 40_000 });
      });

      it('lets him stay after a refusal, holds no more, and lets him try again', async () => {
        const client = await stranger();
        const held = client.request('count', {});
        expect(await client.request('hello', { token: 'no.token' })).to.deep.equal(
          refused('InvalidToken'),
        );
        expect(await held).to.deep.equal(refused('AuthRequired'));
        expect(await client.request('count', {})).to.deep.equal(refused('AuthRequired'));
        const answer = await client.request('hello', { token: token({ sub: someone() }) });
        expect(answer.ok).to.equal(true);
        expect(await client.request('count', {})).to.deep.equal({ ok: true, count: 1 });
      });

      it('takes larger frames of somebody who is known', async () => {
        const client = await known();
        expect(await client.request('measure', { text: LARGE })).to.deep.equal({
          ok: true,
          length: LARGE.length,
        });
        const late = await stranger();
        await late.request('hello', { token: token({ sub: someone() }) });
        expect(await late.request('measure', { text: LARGE })).to.include({ ok: true });
      });

      it('ends with a stranger who sends one', async () => {
        const client = await stranger();
        client.emit('measure', { text: LARGE });
        await client.ended;
      });

      it('rings at a person’s other connections, as owner, and at nobody else’s', async () => {
        const owner = { sub: someone() };
        const room = await on.open(owner.sub);
        const [here, elsewhere, other, staff] = [
          await inRoom(owner, room),
          await known(owner),
          await known(),
          await known({ sub: someone('agent'), role: 'agent' }),
        ];
        const { seq } = await here.request('say', { room, text: 'hello' });
        expect(await here.next('said')).to.deep.equal({ room, seq, text: 'hello' });
        expect(await elsewhere.next('rang')).to.deep.equal({ room, seq, viewer: 'owner' });
        await expectNone(here, 'rang');
        await expectNone(other, 'rang');
        await expectNone(staff, 'rang');
        await expectNone(elsewhere, 'said');
      });

      it('rings at the addressee of a code, who has no part in the conversation', async () => {
        const addressee = { sub: someone() };
        const room = toConversationId(await on.open(someone()));
        const [client, other] = [await known(addressee), await known()];
        const by = agent();
        const state = expectRight(await on.cases.getConversation({ ...by, kind: 'admin' }, room)());
        const code = {
          type: 'messagePosted',
          id: toMessageId(room),
          sender: senderOf(by),
          kind: 'auth_code',
          codeId: room,
          addressee: { kind: 'customer', id: addressee.sub },
        } as const;
        on.bus.publish({ kind: 'changed', ...record(state, [code], state.updatedAt) });
        expect(await client.next('rang')).to.deep.include({ room, viewer: 'addressee' });
        await expectNone(other, 'rang');
      });

      it('calls a room by the name that each gave it', async () => {
        const owner = { sub: someone() };
        const room = await on.open(owner.sub);
        const [plain, named, renamed] = [
          await inRoom(owner, room),
          await inRoom(owner, room, 'lobby'),
          await inRoom(owner, room, 'lobby'),
        ];
        await renamed.request('enter', { room, as: 'hall' });
        await plain.request('say', { room, text: 'hello' });
        expect((await plain.next('said')).room).to.equal(room);
        expect((await named.next('said')).room).to.equal('lobby');
        expect((await renamed.next('said')).room).to.equal('hall');
      });

      it('pushes a signal to the others in a room, by their names for it', async () => {
        const owner = { sub: someone() };
        const room = await on.open(owner.sub);
        const agentHere = { sub: someone('agent'), role: 'agent' };
        const [waving, again, other, outside] = [
          await inRoom(owner, room),
          await inRoom(owner, room),
          await inRoom(agentHere, room, 'desk'),
          await known(agentHere),
        ];
        expect(await waving.request('wave', { room })).to.deep.equal({ ok: true, room });
        expect(await other.next('waved')).to.deep.equal({ room: 'desk', by: owner.sub });
        for (const client of [waving, again, outside]) await expectNone(client, 'waved');
      });

      it('keeps the order of what waits before it enters', async () => {
        const owner = { sub: someone() };
        const room = await on.open(owner.sub);
        const client = await inRoom(owner, room);
        const texts = ['a', 'bbbbbbbbbb', 'cc', 'ddddddddd', 'e', 'ffffffffff'];
        const answers = await Promise.all(
          texts.map((text) => client.request('say', { room, text })),
        );
        const seqs = answers.map(({ seq }) => Number(seq));
        expect(seqs).to.deep.equal(seqs.toSorted((one, other) => one - other));
        const said = [];
        for (const text of texts) {
          const { text: heard } = await client.next('said');
          said.push(heard);
          expect(heard).to.equal(text);
        }
        expect(said).to.deep.equal(texts);
      });

      it('remembers for each connection what is its own', async () => {
        const claims = { sub: someone() };
        const [one, other] = [await known(claims), await known(claims)];
        for (const count of [1, 2, 3]) {
          expect(await one.request('count', {})).to.deep.equal({ ok: true, count });
        }
        expect(await other.request('count', {})).to.deep.equal({ ok: true, count: 1 });
      });

      it('knows the newest state of a room that the caller hears, and of no other', async () => {
        const owner = { sub: someone() };
        const room = await on.open(owner.sub);
        const client = await known(owner);
        expect(await client.request('peek', { room })).to.deep.equal({ ok: true, seq: null });
        await client.request('enter', { room });
        const { seq } = await client.request('say', { room, text: 'hello' });
        expect(await client.request('peek', { room })).to.deep.equal({ ok: true, seq });
        await client.request('leave', { room });
        expect(await client.request('peek', { room })).to.deep.equal({ ok: true, seq: null });
      });

      it('is somebody else after an answer that says so', async () => {
        const owner = { sub: someone() };
        const room = await on.open(owner.sub);
        const [client, own] = [await inRoom(owner, room), await inRoom(owner, room)];
        const visitor = someone('visitor');
        expect(await client.request('become', { visitor })).to.deep.equal({
          ok: true,
          id: visitor,
        });
        expect(await client.next('welcome')).to.deep.equal({ id: visitor });
        const { seq } = await own.request('say', { room, text: 'is he gone?' });
        expect(await own.next('said')).to.include({ seq });
        for (const event of ['said', 'rang'] as const) await expectNone(client, event);
        expect(await client.request('say', { room, text: 'no' })).to.deep.equal(
          refused('AccessDenied'),
        );
      });

      it('hears in its own words what cannot be used', async () => {
        const client = await known();
        expect(await client.request('enter', { room: 7 })).to.deep.equal(
          refused('ValidationFailed'),
        );
        expect(await client.next('oops')).to.deep.equal({
          event: 'enter',
          why: 'ValidationFailed',
        });
        expect(await client.request('fly', {})).to.deep.equal(refused('UnknownEvent'));
      });
    });
  }

  describe('over Socket.IO that upgrades from long polling', () => {
    enterBy(bySocketio('polling', 'websocket'));

    it('takes larger frames before and after', async () => {
      const auth = { token: token({ sub: someone() }) };
      const transports = ['polling', 'websocket'] as const;
      const client = keep(
        await connectSocketio<Frames, Answer>(probe, on.url, auth, { transports }),
      );
      const { engine } = client.socket.io;
      const upgraded = new Promise((resolve) => engine.once('upgrade', resolve));
      if (engine.transport.name !== 'websocket') await upgraded;
      expect(engine.transport.name).to.equal('websocket');
      expect(await client.request('measure', { text: LARGE })).to.deep.equal({
        ok: true,
        length: LARGE.length,
      });
    });
  });

  describe('by a cookie', () => {
    enterBy(TRANSPORTS['plain ws']);

    const sub = someone();
    const headers = { cookie: `other=1; probe-token=${token({ sub })}` };

    it('is known to Socket.IO', async () => {
      const client = keep(await connectSocketio<Frames, Answer>(probe, on.url, {}, { headers }));
      expect(await client.next('welcome')).to.deep.equal({ id: sub });
    });

    it('is known to plain ws', async () => {
      const options = { path: wsPath(probe), headers };
      const client = keep(await openWs<Frames, Answer>(probe, on.url, options));
      expect(await client.next('welcome')).to.deep.equal({ id: sub });
    });
  });

  describe('in an envelope of its own', () => {
    enterBy(TRANSPORTS['plain ws']);

    it('answers what is none in its own words, and ends after the tenth', async () => {
      const client = keep(await openWs<Frames, Answer>(probe, on.url, { path: wsPath(probe) }));
      const none = ['{"event":"count","data":{},"ack":1}', '[]', '7', '[1,2]', 'x'];
      for (const text of [...none, ...none]) client.raw(text);
      for (let count = 0; count < 10; count += 1) {
        expect(await client.next('oops')).to.deep.equal({ event: null, why: 'NoFrame' });
      }
      expect(await client.closed).to.equal(1008);
    });
  });
});
