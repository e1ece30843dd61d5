import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import type { Call, Dialect, EventRow } from '../../../../src/adapters/inbound/gateway/dialect.js';
import type { Staff } from '../../../../src/domain/actor.js';
import { admin, agent, customer } from '../../../support/actors.js';
import { expectRight } from '../../../support/expect-either.js';
import { toStart } from '../../../support/in-memory.js';
import { row } from '../../../support/rows.js';
import { HOUR, smallGateway } from '../../../support/small-gateway.js';

const assigned = async ({ cases, store }: ReturnType<typeof smallGateway>, to: Staff) => {
  expectRight(await store.agents.remember(to)());
  const started = await cases.startConversation(customer(), toStart({ departmentId: 'cards' }))();
  const { id } = expectRight(started).conversation;
  expectRight(await cases.claimConversation(admin(), id)());
  const input = { conversationId: id, agentId: to.id, reason: null };
  expectRight(await cases.handOverConversation(admin(), input)());
  return id;
};

const call = (run: Call['run']): ReturnType<EventRow['handle']> =>
  right({ key: '', pipelined: false, run });

describe('ClientSession', () => {
  const sarah = agent('sarah', []);
  const bob = agent('bob', ['cards']);

  it('echoes to a sender who lost access in the same commit, and sends him nothing more', async () => {
    const server = smallGateway([sarah]);
    const conversationId = await assigned(server, sarah);
    expectRight(await server.store.agents.remember(bob)());
    const client = await server.connect('sarah');
    await client.request('conversation:join', { conversationId });
    client.came.length = 0;

    const sent = client.request('message:send', { conversationId, message: 'my last word' });
    const handed = server.cases.handOverConversation(admin(), {
      conversationId,
      agentId: 'bob',
      reason: null,
    })();
    expect(await sent).to.have.property('success', true);
    expectRight(await handed);
    expect(client.events).to.deep.equal(['message:received', 'answer']);

    const input = { conversationId, text: 'Hello', kind: 'text', clientMessageId: null } as const;
    expectRight(
      await server.cases.sendMessage(customer(), { ...input, ifLastSeq: null, claims: false })(),
    );
    expect(client.events).to.deep.equal(['message:received', 'answer']);
  });

  it('answers a bug as an internal error, and logs it under a name of the connection', async () => {
    const breaks = (dialect: Dialect): Dialect => ({
      ...dialect,
      events: [
        row('throws on decoding', () => {
          throw new Error('a bug');
        }),
        row('throws on running', () =>
          call(() => {
            throw new Error('a bug');
          }),
        ),
        row('rejects', () => call(() => Promise.reject(new Error('a bug')))),
      ],
    });
    const { connect, logger } = smallGateway([sarah], { change: breaks });
    const client = await connect('sarah');
    const internal = { success: false, error: 'Internal error', code: 'internal' };
    for (const event of ['throws on decoding', 'throws on running', 'rejects']) {
      expect(await client.request(event, {}), event).to.deep.equal(internal);
      // What comes behind it under the same key is not held up for ever.
      expect(await client.request(event, {}), event).to.deep.equal(internal);
    }
    const errors = logger.entries.filter(({ level }) => level === 'error');
    expect(errors).to.have.lengthOf(6);
    for (const { fields } of errors) expect(fields).to.include.keys('correlationId', 'error');
  });

  it('ends what somebody was typing in his name, when the connection becomes somebody else', async () => {
    const becomesBob = (dialect: Dialect): Dialect => ({
      ...dialect,
      events: [
        ...dialect.events,
        row('become bob', () =>
          call(() =>
            Promise.resolve({
              identity: { actor: bob, expiresAt: Date.now() + HOUR },
              frames: [],
              acknowledgement: {},
            }),
          ),
        ),
      ],
    });
    const server = smallGateway([customer(), sarah, admin()], { change: becomesBob });
    const started = await server.cases.startConversation(customer(), toStart())();
    const conversationId = expectRight(started).conversation.id;
    const typist = await server.connect('sarah');
    const other = await server.connect('alice');
    for (const client of [typist, other]) {
      await client.request('conversation:join', { conversationId });
    }
    await typist.request('typing:start', { conversationId });
    await typist.request('become bob', {});
    expect(other.events.slice(-2)).to.deep.equal(['typing:start', 'typing:stop']);
  });

  it('joins a hundred conversations and no more', async () => {
    const { cases, connect } = smallGateway([customer()]);
    const client = await connect('alice');
    const ids = await Promise.all(
      Array.from({ length: 101 }, async () => {
        const started = await cases.startConversation(customer(), toStart())();
        return expectRight(started).conversation.id;
      }),
    );
    const answers = await Promise.all(
      ids.map((conversationId) => client.request('conversation:join', { conversationId })),
    );
    const refused = answers.filter((answer) => JSON.stringify(answer).includes('rate_limited'));
    expect(refused).to.have.lengthOf(1);
  });
});
