import { expect } from 'chai';
import { canAssign, canClose, canRead, isAssignee, isOwner } from '../../src/domain/access.js';
import { type Actor, personKey } from '../../src/domain/actor.js';
import type { Conversation } from '../../src/domain/conversation.js';
import { admin, agent, customer, guest } from '../support/actors.js';
import { claimedBy, open } from '../support/conversations.js';
import { EXCLUSIVE } from '../support/channels.js';

const sarah = agent('sarah');
const system: Actor = { kind: 'system' };

const actors = {
  owner: customer('alice'),
  'another customer': customer('mallory'),
  'a guest with the owner’s id': guest('alice'),
  'an agent with the owner’s id': agent('alice'),
  'an agent without departments': agent('bob'),
  'an agent of sales': agent('carol', ['support', 'sales']),
  'an agent of billing': agent('dave', ['billing']),
  'the assignee': sarah,
  'the assignee, now an admin': admin('sarah'),
  'an admin': admin(),
  system,
} satisfies Record<string, Actor>;

type Who = keyof typeof actors;

const everybody = Object.keys(actors) as Who[];

const inSales = open({ departmentId: 'sales' });
const conversations = {
  'shared, no department, unassigned': open(),
  'shared, no department, assigned': claimedBy(sarah, open()),
  'shared, sales, unassigned': inSales,
  'shared, sales, assigned': claimedBy(admin('sarah'), inSales),
  'exclusive, no department, unassigned': open({ channel: EXCLUSIVE }),
  'exclusive, no department, assigned': claimedBy(sarah, open({ channel: EXCLUSIVE })),
  'exclusive, sales, assigned': claimedBy(
    admin('sarah'),
    open({ channel: EXCLUSIVE, departmentId: 'sales' }),
  ),
} satisfies Record<string, Conversation>;

type Which = keyof typeof conversations;

const agents: Who[] = [
  'an agent with the owner’s id',
  'an agent without departments',
  'an agent of sales',
  'an agent of billing',
  'the assignee',
];
const always: Who[] = ['owner', 'the assignee, now an admin', 'an admin', 'system'];
const admins: Who[] = ['the assignee, now an admin', 'an admin'];
const assigneeOrAdmin: Who[] = ['the assignee', ...admins];

interface Row {
  readonly read: readonly Who[];
  readonly assign: readonly Who[];
  readonly close: readonly Who[];
}

const table: Record<Which, Row> = {
  'shared, no department, unassigned': {
    read: [...always, ...agents],
    assign: admins,
    close: [...admins, ...agents],
  },
  'shared, no department, assigned': {
    read: [...always, ...agents],
    assign: assigneeOrAdmin,
    close: [...admins, ...agents],
  },
  'shared, sales, unassigned': {
    read: [...always, 'an agent of sales'],
    assign: admins,
    close: [...admins, 'an agent of sales'],
  },
  'shared, sales, assigned': {
    read: [...always, 'an agent of sales', 'the assignee'],
    assign: assigneeOrAdmin,
    close: [...assigneeOrAdmin, 'an agent of sales'],
  },
  'exclusive, no department, unassigned': {
    read: [...always, ...agents],
    assign: admins,
    close: admins,
  },
  'exclusive, no department, assigned': {
    read: [...always, ...agents],
    assign: assigneeOrAdmin,
    close: assigneeOrAdmin,
  },
  'exclusive, sales, assigned': {
    read: [...always, 'an agent of sales', 'the assignee'],
    assign: assigneeOrAdmin,
    close: assigneeOrAdmin,
  },
};

const allowed = (rule: (actor: Actor, to: Conversation) => boolean, to: Conversation): Who[] =>
  everybody.filter((who) => rule(actors[who], to));

describe('access', () => {
  for (const which of Object.keys(table) as Which[]) {
    const conversation: Conversation = conversations[which];
    it(`${which}: read`, () => {
      expect(allowed(canRead, conversation)).to.have.members([...table[which].read]);
    });
    it(`${which}: hand over`, () => {
      expect(allowed(canAssign, conversation)).to.have.members([...table[which].assign]);
    });
    it(`${which}: close`, () => {
      expect(allowed(canClose, conversation)).to.have.members([...table[which].close]);
    });
  }

  it('knows the owner by kind and id', () => {
    expect(allowed(isOwner, open())).to.deep.equal(['owner']);
    expect(isOwner(guest('guest_1'), open({ owner: { kind: 'guest', id: 'guest_1' } }))).to.equal(
      true,
    );
  });

  it('gives nobody a conversation of an email contact but staff', () => {
    const byEmail = open({ owner: { kind: 'email', id: 'alice' } });
    expect(allowed(isOwner, byEmail)).to.deep.equal([]);
    expect(allowed(canRead, byEmail)).to.not.include('owner');
  });

  it('knows the assignee by id, whatever his role has become', () => {
    const assigned = claimedBy(sarah, open());
    expect(allowed(isAssignee, assigned)).to.deep.equal([
      'the assignee',
      'the assignee, now an admin',
    ]);
    expect(isAssignee(customer('sarah'), assigned)).to.equal(false);
  });

  it('names one person alike as agent and as admin, and nobody else', () => {
    expect(personKey(agent('x'))).to.equal(personKey(admin('x')));
    const keys = [customer('x'), guest('x'), agent('x'), system].map(personKey);
    expect(new Set(keys)).to.have.property('size', 4);
  });
});
