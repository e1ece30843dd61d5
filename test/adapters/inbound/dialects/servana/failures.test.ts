import { expect } from 'chai';
import {
  refuseFrame,
  refuseRequest,
  requestProblem,
} from '../../../../../src/adapters/inbound/dialects/servana/failures.js';
import type { EdgeFailure } from '../../../../../src/adapters/inbound/gateway/dialect.js';
import {
  authRequired,
  conflict,
  conversationClosed,
  type Failure,
  heldBy,
  noConversation,
  noPerson,
  notAllowed,
  notInside,
  notWhatHeSays,
  notWhoHeSays,
  notYours,
  rateLimited,
  unavailable,
} from '../../../../../src/domain/failure.js';

/** Document 002, "Common Error Codes", with design, section 7. */
const TABLE: readonly (readonly [
  failure: Failure | EdgeFailure,
  status: number,
  code: string,
  message: string,
])[] = [
  [authRequired, 401, 'AUTH_REQUIRED', 'Authentication required'],
  [{ kind: 'InvalidToken' }, 401, 'AUTH_REQUIRED', 'Authentication failed'],
  [{ kind: 'TokenExpired' }, 401, 'AUTH_REQUIRED', 'Token expired'],
  [notYours, 403, 'ACCESS_DENIED', 'Access denied to this chat room'],
  [notAllowed, 403, 'ACCESS_DENIED', 'Access denied'],
  [notInside, 403, 'ACCESS_DENIED', 'Join the chat group first'],
  [notWhoHeSays, 403, 'ACCESS_DENIED', 'userId does not match your token'],
  [notWhatHeSays, 403, 'ACCESS_DENIED', 'userType does not match your token'],
  [{ kind: 'Dismissed' }, 403, 'ACCESS_DENIED', 'Disconnected by an administrator'],
  [noConversation, 404, 'ROOM_NOT_FOUND', 'Chat room not found'],
  [noPerson, 404, 'USER_NOT_FOUND', 'User not found'],
  [conversationClosed, 409, 'ROOM_INACTIVE', 'This chat room has ended'],
  [conflict('newerMessage'), 409, 'ACCESS_DENIED', 'Somebody else has written since'],
  [
    heldBy('notAssignee', 'Sarah <b>'),
    409,
    'ACCESS_DENIED',
    'Only Sarah <\u200bb> can do this: the conversation is assigned to them',
  ],
  [{ kind: 'TooLarge' }, 413, 'INVALID_DATA', 'Payload is too large'],
  [{ kind: 'UnknownEvent', event: 'x' }, 400, 'INVALID_DATA', 'Unknown event: x'],
  [unavailable, 503, 'UNAVAILABLE', 'Service unavailable, please try again'],
  [{ kind: 'Internal' }, 500, 'INTERNAL', 'Internal error'],
];

describe("the servana dialect's failures", () => {
  for (const [failure, status, code, message] of TABLE) {
    it(`are ${status} "${message}", and ${code}`, () => {
      expect(refuseRequest(failure)).to.deep.equal({ status, body: { success: false, message } });
      const { frames, acknowledgement } = refuseFrame(failure, 'sendMessage');
      const { details } = acknowledgement as { readonly details: string };
      expect(details).to.match(/^[A-Z][^.]+$/);
      expect(frames).to.deep.equal([{ event: 'error', data: { message, code, details } }]);
      expect(acknowledgement).to.deep.equal({ success: false, error: message, code, details });
    });
  }

  it('tell all fields that are wrong, and when it is worth another try', () => {
    const issues = [
      { field: 'groupId', message: 'Must be right' },
      { field: 'userId', message: 'Must be so, too' },
    ];
    const wrong = refuseFrame({ kind: 'InvalidPayload', issues }, 'joinChatGroup');
    expect(wrong.frames[0]?.data).to.deep.equal({
      message: 'groupId: Must be right',
      code: 'INVALID_DATA',
      details: 'groupId: Must be right; userId: Must be so, too',
      errors: issues,
    });
    const limited = {
      success: false,
      error: 'Too many requests, please try again in 7 seconds',
      code: 'RATE_LIMIT_EXCEEDED',
      details: 'Nothing was changed; go on more slowly',
      retryAfter: 7,
    };
    expect(refuseFrame(rateLimited(7), 'userOnline').acknowledgement).to.deep.equal(limited);
    expect(refuseRequest(rateLimited(7))).to.deep.equal({
      status: 429,
      headers: { 'retry-after': '7' },
      body: { success: false, message: limited.error },
    });
  });

  it('tell whose heart beats without a word before what is missing', () => {
    expect(refuseFrame(noPerson, 'userHeartbeat').acknowledgement).to.include({
      error: 'Say userOnline first',
      code: 'USER_NOT_FOUND',
    });
  });

  it('are told of a path that is none, too', () => {
    expect(requestProblem('notFound')).to.deep.equal({
      status: 404,
      body: { success: false, message: 'Not found' },
    });
    expect(requestProblem('methodNotAllowed').status).to.equal(405);
  });
});
