import { expect } from 'chai';
import { hmacGuestIds } from '../../../../src/adapters/outbound/identity/hmac-guest-ids.js';
import type { GuestCredential } from '../../../../src/application/ports/guest-ids.js';
import { type Guest, noProfile, type PersonKey } from '../../../../src/domain/actor.js';
import type { Owner } from '../../../../src/domain/vocabulary.js';
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

describe("a guest's credential", () => {
  it('stands nowhere that an id or a text belongs, nor an id for it, or it does not build', () => {
    const { ids } = setup();
    const id = ids.issue();
    const credential = ids.credentialOf(id);
    // @ts-expect-error Who acts is named by the public form.
    const actor: Guest = { kind: 'guest', id: credential, profile: noProfile };
    // @ts-expect-error So is whose a conversation is.
    const owner: Owner = { kind: 'guest', id: credential };
    // @ts-expect-error And who is looked up.
    const person: PersonKey = credential;
    // @ts-expect-error It is no text to write anywhere.
    const text: string = credential;
    // @ts-expect-error Nor does an id prove anything.
    const proof: GuestCredential = id;
    expect([actor, owner, person, text, proof]).to.have.lengthOf(5);
  });
});
