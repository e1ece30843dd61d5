import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { isNone, isSome, some } from 'fp-ts/lib/Option.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import type { AgentDirectory } from '../../../src/application/ports/agent-directory.js';
import type { TokenVerifier } from '../../../src/application/ports/token-verifier.js';
import { authenticate } from '../../../src/application/use-cases/authenticate.js';
import type { Actor, Staff } from '../../../src/domain/actor.js';
import { unavailable } from '../../../src/domain/failure.js';
import { admin, agent, customer } from '../../support/actors.js';
import { NOW } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const expiresAt = NOW + 60_000;

/** Verifies the tokens of a list, and remembers what it was asked. */
class ListedTokens implements TokenVerifier {
  readonly asked: string[] = [];

  constructor(private readonly actors: Readonly<Record<string, Actor>>) {}

  verify(token: string): ReturnType<TokenVerifier['verify']> {
    this.asked.push(token);
    const actor = this.actors[token];
    return () =>
      Promise.resolve(
        actor === undefined ? left({ kind: 'InvalidToken' }) : right({ actor, expiresAt }),
      );
  }
}

/** Counts what it is told. */
class CountingDirectory implements AgentDirectory {
  readonly remembered: Staff[] = [];
  private readonly inner = memoryStore().agents;

  remember(staff: Staff): ReturnType<AgentDirectory['remember']> {
    this.remembered.push(staff);
    return this.inner.remember(staff);
  }

  find(id: string): ReturnType<AgentDirectory['find']> {
    return this.inner.find(id);
  }

  list(...page: Parameters<AgentDirectory['list']>): ReturnType<AgentDirectory['list']> {
    return this.inner.list(...page);
  }
}

const sarah = agent('sarah', ['sales']);
const promoted = admin('sarah');

describe('authenticate', () => {
  let tokens: ListedTokens;
  let agents: CountingDirectory;
  let logger: RecordingLogger;
  const come = (token: unknown) => authenticate({ tokens, agents, logger })(token)();

  beforeEach(() => {
    tokens = new ListedTokens({ alice: customer(), sarah, promoted });
    agents = new CountingDirectory();
    logger = new RecordingLogger();
  });

  it('says whom a token speaks for, and until when', async () => {
    expect(expectRight(await come('alice'))).to.deep.equal({ actor: customer(), expiresAt });
  });

  it('remembers staff, and nobody else', async () => {
    expect(expectRight(await come('sarah'))).to.deep.equal({ actor: sarah, expiresAt });
    expectRight(await come('alice'));
    expect(expectRight(await agents.find('sarah')())).to.deep.equal(some(sarah));
    expect(agents.remembered).to.deep.equal([sarah]);
    expect(isNone(expectRight(await agents.find('alice')()))).to.equal(true);
  });

  it('writes nothing when it knows all of it already, and what is new when there is', async () => {
    for (const token of ['sarah', 'sarah', 'promoted', 'promoted']) expectRight(await come(token));
    expect(agents.remembered).to.deep.equal([sarah, promoted]);
    expect(isSome(expectRight(await agents.find('sarah')()))).to.equal(true);
  });

  const lastLogged = () => logger.entries.splice(0).at(-1);
  const refused = (why: string) => ({
    level: 'debug',
    message: 'a token was refused',
    fields: { why },
  });

  it('refuses a bad token', async () => {
    expectLeft(await come('forged'), 'InvalidToken');
  });

  it('refuses what is no string, without asking', async () => {
    for (const token of [undefined, null, 1, true, {}, ['alice'], Symbol('alice')]) {
      expectLeft(await come(token), 'InvalidToken');
      expect(lastLogged()).to.deep.equal(refused('none'));
    }
    expect(tokens.asked).to.deep.equal([]);
  });

  it('refuses what is far too long, without asking', async () => {
    expectLeft(await come('x'.repeat(16 * 1024 + 1)), 'InvalidToken');
    expect(lastLogged()).to.deep.equal(refused('length'));
    expect(tokens.asked).to.deep.equal([]);
  });

  it('lets no staff in whom it could not remember', async () => {
    const down = () => () => Promise.resolve(left(unavailable));
    const deaf = { find: agents.find.bind(agents), remember: down, list: down };
    expectLeft(await authenticate({ tokens, agents: deaf, logger })('sarah')(), 'Unavailable');
    const blind = { find: down, remember: agents.remember.bind(agents), list: down };
    expectLeft(await authenticate({ tokens, agents: blind, logger })('sarah')(), 'Unavailable');
    expect(
      expectRight(await authenticate({ tokens, agents: blind, logger })('alice')()).actor,
    ).to.include({
      kind: 'customer',
    });
  });
});
