import { somePresence } from '../../../support/presence.js';
import { expect } from 'chai';
import type { Listener } from '../../../../src/adapters/inbound/gateway/listener.js';
import { Roster } from '../../../../src/adapters/inbound/gateway/roster.js';
import type { Presence } from '../../../../src/application/ports/presence.js';
import { type Actor, personKey } from '../../../../src/domain/actor.js';
import { admin, agent, customer, guest } from '../../../support/actors.js';
import { expectRight } from '../../../support/expect-either.js';

const listener = (actor: Actor): Listener => ({
  id: 'here',
  actor,
  channel: { encode: (frame) => frame },
  dialects: [],
  follows: () => false,
  room: () => null,
  deliver: () => undefined,
  failed: (defect) => expect.fail(String(defect)),

  dismiss: () => undefined,
});

describe('Roster', () => {
  let presence: Presence;
  let roster: Roster;
  const of = (actor: Actor) => [...roster.of(personKey(actor))];

  const arrived = (actor: Actor): Listener => {
    const one = listener(actor);
    roster.arrive(actor, one);
    return one;
  };

  beforeEach(() => {
    presence = somePresence();
    roster = new Roster(presence);
  });

  it('has all connections of a person, until each has gone', () => {
    const [first, second] = [arrived(customer()), arrived(customer())];
    expect(of(customer())).to.deep.equal([first, second]);
    roster.depart(customer(), first);
    expect(of(customer())).to.deep.equal([second]);
    roster.depart(customer(), second);
    expect(of(customer())).to.deep.equal([]);
  });

  it('tells of a person when his first connection comes, and when his last one has gone', async () => {
    const online = async (actor: Actor): Promise<boolean> =>
      expectRight(await presence.online([personKey(actor)])()).size === 1;
    const [first, second] = [arrived(agent()), arrived(agent())];
    expect([await online(agent()), await online(customer())]).to.deep.equal([true, false]);
    roster.depart(agent(), first);
    roster.depart(agent(), first);
    expect(await online(agent())).to.equal(true);
    roster.depart(agent(), second);
    expect(await online(agent())).to.equal(false);
    arrived(admin('sarah'));
    expect(await online(agent('sarah'))).to.equal(true);
  });

  it('takes back what somebody says of himself when he goes, and what he was about to say', async () => {
    const one = arrived(agent());
    const present = async () => expectRight(await presence.present()()).map(({ person }) => person);
    const saying = presence.appeared(personKey(agent()), one.id);
    await saying();
    let done = (): void => undefined;
    const settled = new Promise<void>((resolve) => (done = resolve));
    roster.depart(agent(), one, settled);
    expect(await present()).to.deep.equal([]);
    await saying();
    expect(await present()).to.deep.equal([personKey(agent())]);
    done();
    await settled;
    expect(await present()).to.deep.equal([]);
  });

  it('takes nobody for another of the same id', () => {
    const people = [customer('x'), guest('x'), agent('x')];
    const listeners = people.map(arrived);
    for (const [index, person] of people.entries()) {
      expect(of(person)).to.deep.equal([listeners[index]]);
    }
  });

  it('knows staff, whatever their role and department, and no one else among them', () => {
    arrived(customer());
    arrived(guest());
    const staff = [arrived(agent('sarah', ['cards'])), arrived(agent('bob')), arrived(admin())];
    expect([...roster.staff]).to.deep.equal(staff);
    const [first] = staff;
    if (first !== undefined) roster.depart(agent('sarah', ['cards']), first);
    expect([...roster.staff]).to.deep.equal(staff.slice(1));
  });

  it('finds an agent who has become an admin under the same name', () => {
    const before = arrived(agent('sarah'));
    const now = arrived(admin('sarah'));
    expect(of(agent('sarah'))).to.deep.equal([before, now]);
    roster.depart(admin('sarah'), now);
    expect(of(admin('sarah'))).to.deep.equal([before]);
  });

  it('has each connection once, and lets go of one that never came', () => {
    const one = arrived(admin());
    roster.arrive(admin(), one);
    expect(of(admin())).to.deep.equal([one]);
    roster.depart(admin(), listener(admin()));
    roster.depart(customer(), listener(customer()));
    expect([of(admin()), [...roster.staff]]).to.deep.equal([[one], [one]]);
    roster.depart(admin(), one);
    expect([of(admin()), [...roster.staff]]).to.deep.equal([[], []]);
  });
});
