import { expect } from 'chai';
import {
  refuseFrame,
  refuseRequest,
} from '../../../../../src/adapters/inbound/dialects/livechat/failures.js';
import {
  type Failure,
  conversationClosed,
  heldBy,
  invalid,
  noAgent,
  noConversation,
  notAllowed,
  notOfThatAddress,
  notYours,
  notYoursToRate,
  rateLimited,
} from '../../../../../src/domain/failure.js';

/** Document 004, "Error Handling", row by row, and what design, section 6, adds. */
const TABLE: readonly (readonly [failure: Failure, status: number, message: string])[] = [
  [noConversation, 404, 'Conversation not found'],
  [notYours, 400, 'Access denied'],
  [notAllowed, 400, 'Access denied'],
  [conversationClosed, 400, 'This conversation has been closed'],
  [notOfThatAddress, 400, 'Email does not match the conversation owner'],
  [{ kind: 'AlreadyRated' }, 400, 'Conversation already rated'],
  [{ kind: 'NotClosed' }, 400, 'Can only rate closed conversations'],
  [notYoursToRate, 400, 'You can only rate your own conversations'],
  [noAgent, 404, 'Agent not found'],
  [
    heldBy('notAssignee', 'Sarah <3'),
    409,
    'Only Sarah <3 can do this: the conversation is assigned to them',
  ],
];

describe("the livechat dialect's failures", () => {
  for (const [failure, status, message] of TABLE) {
    it(`are ${status} "${message}"`, () => {
      expect(refuseRequest(failure)).to.deep.equal({ status, body: { success: false, message } });
    });
  }

  it('say of a rating what document 004 says, and name the field of any other fault', () => {
    const rating = 'Rating must be between 1 and 5';
    expect(refuseRequest(invalid('rating', rating)).body).to.deep.equal({
      success: false,
      message: rating,
      errors: [{ field: 'rating', message: rating }],
    });
    expect(refuseRequest(invalid('email', 'Must be an email address')).body).to.include({
      message: 'email: Must be an email address',
    });
  });

  it('keep customers from the staff’s side', () => {
    expect(refuseRequest({ kind: 'StaffOnly' })).to.deep.equal({
      status: 403,
      body: { success: false, message: 'Admin access required' },
    });
  });

  it('say when it is worth another try', () => {
    expect(refuseRequest(rateLimited(7))).to.deep.equal({
      status: 429,
      headers: { 'retry-after': '7' },
      body: { success: false, message: 'Too many requests, please try again in 7 seconds' },
    });
    expect(refuseFrame(rateLimited(7)).acknowledgement).to.include({ retry_after: 7 });
  });

  it('are an `error` event, and the same in an acknowledgement, with a code', () => {
    const data = { success: false, message: 'Access denied', code: 'forbidden' };
    expect(refuseFrame(notYours)).to.deep.equal({
      frames: [{ event: 'error', data }],
      acknowledgement: data,
    });
  });
});
