import { expect } from 'chai';
import type { GuestCredential } from '../../../src/application/ports/guest-ids.js';
import type { Cookie } from '../../../src/adapters/inbound/gateway/transport.js';
import type { WireMessage } from '../../../src/adapters/inbound/dialects/support/encode.js';
import { type Guest, noProfile } from '../../../src/domain/actor.js';
import type { FirstMessage } from '../../../src/domain/decide/open-conversation.js';
import type { Owner, Sender } from '../../../src/domain/vocabulary.js';
import { guestIds } from '../../support/guest-ids.js';

/** What does not build is the test; that it would not is what each comment says. */
describe('a guest’s credential', () => {
  const credential: GuestCredential = guestIds.credentialOf(guestIds.issue());

  it('is refused by the compiler wherever an id or a text belongs', () => {
    // @ts-expect-error who acts goes by his public form
    const guest: Guest = { kind: 'guest', id: credential, profile: noProfile };
    // @ts-expect-error as does who owns a conversation
    const owner: Owner = { kind: 'guest', id: credential };
    const named = { name: null, email: null, company: null };
    // @ts-expect-error and who has sent a message
    const sender: Sender = { kind: 'guest', id: credential, ...named };
    // @ts-expect-error no message holds it
    const text: FirstMessage['text'] = credential;
    // @ts-expect-error no frame holds it
    const frame: WireMessage['guestId'] = credential;
    // @ts-expect-error no cookie, unless it is asked to show itself
    const cookie: Cookie['value'] = credential;
    // @ts-expect-error nor is it made from itself
    const again = (): GuestCredential => guestIds.credentialOf(credential);
    const taken = [guest.id, owner.id, sender.id, text, frame, cookie];
    expect(taken).to.deep.equal(taken.map(() => credential));
    expect(again).to.be.a('function');
  });

  it('is none that anybody makes from a text', () => {
    // @ts-expect-error only the port gives one
    const made: GuestCredential = 'guest_1234567890123_abc';
    expect(made).to.be.a('string');
  });
});
