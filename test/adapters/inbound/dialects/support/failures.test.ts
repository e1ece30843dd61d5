import { expect } from 'chai';
import {
  refuseFrame,
  refuseRequest,
} from '../../../../../src/adapters/inbound/dialects/support/failures.js';
import { heldBy } from '../../../../../src/domain/failure.js';

describe("the support dialect's failures", () => {
  it('put nothing on the wire that innerHTML would run', () => {
    const markup = '<img src=x onerror=alert(1)>';
    const said = [
      refuseFrame(heldBy('claimed', markup)),
      refuseFrame(heldBy('notAssignee', markup)),
      refuseFrame({ kind: 'UnknownEvent', event: markup }),
      refuseRequest(heldBy('claimed', markup)),
    ];
    expect(said.map((one) => JSON.stringify(one)).join())
      .to.include('<\u200bimg')
      .and.not.include('<img');
  });

  it('name the field that is wrong in a frame too', () => {
    const issues = [{ field: 'conversationId', message: 'Must be a UUID' }];
    expect(refuseFrame({ kind: 'ValidationFailed', issues }).frames).to.deep.equal([
      {
        event: 'message:error',
        data: { error: 'conversationId: Must be a UUID', code: 'invalid' },
      },
    ]);
  });

  it('name the field in the envelope of document 001', () => {
    expect(refuseRequest({ kind: 'NotFound', what: 'conversation' })).to.deep.equal({
      status: 404,
      body: {
        success: false,
        message: 'Conversation not found',
        errors: [{ field: 'conversationId', message: 'Conversation not found' }],
      },
    });
  });
});
