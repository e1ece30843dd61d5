import { expect } from 'chai';
import { addNote } from '../../../src/domain/decide/add-note.js';
import { senderOf } from '../../../src/domain/decide/decision.js';
import { postMessage } from '../../../src/domain/decide/post-message.js';
import { admin, agent, customer } from '../../support/actors.js';
import {
  after,
  claimedBy,
  closed,
  messageId,
  note,
  open,
  post,
} from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { EXCLUSIVE } from '../../support/channels.js';

const sarah = agent('sarah');
const bob = agent('bob');

describe('addNote', () => {
  it('takes its place in the log and is no message', () => {
    const waiting = after(open(), postMessage(open(), post(), customer()));
    expect(expectRight(addNote(waiting, note(), bob))).to.deep.equal([
      {
        type: 'noteAdded',
        id: messageId(),
        sender: senderOf(bob),
        text: 'mind the tone',
      },
    ]);
    const noted = after(waiting, addNote(waiting, note(), bob));
    expect(noted).to.deep.equal({ ...waiting, lastSeq: 3 });
  });

  it('changes neither status nor assignee', () => {
    const answered = after(
      claimedBy(sarah, open()),
      postMessage(claimedBy(sarah, open()), post(), sarah),
    );
    const noted = after(answered, addNote(answered, note(), bob));
    expect(noted).to.include({ status: 'waiting_user', assignee: answered.assignee, epoch: 1 });
  });

  it('is for staff with access, whoever the assignee is, exclusive or not', () => {
    const held = claimedBy(sarah, open({ channel: EXCLUSIVE }));
    for (const writer of [sarah, bob, admin()]) {
      expect(expectRight(addNote(held, note(), writer)), writer.id).to.have.length(1);
    }
    expectLeft(addNote(open({ departmentId: 'sales' }), note(), bob), 'AccessDenied');
  });

  it('is not for customers, nor the system', () => {
    const to = (actor: Parameters<typeof addNote>[2]) =>
      expectLeft(addNote(open(), note(), actor), 'AccessDenied').to;
    expect(to(customer())).to.equal('operation');
    expect(to({ kind: 'system' })).to.equal('operation');
    expect(to(customer('mallory'))).to.equal('conversation');
  });

  it('is taken by what is closed', () => {
    const shut = closed(open());
    const noted = after(shut, addNote(shut, note(), bob));
    expect(noted).to.include({ status: 'closed', closedAt: shut.closedAt });
  });
});
