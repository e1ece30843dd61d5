import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import type {
  RenewedSession,
  SessionRefresher,
} from '../../src/application/ports/session-refresher.js';
import { expectRight } from '../support/expect-either.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { ODD_STRINGS } from '../support/odd-strings.js';

/** A refresher, and whoever it renews sessions with. */
export interface SessionRefresherUnderTest {
  readonly refresher: SessionRefresher;
  /** Signs somebody in, and gives his refresh token, which is good once. */
  readonly signIn: () => string;
  /** How often anybody was asked to renew a session. */
  readonly renewals: () => number;
  /** False where nobody's session is renewed at all. */
  readonly renews: boolean;
}

const REFUSED = left({ kind: 'RenewalRefused' });

/** The promises of SessionRefresher, on any adapter. */
export const describeSessionRefresherContract = (
  options: ContractOptions<SessionRefresherUnderTest>,
): void => {
  describe(`SessionRefresher: ${options.name}`, () => {
    const subject = eachTime(options);
    const renew = (token: string) => subject().refresher.renew(token)();

    /** The next session; `null` where there is none, since nobody's is renewed. */
    const renewed = async (token: string): Promise<RenewedSession | null> => {
      const answer = await renew(token);
      if (subject().renews) return expectRight(answer);
      expect(answer).to.deep.equal(REFUSED);
      return null;
    };

    it('refuses what was given to nobody, whatever it is', async () => {
      for (const token of ['', 'never-issued', 'x'.repeat(100_000), ...ODD_STRINGS]) {
        expect(await renew(token), token.slice(0, 40)).to.deep.equal(REFUSED);
      }
    });

    it('gives a token, how long it is good for, and what the next renewal takes', async () => {
      const first = subject().signIn();
      const session = await renewed(first);
      if (session === null) return;
      expect(session.accessToken).to.be.a('string').that.is.not.equal('');
      expect(session.expiresIn).to.satisfy(Number.isSafeInteger).and.to.be.at.least(1);
      expect(session.refreshToken).to.not.equal(first);
      const next = expectRight(await renew(session.refreshToken));
      expect(next.refreshToken).to.not.be.oneOf([first, session.refreshToken]);
    });

    it('has all who ask at once with the same token share one renewal', async () => {
      const token = subject().signIn();
      const answers = await Promise.all(Array.from({ length: 20 }, () => renew(token)));
      for (const one of answers) expect(one).to.deep.equal(answers[0]);
      await renewed(token);
      expect(subject().renewals()).to.equal(subject().renews ? 1 : 0);
    });

    it('gives who asks soon after what those got who asked before', async () => {
      const token = subject().signIn();
      const before = await renew(token);
      expect(await renew(token)).to.deep.equal(before);
      expect(subject().renewals()).to.equal(subject().renews ? 1 : 0);
    });

    it('mixes nobody up with anybody else', async () => {
      const tokens = Array.from({ length: 20 }, () => subject().signIn());
      const sessions = await Promise.all(tokens.map(renewed));
      const names = sessions.map((session, at) => session?.refreshToken ?? String(at));
      expect(new Set(names).size).to.equal(tokens.length);
    });
  });
};
