import { expect } from 'chai';
import { claim } from '../../../src/domain/decide/claim.js';
import { postMessage } from '../../../src/domain/decide/post-message.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { after, claimedBy, closed, open, post } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';

const sarah = agent('sarah');

describe('claim', () => {
  it('makes whoever is first the assignee, and the conversation active', () => {
    const waiting = after(
      after(open(), postMessage(open(), post(), customer())),
      postMessage(after(open(), postMessage(open(), post(), customer())), post(), customer()),
    );
    expect(waiting.status).to.equal('waiting_support');
    const events = expectRight(claim(waiting, sarah));
    expect(events).to.deep.equal([
      {
        type: 'claimed',
        assignee: { id: 'sarah', name: 'sarah', firstName: null, email: 'sarah@example.com' },
      },
    ]);
    expect(claimedBy(sarah, waiting)).to.include({ status: 'active', epoch: 1, lastSeq: 4 });
  });

  it('succeeds and changes nothing for the one who has it, even in another role', () => {
    const held = claimedBy(sarah, open());
    expect(expectRight(claim(held, sarah))).to.deep.equal([]);
    expect(expectRight(claim(held, admin('sarah')))).to.deep.equal([]);
  });

  it('is refused to everybody else, admins too, with the assignee’s name', () => {
    const held = claimedBy(sarah, open());
    for (const other of [agent('bob'), admin()]) {
      expect(expectLeft(claim(held, other), 'Conflict')).to.deep.equal({
        kind: 'Conflict',
        reason: 'claimed',
        holder: 'sarah',
      });
    }
  });

  it('names an assignee without a name by his id', () => {
    const nameless = { ...sarah, profile: { ...sarah.profile, name: null } };
    expect(expectLeft(claim(claimedBy(nameless, open()), agent('bob')), 'Conflict')).to.include({
      holder: 'sarah',
    });
  });

  it('is refused on what is closed, to its assignee too', () => {
    expectLeft(claim(closed(open()), sarah), 'ConversationClosed');
    expectLeft(claim(closed(claimedBy(sarah, open())), sarah), 'ConversationClosed');
  });

  it('is for staff', () => {
    expect(expectLeft(claim(open(), customer()), 'AccessDenied').to).to.equal('operation');
    expect(expectLeft(claim(open(), guest()), 'AccessDenied').to).to.equal('conversation');
    expect(expectLeft(claim(open(), { kind: 'system' }), 'AccessDenied').to).to.equal('operation');
  });

  it('needs the department', () => {
    const sales = open({ departmentId: 'sales' });
    expectLeft(claim(sales, agent('bob', ['billing'])), 'AccessDenied');
    expect(expectRight(claim(sales, agent('bob', ['sales'])))).to.have.length(1);
    expect(expectRight(claim(sales, admin()))).to.have.length(1);
  });
});
