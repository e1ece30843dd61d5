import { mock } from 'node:test';
import { expect } from 'chai';
import { ticketsDialect } from '../../../../../src/adapters/inbound/dialects/tickets/tickets-dialect.js';
import { customer } from '../../../../support/actors.js';
import { groundOf } from '../../../../support/guest-ids.js';
import { settled } from '../../../../support/manual-turn.js';
import { HOUR, smallGateway } from '../../../../support/small-gateway.js';
import { failing } from '../rows/stand-ins.js';
import { noTicket } from '../../../../../src/domain/failure.js';

const UNAUTHENTICATED = { message: 'User not authenticated', code: 'unauthenticated' };

const HALF_A_MINUTE = 30_000;

const connected = () => {
  const dialect = ticketsDialect(groundOf(failing(noTicket)));
  // The gateway is entered by that name.
  return smallGateway([customer('alice')], {
    change: () => ({ ...dialect, name: 'support' }),
  }).connect();
};

const pass = async (milliseconds: number): Promise<void> => {
  mock.timers.tick(milliseconds);
  await settled();
};

describe('a client of tickets who does not say who he is', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
  afterEach(() => mock.timers.reset());

  it('is told and closed after 30 seconds', async () => {
    const client = await connected();
    await pass(HALF_A_MINUTE - 1);
    expect(client.came).to.deep.equal([]);
    await pass(1);
    expect(client.came).to.deep.equal([
      { event: 'authentication_error', data: UNAUTHENTICATED },
      { event: 'closed', data: 'unauthenticated' },
    ]);
  });

  it('has all that is held refused then, each by its own error event', async () => {
    const client = await connected();
    for (const event of ['join_ticket', 'get_messages', 'send_message', 'typing_start']) {
      client.emit(event, { ticketId: 'x', message: 'Hello' });
    }
    await pass(HALF_A_MINUTE);
    expect(client.events).to.deep.equal([
      ...['join_ticket_error', 'messages_error', 'send_message_error', 'authentication_error'],
      ...['authentication_error', 'closed'],
    ]);
    const said = client.came.filter(({ event }) => event !== 'closed');
    for (const { data } of said) expect(data).to.deep.equal(UNAUTHENTICATED);
  });

  it('gets no more time by a token that is no good', async () => {
    const client = await connected();
    await pass(HALF_A_MINUTE - 1);
    expect(await client.request('authenticate', { token: 'bob' })).to.include({ success: false });
    expect(client.events).to.deep.equal(['authentication_error', 'answer']);
    await pass(1);
    expect(client.events.at(-1)).to.equal('closed');
  });

  it('may say it until then', async () => {
    const client = await connected();
    const held = client.request('join_ticket', { ticketId: 'x' });
    await pass(HALF_A_MINUTE - 1);
    expect(await client.request('authenticate', { token: 'alice' })).to.have.all.keys('user');
    expect(await held).to.include({ message: 'Ticket not found' });
    await pass(HALF_A_MINUTE);
    expect(client.events).not.to.include('closed');
  });
});

describe('a client of tickets whose token expires while he is connected', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
  afterEach(() => mock.timers.reset());

  it('is told and closed', async () => {
    const client = await connected();
    await client.request('authenticate', { token: 'alice' });
    await pass(HOUR - 1);
    expect(client.events).to.deep.equal(['authenticated', 'answer']);
    await pass(1);
    expect(client.came.slice(2)).to.deep.equal([
      {
        event: 'authentication_error',
        data: { message: 'Token expired', code: 'unauthenticated' },
      },
      { event: 'closed', data: 'unauthenticated' },
    ]);
  });

  it('stays where he authenticates with a fresh one before', async () => {
    const client = await connected();
    await client.request('authenticate', { token: 'alice' });
    await pass(HOUR - 1);
    expect(await client.request('authenticate', { token: 'alice' })).to.have.all.keys('user');
    await pass(HOUR - 1);
    expect(client.events).not.to.include('closed');
    await pass(1);
    expect(client.events.at(-1)).to.equal('closed');
  });
});
