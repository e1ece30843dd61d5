import { expect } from 'chai';
import type { Conversation } from '../../../src/domain/conversation.js';
import { ownerKey, openSlot } from '../../../src/domain/conversation.js';
import { adopt, alias, keep } from '../../../src/domain/decide/adopt.js';
import { close } from '../../../src/domain/decide/close.js';
import { postMessage } from '../../../src/domain/decide/post-message.js';
import { NEWCOMER_TIME } from '../../../src/domain/newcomer.js';
import { admin, guest } from '../../support/actors.js';
import { after, conversationId, NOW, open, post } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';

const newcomer = guest('newcomer');
const known = { kind: 'guest', id: 'known' } as const;
const other = conversationId(2);

const fresh = (): Conversation =>
  open({ owner: { kind: 'guest', id: newcomer.id }, newcomerUntil: NOW + NEWCOMER_TIME });

/** Each way for a newcomer's conversation to find its guest. */
const WAYS = {
  adopt: (state: Conversation, now = NOW) => adopt(state, known, now),
  alias: (state: Conversation, now = NOW) => alias(state, other, now),
} as const;

describe('adopt', () => {
  it('gives it to another guest, whose slot it takes', () => {
    const state = after(fresh(), WAYS.adopt(fresh()), NOW + 5);
    expect(state).to.deep.include({ owner: known, isAdopted: true, updatedAt: NOW + 5 });
    expect(openSlot(state)).to.contain(ownerKey(known));
  });

  it('may leave it with the one who opened it, for good', () => {
    const state = after(fresh(), adopt(fresh(), fresh().owner, NOW));
    expect(state).to.deep.include({ owner: fresh().owner, isAdopted: true });
    expectLeft(WAYS.adopt(state), 'AccessDenied');
  });

  it('keeps the id under which its guest came to it', () => {
    const state = after(fresh(), adopt(fresh(), fresh().owner, NOW, 'stranger'));
    expect(state).to.deep.include({ owner: fresh().owner, cameAs: 'stranger' });
    expect(after(fresh(), WAYS.adopt(fresh())).cameAs).to.equal(null);
  });

  it('asks for no silence, save of the one who opened it', () => {
    const welcomed = after(fresh(), postMessage(fresh(), post(), admin()));
    expect(expectRight(WAYS.adopt(welcomed))).to.have.length(1);
    const said = after(fresh(), postMessage(fresh(), post(), newcomer));
    expectLeft(WAYS.adopt(said), 'AccessDenied');
  });
});

describe('alias', () => {
  it('has it stand for another, closed and without a slot', () => {
    const state = after(fresh(), WAYS.alias(fresh()), NOW + 5);
    expect(state).to.include({ aliasOf: other, isAdopted: true, status: 'closed' });
    expect(state).to.include({ closedAt: NOW + 5, updatedAt: NOW + 5 });
    expect(openSlot(state)).to.equal(null);
  });

  it('is for one in which nobody has said anything', () => {
    const said = after(fresh(), postMessage(fresh(), post(), newcomer));
    expectLeft(WAYS.alias(said), 'AccessDenied');
  });
});

describe('keep', () => {
  const own = fresh().owner;

  it('leaves a newcomer’s conversation to him who opened it, for good, and says nothing twice', () => {
    const kept = after(fresh(), keep(fresh(), own));
    expect(kept).to.deep.include({ owner: own, isAdopted: true });
    for (const way of Object.values(WAYS)) expectLeft(way(kept), 'AccessDenied');
    expect(expectRight(keep(kept, own))).to.deep.equal([]);
  });

  it('has nothing to say of what is nobody else’s in any case', () => {
    const state = open({ owner: own });
    expect(expectRight(keep(state, own))).to.deep.equal([]);
  });

  it('is not for what is closed or another’s', () => {
    expectLeft(keep(fresh(), known), 'AccessDenied');
    expectLeft(keep(after(fresh(), WAYS.alias(fresh())), own), 'AccessDenied');
  });
});

for (const [name, way] of Object.entries(WAYS)) {
  describe(`${name}, of whatever`, () => {
    it('happens once, in whichever way', () => {
      for (const first of Object.values(WAYS)) {
        expectLeft(way(after(fresh(), first(fresh()))), 'AccessDenied');
      }
    });

    it('is over after a minute', () => {
      expect(expectRight(way(fresh(), NOW + NEWCOMER_TIME - 1))).to.have.length(1);
      expectLeft(way(fresh(), NOW + NEWCOMER_TIME), 'AccessDenied');
    });

    it('is not for what no newcomer opened, nor for what is closed', () => {
      expectLeft(way(open()), 'AccessDenied');
      expectLeft(way(open({ owner: { kind: 'guest', id: 'newcomer' } })), 'AccessDenied');
      expectLeft(way(after(fresh(), close(fresh(), null, admin()))), 'AccessDenied');
    });
  });
}
