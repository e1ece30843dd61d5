import { hmacGuestIds } from '../../../../src/adapters/outbound/identity/hmac-guest-ids.js';
import { describeGuestIds, type GuestIdsUnderTest } from '../../../contract/guest-ids.contract.js';
import { type Fixture, nothingToTakeDown as teardown } from '../../../support/fixture.js';
import { FixedClock } from '../../../support/fixed-ports.js';

const keyOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

const setup = (): Fixture<GuestIdsUnderTest> => {
  const clock = new FixedClock();
  return {
    adapter: {
      ids: hmacGuestIds({ key: keyOf(1), clock }),
      clock,
      others: hmacGuestIds({ key: keyOf(2), clock }),
    },
    teardown,
  };
};

describeGuestIds('HMAC', { setup });
