import { unavailable } from '../../../../src/domain/failure.js';
import { somePresence } from '../../../support/presence.js';
import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { supportDialect } from '../../../../src/adapters/inbound/dialects/support/support-dialect.js';
import type { Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { gateway } from '../../../../src/adapters/inbound/gateway/gateway.js';
import { eventLoopTurn } from '../../../../src/adapters/outbound/system/event-loop-turn.js';
import { silentLogger } from '../../../support/fixed-ports.js';
import { inMemory } from '../../../support/in-memory.js';
import { row } from '../../../support/rows.js';
import { groundOf, guestIds } from '../../../support/guest-ids.js';
import { unlimited } from '../../../support/limits.js';

const { cases, store, bus, clock, ids } = inMemory();
const support = supportDialect(groundOf(cases));

/** Takes these events, and lets its clients say by `admits` who they are. */
const dialect = (
  name: string,
  namespace: string,
  events: readonly string[],
  admits = 'auth',
): Dialect => ({
  ...support,
  name,
  namespace,
  admission: { ...support.admission, event: admits },
  events: events.map((event) => row(event, () => left({ frames: [], acknowledgement: null }))),
  rest: { ...support.rest, bases: [], routes: [] },
});

const start =
  (...dialects: readonly Dialect[]) =>
  () =>
    gateway({
      dialects,
      authenticate: () => () => Promise.resolve(left({ kind: 'InvalidToken' })),
      guestIds,
      refresher: null,
      secureCookies: false,
      log: store.log,
      sessions: store.sessions,
      codes: store.codes,
      rejoinConversations: () => () => Promise.resolve(right([])),
      countRooms: () => () => Promise.resolve(left(unavailable)),
      bus,
      clock,
      ids,
      limiter: unlimited,
      presence: somePresence(),
      turn: eventLoopTurn,
      logger: silentLogger,
    });

const clash = (event: string): string =>
  `the dialects one and two both take the event "${event}" at the same entrance`;

describe('events of several dialects', () => {
  it('may have one name at two entrances, and other names at one', () => {
    expect(start(dialect('one', '/a', ['send']), dialect('two', '/b', ['send']))).not.to.throw();
    expect(start(dialect('one', '/a', ['send']), dialect('two', '/a', ['post']))).not.to.throw();
  });

  it('refuse the start when both take one at the same entrance, and say whose it is', () => {
    const one = dialect('one', '/a', ['join', 'send']);
    expect(start(one, dialect('two', '/a', ['post', 'send']))).to.throw(clash('send'));
  });

  it('refuse it too when one of them lets clients say by it who they are', () => {
    const one = dialect('one', '/a', ['join'], 'hello');
    expect(start(one, dialect('two', '/a', ['hello']))).to.throw(clash('hello'));
    expect(start(one, dialect('two', '/a', [], 'hello'))).to.throw(clash('hello'));
  });

  it('leave auth to all of them, but to no row', () => {
    expect(start(dialect('one', '/a', []), dialect('two', '/a', []))).not.to.throw();
    const two = dialect('two', '/a', ['auth']);
    expect(start(dialect('one', '/a', []), two)).to.throw(clash('auth'));
  });
});
