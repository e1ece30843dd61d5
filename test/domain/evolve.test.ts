import { expect } from 'chai';
import { toTicketId } from '../../src/domain/ids.js';
import type { ConversationEvent } from '../../src/domain/conversation-event.js';
import { type Actor, personKey, type System } from '../../src/domain/actor.js';
import { type Conversation, openSlot } from '../../src/domain/conversation.js';
import { assigneeOf, senderOf } from '../../src/domain/decide/decision.js';
import { evolve, fold, knownState, senderKey, STATE_VERSION } from '../../src/domain/evolve.js';
import { admin, agent, contact, customer, guest } from '../support/actors.js';
import { messageId, NOW, open, opened } from '../support/conversations.js';
import { EXCLUSIVE, SHARED, SINGLE_OPEN } from '../support/channels.js';

const system: System = { kind: 'system' };
const sarah = agent('sarah');
const by = senderOf(sarah);

const message = (seq: number, text = 'hello', at = NOW + seq): ConversationEvent => ({
  type: 'messagePosted',
  seq,
  at,
  id: messageId(seq),
  sender: senderOf(customer()),
  kind: 'text',
  text,
});

/** One of each that may follow, at a given `seq`. */
const followers = (seq: number): readonly ConversationEvent[] => [
  message(seq),
  { type: 'noteAdded', seq, at: NOW, id: messageId(seq), sender: by, text: 'note' },
  { type: 'claimed', seq, at: NOW, assignee: assigneeOf(sarah) },
  { type: 'handedOver', seq, at: NOW, assignee: assigneeOf(sarah), by, reason: null },
  { type: 'closed', seq, at: NOW, by, note: null },
  { type: 'rated', seq, at: NOW, stars: 5, feedback: null },
  {
    type: 'ticketOpened',
    seq,
    at: NOW,
    id: toTicketId(messageId(9)),
    number: 'SMI-2026-000001',
    subject: 'Card',
    description: null,
    supportType: 'GENERAL',
    priority: 'low',
    by,
  },
];

describe('evolve', () => {
  it('begins with what the opening says', () => {
    expect(open({ subject: 'Payment', departmentId: 'sales', channel: EXCLUSIVE })).to.include({
      number: 1,
      subject: 'Payment',
      departmentId: 'sales',
      channel: EXCLUSIVE,
      status: 'active',
      epoch: 0,
      lastSeq: 1,
      messageCount: 0,
      assignee: null,
      rating: null,
      lastMessage: null,
      lastMessageAt: null,
      closedAt: null,
      createdAt: NOW,
      updatedAt: NOW,
    });
  });

  it('gives a newcomer’s conversation for good to him who speaks in what he opened, as staff do not', () => {
    const fresh = open({ owner: { kind: 'guest', id: 'newcomer' }, newcomerUntil: NOW + 60_000 });
    const said = (by: Actor, state = fresh): boolean =>
      evolve(state, { ...message(2), sender: senderOf(by) } as ConversationEvent).isAdopted;
    expect(said(guest('newcomer'))).to.equal(true);
    expect(said(admin())).to.equal(false);
    expect(said(guest('newcomer'), open({ owner: { kind: 'guest', id: 'newcomer' } }))).to.equal(
      false,
    );
  });

  it('keeps the policy that it was opened with', () => {
    for (const channel of [SHARED, SINGLE_OPEN, EXCLUSIVE]) {
      expect(open({ channel }).channel).to.deep.equal(channel);
    }
  });

  it('shows nothing of a code but dots, and counts it as a message', () => {
    const code: ConversationEvent = {
      type: 'messagePosted',
      seq: 2,
      at: NOW,
      id: messageId(2),
      sender: senderOf({ kind: 'system' }),
      kind: 'auth_code',
      codeId: 'a code',
      addressee: { kind: 'customer', id: 'alice' },
    };
    const state = fold([opened(), code]);
    expect(state).to.include({ messageCount: 1, status: 'active' });
    expect(state.lastMessage).to.include({ kind: 'auth_code', text: '••••••' });
  });

  it('refuses a gap, whatever comes after it', () => {
    for (const event of followers(3)) {
      expect(() => evolve(open(), event), event.type).to.throw('event 3 cannot follow 1');
    }
  });

  it('refuses a seq that is there already', () => {
    const state = fold([opened(), message(2)]);
    for (const event of followers(2)) {
      expect(() => evolve(state, event), event.type).to.throw('event 2 cannot follow 2');
    }
  });

  it('refuses a log that begins with anything but the opening', () => {
    for (const event of followers(1)) {
      expect(() => evolve(undefined, event), event.type).to.throw('a log begins with');
    }
  });

  it('refuses an opening in the middle of a log', () => {
    const state = fold([opened(), message(2)]);
    expect(() => evolve(state, opened({ seq: 3 }))).to.throw();
    expect(() => evolve(state, opened({ seq: 1 }))).to.throw();
  });

  it('refuses an opening that is not the first of its log', () => {
    expect(() => evolve(undefined, opened({ seq: 2 }))).to.throw();
  });

  it('keeps a preview of the newest message and counts messages, not notes', () => {
    const state = fold([
      opened(),
      message(2),
      message(3, 'x'.repeat(150)),
      ...followers(4).slice(1, 2),
    ]);
    expect(state.messageCount).to.equal(2);
    expect(state.lastMessage).to.deep.equal({
      seq: 3,
      kind: 'text',
      text: 'x'.repeat(100),
      sender: senderOf(customer()),
      at: NOW + 3,
    });
    expect(state.lastMessageAt).to.equal(NOW + 3);
    expect(state.lastSeq).to.equal(4);
  });

  it('moves lastEventAt with every event, and the other times with their own', () => {
    for (const event of followers(2)) {
      const later = { ...event, at: NOW + 50 };
      const state = evolve(open(), later);
      expect(state.lastEventAt, event.type).to.equal(NOW + 50);
      expect(state.updatedAt, event.type).to.equal(NOW + (event.type === 'noteAdded' ? 0 : 50));
      expect(state.createdAt, event.type).to.equal(NOW);
      expect(state.closedAt, event.type).to.equal(event.type === 'closed' ? NOW + 50 : null);
    }
  });

  it('shows nothing of a note but its place in the log', () => {
    const before = fold([opened(), message(2)]);
    const note = { ...followers(3)[1], at: NOW + 50 } as ConversationEvent;
    expect(evolve(before, note)).to.deep.equal({ ...before, lastSeq: 3, lastEventAt: NOW + 50 });
  });

  it('waits for an answer from its owner’s first message that has had none', () => {
    const from = (seq: number, by: Actor): ConversationEvent =>
      ({ ...message(seq), sender: senderOf(by) }) as ConversationEvent;
    const [, ...others] = followers(4);
    const unanswering = others.filter(({ type }) => type !== 'closed' && type !== 'rated');
    const closings = others.filter(({ type }) => type === 'closed');
    for (const owner of [customer(), guest(), contact()]) {
      const asked = fold([opened(), from(2, owner)]);
      expect(open().waitingSince).to.equal(null);
      expect(asked.waitingSince).to.equal(NOW + 2);
      const again = evolve(asked, from(3, owner));
      expect(again.waitingSince).to.equal(NOW + 2);
      for (const event of [...unanswering, from(4, system)]) {
        expect(evolve(again, event).waitingSince).to.equal(NOW + 2);
      }
      for (const event of [...closings, from(4, sarah), from(4, admin())]) {
        expect(evolve(again, event).waitingSince).to.equal(null);
      }
      expect(evolve(evolve(again, from(4, sarah)), from(5, owner)).waitingSince).to.equal(NOW + 5);
    }
  });

  describe('of an older version', () => {
    const talk = [opened(), message(2), message(3)];
    const ended = fold([...talk, { type: 'closed', seq: 4, at: NOW + 9, by, note: null }]);
    const without =
      (...added: readonly string[]) =>
      (state: Conversation): Conversation =>
        Object.fromEntries(
          Object.entries(state).filter(([name]) => !added.includes(name)),
        ) as unknown as Conversation;
    const ofVersion5 = without('ticket', 'firstAnswer');
    const ofVersion4 = without('ticket', 'firstAnswer', 'waitingSince', 'lastEventAt');

    it('is known without its events under version 5, but for how soon it was answered', () => {
      for (const state of [fold([opened()]), fold(talk), ended]) {
        expect(knownState(ofVersion5(state), 5)).to.deep.equal(state);
      }
      const answer = { ...message(4), sender: by } as ConversationEvent;
      const answered = fold([...talk, answer]);
      expect(answered.firstAnswer).to.deep.equal({ seq: 4, waited: 2 });
      expect(knownState(ofVersion5(answered), 5)).to.deep.equal({
        ...answered,
        firstAnswer: { seq: 0, waited: null },
      });
    });

    it('counts as answered by nobody where its owner alone has written, under whatever id he came', () => {
      const fresh = { owner: { kind: 'guest', id: 'one' }, newcomerUntil: NOW + 60_000 } as const;
      const said = { ...message(2), sender: senderOf(guest('one')) } as ConversationEvent;
      const owner = { kind: 'guest', id: 'two' } as const;
      const adopted = { type: 'adopted', seq: 3, at: NOW + 9, owner, cameAs: 'one' } as const;
      const state = fold([opened(fresh), said, adopted]);
      expect(knownState(ofVersion5(state), 5)).to.deep.equal(state);
    });

    it('is known under version 4 where it was closed, and not before that', () => {
      expect(knownState(ofVersion4(ended), 4)).to.deep.equal(ended);
      expect(knownState(ofVersion4(fold(talk)), 4)).to.equal(null);
      for (const version of [0, 3]) expect(knownState(ofVersion4(ended), version)).to.equal(null);
      expect(knownState(ended, STATE_VERSION)).to.equal(ended);
    });
  });

  it('changes nothing that it was given', () => {
    const state = Object.freeze(open());
    for (const event of followers(2)) expect(evolve(state, event)).to.not.equal(state);
    expect(state).to.deep.equal(open());
  });

  it('names a sender as it names the actor', () => {
    for (const actor of [customer(), guest(), contact(), agent(), admin(), system]) {
      expect(senderKey(senderOf(actor))).to.equal(personKey(actor));
    }
  });
});

describe('openSlot', () => {
  it('is held where a channel has but one, one for each owner and type', () => {
    const slots = [
      open(),
      open({ conversationType: 'onboarding' }),
      open({ owner: { kind: 'guest', id: 'alice' } }),
      open({ owner: { kind: 'customer', id: 'bob' } }),
      open({ channel: { ...SINGLE_OPEN, name: 'another' } }),
    ].map(openSlot);
    expect(slots).to.not.include(null);
    expect(new Set(slots)).to.have.property('size', 5);
    expect(openSlot(open({ number: 2, subject: 'other' }))).to.equal(openSlot(open()));
  });

  it('is nobody’s once it is closed, and none where one opens as many as one likes', () => {
    const [, , , , close] = followers(2);
    expect(close).to.have.property('type', 'closed');
    expect(openSlot(fold([opened(), ...followers(2).slice(4, 5)]))).to.equal(null);
    for (const channel of [SHARED, EXCLUSIVE]) {
      expect(openSlot(open({ channel })), channel.name).to.equal(null);
    }
  });
});
