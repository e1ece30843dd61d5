import { mock } from 'node:test';
import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import type { Admission, Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import type { Authenticate } from '../../../../src/application/use-cases/authenticate.js';
import type { Actor } from '../../../../src/domain/actor.js';
import { unavailable } from '../../../../src/domain/failure.js';
import { admin, agent, customer } from '../../../support/actors.js';
import type { DirectClient } from '../../../support/direct-client.js';
import { expectRight } from '../../../support/expect-either.js';
import { toSend, toStart } from '../../../support/in-memory.js';
import { settled } from '../../../support/manual-turn.js';
import { HOUR, smallGateway } from '../../../support/small-gateway.js';

const alice = customer('alice');
const sarah = agent('sarah');

/** How a call was answered: its code, where it was refused. */
const outcomeOf = (answer: unknown): unknown => {
  const { success, code } = answer as { readonly success: boolean; readonly code?: string };
  return success ? 'done' : code;
};

const STRANGER = 'unauthenticated';
/** Of somebody known, since it is refused for what it lacks. */
const KNOWN = 'invalid';

describe('a first frame', () => {
  let isDown: boolean;
  /** Attempts wait until it is called, when it is there. */
  let gate: Promise<void> | null;

  const authenticate: Authenticate = (token) => async () => {
    await gate;
    if (isDown) return left(unavailable);
    const actors: Readonly<Record<string, Actor>> = { alice, sarah, promoted: admin('sarah') };
    const actor = typeof token === 'string' ? actors[token] : undefined;
    return actor === undefined
      ? left({ kind: 'InvalidToken' })
      : right({ actor, expiresAt: Date.now() + HOUR });
  };

  /** A dialect that differs so in how its clients say who they are. */
  const server = (admission: Partial<Admission> = {}) =>
    smallGateway([], {
      authenticate,
      change: (dialect: Dialect) => ({
        ...dialect,
        admission: { ...dialect.admission, ...admission },
      }),
    });

  const hold = (): (() => void) => {
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  };

  const sayWho = async (client: DirectClient, token: unknown) =>
    outcomeOf(await client.request('auth', { token }));
  const ask = async (client: DirectClient) =>
    outcomeOf(await client.request('conversation:leave', {}));

  const pass = async (milliseconds: number): Promise<void> => {
    mock.timers.tick(milliseconds);
    await settled();
  };

  const closings = (client: DirectClient) => client.all('closed');

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    isDown = false;
    gate = null;
  });

  afterEach(() => mock.timers.reset());

  describe('that never comes', () => {
    it('is waited for ten seconds, then the client is told and closed', async () => {
      const silent = await server().connect();
      await pass(9_999);
      expect(silent.came).to.deep.equal([]);
      await pass(1);
      expect(silent.came).to.deep.equal([
        {
          event: 'message:error',
          data: { error: 'Authentication required', code: 'unauthenticated' },
        },
        { event: 'closed', data: 'unauthenticated' },
      ]);
    });

    it('is waited for as long as the dialect says', async () => {
      const silent = await server({ deadline: 500 }).connect();
      await pass(499);
      expect(silent.came).to.deep.equal([]);
      await pass(1);
      expect(closings(silent)).to.deep.equal(['unauthenticated']);
    });

    it('gets no more time by what is sent in its place, which is refused', async () => {
      const client = await server().connect();
      await pass(9_999);
      expect(await ask(client)).to.equal(STRANGER);
      expect(closings(client)).to.deep.equal([]);
      await pass(1);
      expect(closings(client)).to.deep.equal(['unauthenticated']);
      client.emit('auth', { token: 'alice' });
      await settled();
      expect(client.events.at(-1)).to.equal('closed');
    });

    it('is not missed any more when it has come in time', async () => {
      const client = await server().connect();
      await pass(9_999);
      expect(await sayWho(client, 'alice')).to.equal('done');
      await pass(60_000);
      expect(await ask(client)).to.equal(KNOWN);
      expect(closings(client)).to.deep.equal([]);
    });

    it('refuses what came during an attempt that is still under way by then', async () => {
      const client = await server().connect();
      hold();
      client.emit('auth', { token: 'alice' });
      const held = ask(client);
      await pass(10_000);
      expect(await held).to.equal(STRANGER);
      expect(closings(client)).to.deep.equal(['unauthenticated']);
    });

    it('closes while an attempt is under way, too, which lets nobody in', async () => {
      const client = await server().connect();
      const open = hold();
      client.emit('auth', { token: 'alice' });
      await pass(10_000);
      open();
      await settled();
      expect(client.events).to.deep.equal(['message:error', 'closed']);
    });
  });

  describe('that is bad', () => {
    it('is told and closes, whatever it holds instead of a token', async () => {
      const { connect } = server();
      for (const payload of [undefined, null, 5, [], {}, { token: null }, { token: 'forged' }]) {
        const client = await connect();
        expect(outcomeOf(await client.request('auth', payload))).to.equal('unauthenticated');
        expect(closings(client)).to.deep.equal(['unauthenticated']);
        expect(client.all('connection:success')).to.deep.equal([]);
      }
    });

    it('may be followed by another where the dialect lets its clients stay', async () => {
      const client = await server({ staysAfterRefusal: true }).connect();
      expect(await sayWho(client, 'forged')).to.equal('unauthenticated');
      await pass(9_000);
      expect(await sayWho(client, 'alice')).to.equal('done');
      await pass(9_000);
      expect(closings(client)).to.deep.equal([]);
    });

    it('buys no time where the client may stay', async () => {
      const client = await server({ staysAfterRefusal: true }).connect();
      await pass(9_999);
      await sayWho(client, 'forged');
      await pass(1);
      expect(closings(client)).to.deep.equal(['unauthenticated']);
    });
  });

  it('that could not be looked at, since the store is down, may be sent again', async () => {
    const client = await server().connect();
    isDown = true;
    expect(await sayWho(client, 'alice')).to.equal('unavailable');
    expect(closings(client)).to.deep.equal([]);
    isDown = false;
    expect(await sayWho(client, 'alice')).to.equal('done');
    expect(await ask(client)).to.equal(KNOWN);
  });

  it('lets nobody in who has left meanwhile: he is told nothing, now or later', async () => {
    const { connect, cases } = server();
    const [client, witness] = [await connect(), await connect('sarah')];
    const open = hold();
    client.emit('auth', { token: 'sarah' });
    client.leave();
    open();
    await settled();
    const { conversation } = expectRight(await cases.startConversation(alice, toStart())());
    expectRight(await cases.sendMessage(alice, toSend(conversation.id))());
    await settled();
    expect(witness.events).to.include('conversation:new_message');
    expect(client.came).to.deep.equal([]);
  });

  describe('with others behind it', () => {
    it('is answered first, then they in their order', async () => {
      const client = await server().connect();
      const open = hold();
      const first = sayWho(client, 'alice');
      const order: string[] = [];
      const others = ['one', 'two', 'three'].map((event) =>
        client.request(event, {}).then(() => order.push(event)),
      );
      await settled();
      expect(client.came).to.deep.equal([]);
      open();
      expect(await first).to.equal('done');
      await Promise.all(others);
      const refusal = ['message:error', 'answer'];
      expect(client.events).to.deep.equal([
        'connection:success',
        'answer',
        ...[...refusal, ...refusal, ...refusal],
      ]);
      expect(order).to.deep.equal(['one', 'two', 'three']);
    });

    it('holds what came before it, where the dialect does so', async () => {
      const client = await server({ holdsFromStart: true }).connect();
      const early = ask(client);
      await settled();
      expect(client.came).to.deep.equal([]);
      expect(await sayWho(client, 'alice')).to.equal('done');
      expect(await early).to.equal(KNOWN);
      expect(client.events.slice(0, 2)).to.deep.equal(['connection:success', 'answer']);
    });

    it('holds them no longer when it was refused, and no more of them', async () => {
      const client = await server({ holdsFromStart: true, staysAfterRefusal: true }).connect();
      const early = ask(client);
      expect(await sayWho(client, 'forged')).to.equal('unauthenticated');
      expect(await early).to.equal(STRANGER);
      expect(await ask(client)).to.equal(STRANGER);
      const open = hold();
      const again = sayWho(client, 'alice');
      const during = ask(client);
      open();
      expect(await again).to.equal('done');
      expect(await during).to.equal(KNOWN);
    });

    it('holds twenty of them, and refuses the rest at once', async () => {
      const client = await server().connect();
      const open = hold();
      const first = sayWho(client, 'alice');
      const others = Array.from({ length: 22 }, () => ask(client));
      expect(await Promise.all(others.slice(20))).to.deep.equal([STRANGER, STRANGER]);
      open();
      await first;
      const answers = await Promise.all(others);
      expect(answers.slice(0, 20)).to.deep.equal(answers.slice(0, 20).map(() => KNOWN));
    });

    it('refuses what it held when it never comes, before it closes', async () => {
      const client = await server({ holdsFromStart: true }).connect();
      const early = ask(client);
      await pass(10_000);
      expect(await early).to.equal(STRANGER);
      expect(client.events.at(-1)).to.equal('closed');
    });
  });

  describe('a fresh token', () => {
    it('that is not the same person’s, or bad, changes nothing', async () => {
      const client = await server().connect('sarah');
      client.came.length = 0;
      for (const token of ['alice', 'forged', null]) {
        expect(await sayWho(client, token)).to.equal('unauthenticated');
      }
      isDown = true;
      expect(await sayWho(client, 'sarah')).to.equal('unavailable');
      expect(client.all('connection:success')).to.deep.equal([]);
      expect(closings(client)).to.deep.equal([]);
      await pass(HOUR);
      expect(closings(client)).to.deep.equal(['unauthenticated']);
    });

    it('of the same person goes on, whatever his role has become', async () => {
      const client = await server().connect('sarah');
      await pass(HOUR - 1);
      expect(await sayWho(client, 'promoted')).to.equal('done');
      await pass(HOUR - 1);
      expect(await ask(client)).to.equal(KNOWN);
      await pass(1);
      expect(closings(client)).to.deep.equal(['unauthenticated']);
    });
  });

  it('does not help who lets his token run out: he is told and closed', async () => {
    const client = await server().connect('alice');
    client.came.length = 0;
    await pass(HOUR);
    expect(client.came).to.deep.equal([
      { event: 'message:error', data: { error: 'Token expired', code: 'unauthenticated' } },
      { event: 'closed', data: 'unauthenticated' },
    ]);
    client.emit('auth', { token: 'alice' });
    await settled();
    expect(client.events.at(-1)).to.equal('closed');
  });
});
