import { expect } from 'chai';
import { postCode } from '../../../src/domain/decide/post-code.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { closed, messageId, open } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';

const ALICE = { kind: 'customer', id: 'alice' } as const;
const command = { id: messageId(), codeId: 'code 1', addressee: ALICE };

describe('postCode', () => {
  it('posts a message of the system that bears the code’s id, and claims nothing', () => {
    for (const staff of [admin(), agent()]) {
      expect(expectRight(postCode(open(), command, staff))).to.deep.equal([
        {
          type: 'messagePosted',
          id: command.id,
          sender: { kind: 'system', id: null, name: null, email: null, company: null },
          kind: 'auth_code',
          codeId: 'code 1',
          addressee: ALICE,
        },
      ]);
    }
  });

  it('is for staff with access', () => {
    const ofCards = open({ departmentId: 'cards' });
    for (const stranger of [agent('bob', ['loans']), customer('bob'), guest()]) {
      expect(expectLeft(postCode(ofCards, command, stranger), 'AccessDenied').to).to.equal(
        'conversation',
      );
    }
    expectRight(postCode(ofCards, command, agent('carl', ['cards'])));
    const own = expectLeft(postCode(open(), command, customer('alice')), 'AccessDenied');
    expect(own.to).to.equal('operation');
  });

  it('tells nobody another’s code', () => {
    for (const owner of [
      { kind: 'guest', id: 'alice' },
      { kind: 'customer', id: 'bob' },
    ] as const) {
      expectLeft(postCode(open({ owner }), command, admin()), 'AccessDenied');
    }
  });

  it('posts none where it is closed', () => {
    expectLeft(postCode(closed(open()), command, admin()), 'ConversationClosed');
  });
});
