import { expect } from 'chai';
import { formFor } from '../../../../../src/adapters/inbound/dialects/support/guest-form.js';
import { admin, customer, guest } from '../../../../support/actors.js';
import { guestIds } from '../../../../support/guest-ids.js';

describe("a guest's id", () => {
  const [own, other] = [guestIds.issue(), guestIds.issue()];

  it('has its secret form for himself alone', () => {
    const form = formFor(guestIds, guest(own));
    expect(guestIds.check(form(own))).to.equal(own);
    expect(form(other)).to.equal(other);
  });

  it('has its public form for whoever is no guest, were he called the same', () => {
    for (const person of [customer(own), { ...admin(), id: own }]) {
      expect(formFor(guestIds, person)(own)).to.equal(own);
    }
  });

  it('is made secret once for all that is written', () => {
    let made = 0;
    const counting = {
      ...guestIds,
      credentialOf: (id: string) => {
        made += 1;
        return guestIds.credentialOf(id);
      },
    };
    const form = formFor(counting, guest(own));
    expect(new Set([form(own), form(own), form(own)])).to.have.lengthOf(1);
    expect(made).to.equal(1);
  });
});
