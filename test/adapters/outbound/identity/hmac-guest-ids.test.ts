import { hmacGuestIds } from '../../../../src/adapters/outbound/identity/hmac-guest-ids.js';
import {
  describeGuestIdsContract,
  type GuestIdsUnderTest,
} from '../../../contract/guest-ids.contract.js';
import { FixedClock } from '../../../support/fixed-ports.js';

const keyOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

const setup = (): GuestIdsUnderTest => {
  const clock = new FixedClock();
  return {
    ids: hmacGuestIds({ key: keyOf(1), clock }),
    clock,
    others: hmacGuestIds({ key: keyOf(2), clock }),
  };
};

describeGuestIdsContract({ name: 'HMAC', setup });
