import { expect } from 'chai';
import fc from 'fast-check';
import { inspect } from 'node:util';
import type { GuestIds } from '../../src/application/ports/guest-ids.js';
import { isGuestId, issuedAt } from '../../src/domain/guest-id.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import type { FixedClock } from '../support/fixed-ports.js';

export interface GuestIdsUnderTest {
  readonly ids: GuestIds;
  /** Where they look for the time. */
  readonly clock: FixedClock;
  /** The same, with another key. */
  readonly others: GuestIds;
}

const SECRET = /^guest_\d{13}_[0-9A-Za-z]{44}$/;

/** That ids come in two forms, of which one proves the other. `setup` gives ids, and those of another key. */
export const describeGuestIdsContract = (options: ContractOptions<GuestIdsUnderTest>): void => {
  describe(`GuestIds: ${options.name}`, () => {
    const subject = eachTime(options);
    const issued = (): { id: string; secret: string } => {
      const id = subject().ids.issue();
      return { id, secret: subject().ids.credentialOf(id).reveal() };
    };

    it('issues ids in the public form, of now', () => {
      const { ids, clock } = subject();
      for (const time of [0, 1_234_567_890, Date.UTC(2026, 0, 1), 9_999_999_999_999]) {
        clock.time = time;
        const id = ids.issue();
        expect(isGuestId(id), id).to.equal(true);
        expect(issuedAt(id)).to.equal(time);
      }
    });

    it('issues none twice, and uses every character', () => {
      const ids = Array.from({ length: 10_000 }, () => subject().ids.issue());
      expect(new Set(ids).size).to.equal(10_000);
      expect(new Set(ids.map((id) => id.slice(-22)).join('')).size).to.equal(62);
    });

    it('makes the one secret form of each', () => {
      const { id, secret } = issued();
      expect(secret).to.match(SECRET);
      expect(secret.startsWith(id)).to.equal(true);
      expect(subject().ids.credentialOf(id).reveal()).to.equal(secret);
    });

    it('takes a secret form for the id that it is of', () => {
      const { id, secret } = issued();
      expect(subject().ids.check(secret)).to.equal(id);
    });

    it('takes no public form', () => {
      expect(subject().ids.check(issued().id)).to.equal(null);
    });

    it('takes nothing that was made with another key', () => {
      const { id, secret } = issued();
      expect(subject().others.check(secret)).to.equal(null);
      expect(subject().others.credentialOf(id).reveal()).not.to.equal(secret);
    });

    it('takes none with any one character changed, added or left out', () => {
      const { secret } = issued();
      fc.assert(
        fc.property(
          fc.nat({ max: secret.length - 1 }),
          fc.constantFrom('0', '1', 'A', 'z', '_', ' ', 'é', ''),
          (at, other) => {
            fc.pre(secret[at] !== other);
            expect(
              subject().ids.check(secret.slice(0, at) + other + secret.slice(at + 1)),
            ).to.equal(null);
            expect(subject().ids.check(secret.slice(0, at) + other + secret.slice(at))).to.equal(
              other === '' ? subject().ids.check(secret) : null,
            );
          },
        ),
        { numRuns: 500 },
      );
    });

    it('takes none whose two halves are of two ids', () => {
      const [one, other] = [issued(), issued()];
      expect(subject().ids.check(one.id + other.secret.slice(-22))).to.equal(null);
    });

    it('takes nothing else, of any type or size', () => {
      const { secret } = issued();
      const odd = [
        ...[undefined, null, true, 0, Number.NaN, [], {}, [secret], { toString: () => secret }],
        ...['', 'guest_', 'test_guest_123', '__proto__', 'constructor', 'a'.repeat(1_000_000)],
        ...[secret + secret, ` ${secret}`, `${secret}\n`, secret.toUpperCase(), new String(secret)],
      ];
      for (const candidate of odd) expect(subject().ids.check(candidate)).to.equal(null);
      fc.assert(
        fc.property(fc.anything(), (candidate) => {
          expect(subject().ids.check(candidate)).to.equal(null);
        }),
      );
    });

    it('gives credentials that show nothing of themselves unless they are asked to', () => {
      const { id, secret } = issued();
      const credential = subject().ids.credentialOf(id);
      const shown = [
        JSON.stringify({ credential }),
        String(credential),
        inspect(credential, { showHidden: true, depth: 9 }),
        Object.entries(credential).join(),
      ];
      for (const text of shown) expect(text).not.to.include(secret.slice(-22));
    });
  });
};
