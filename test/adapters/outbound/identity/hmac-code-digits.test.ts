import { hmacCodeDigits } from '../../../../src/adapters/outbound/identity/hmac-code-digits.js';
import {
  type CodeDigitsUnderTest,
  describeCodeDigitsContract,
} from '../../../contract/code-digits.contract.js';

const keyOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

const setup = (): CodeDigitsUnderTest => ({
  digits: hmacCodeDigits({ digitsKey: keyOf(1), lookupKey: keyOf(2) }),
  others: hmacCodeDigits({ digitsKey: keyOf(3), lookupKey: keyOf(4) }),
});

describeCodeDigitsContract({ name: 'HMAC', setup });
