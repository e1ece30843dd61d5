import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/TaskEither.js';
import { acceptedSessions } from '../../../../src/adapters/outbound/identity/accepted-sessions.js';
import { supabaseSessionRefresher } from '../../../../src/adapters/outbound/identity/supabase-session-refresher.js';
import type { TokenVerifier } from '../../../../src/application/ports/token-verifier.js';
import { unavailable } from '../../../../src/domain/failure.js';
import { customer } from '../../../support/actors.js';
import { describeSessionRefresherContract } from '../../../contract/session-refresher.contract.js';
import { expectLeft, expectRight } from '../../../support/expect-either.js';
import { FixedClock, silentLogger } from '../../../support/fixed-ports.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { ANON_KEY, type SupabaseServer, supabaseServer } from '../../../support/supabase-server.js';

const taking: TokenVerifier = { verify: () => right({ actor: customer(), expiresAt: 1 }) };

const renewingAt = ({ url }: SupabaseServer, tokens: TokenVerifier, logger = silentLogger) => {
  const clock = new FixedClock();
  const refresher = supabaseSessionRefresher({ url, anonKey: ANON_KEY, clock, logger });
  return acceptedSessions({ refresher, tokens, clock, logger });
};

const servers: SupabaseServer[] = [];

const begun = async (): Promise<SupabaseServer> => {
  const server = await supabaseServer();
  servers.push(server);
  return server;
};

const stopAll = async (): Promise<void> => {
  for (const server of servers.splice(0)) await server.stop();
};

describeSessionRefresherContract({
  name: 'of tokens that are taken',
  setup: async () => {
    const server = await begun();
    return {
      refresher: renewingAt(server, taking),
      signIn: () => server.signIn('alice'),
      renewals: () => server.asked.length,
      renews: true,
    };
  },
  teardown: stopAll,
});

describe('acceptedSessions', () => {
  afterEach(stopAll);

  it('gives nobody a token that is not taken here, and says so once a minute', async () => {
    const server = await begun();
    const logger = new RecordingLogger();
    const refusing: TokenVerifier = { verify: () => left({ kind: 'InvalidToken' }) };
    const { renew } = renewingAt(server, refusing, logger);
    for (let count = 0; count < 2; count += 1) {
      expectLeft(await renew(server.signIn('alice'))(), 'Unavailable');
    }
    expect(logger.entries.map(({ level, message }) => [level, message])).to.deep.equal([
      ['warn', 'tokens of SUPABASE_URL are not taken: JWT_SECRET or JWKS_URL is not theirs'],
    ]);
  });

  it('gives what it is not known of whether it is taken', async () => {
    const server = await begun();
    const { renew } = renewingAt(server, { verify: () => left(unavailable) });
    expectRight(await renew(server.signIn('alice'))());
  });
});
