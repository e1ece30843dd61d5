import { expect } from 'chai';
import { inert } from '../../../../../src/adapters/inbound/dialects/common/inert-text.js';
import { outboundFrames } from '../../../../../src/adapters/inbound/dialects/support/outbound.js';
import type { Place, Viewer } from '../../../../../src/application/audience.js';
import { senderOf } from '../../../../../src/domain/decide/decision.js';
import { guestIds } from '../../../../support/guest-ids.js';
import { messageId, NOW, open } from '../../../../support/conversations.js';
import { codeDigits } from '../../../../support/code-digits.js';

const publicUrl = () => 'https://chat.test';

const RECEIVED = 'message:received';
const NOTICE = 'conversation:new_message';

const SEEN: Readonly<Record<Place, Readonly<Record<Viewer, readonly string[]>>>> = {
  joined: { owner: [RECEIVED], addressee: [RECEIVED], staff: [RECEIVED, NOTICE] },
  elsewhere: { owner: [], addressee: [RECEIVED], staff: [NOTICE] },
  noticed: { owner: [RECEIVED], addressee: [], staff: [RECEIVED] },
  missed: { owner: [RECEIVED], addressee: [RECEIVED], staff: [RECEIVED] },
  echo: { owner: [RECEIVED], addressee: [RECEIVED], staff: [RECEIVED] },
};

describe('what clients of `support` get to see of a message', () => {
  for (const [place, viewers] of Object.entries(SEEN)) {
    it(`who stand so to its conversation: ${place}`, () => {
      for (const [viewer, events] of Object.entries(viewers)) {
        const frames = outboundFrames({ guestIds, codeDigits, publicUrl, write: inert })(
          {
            type: 'messagePosted',
            seq: 2,
            at: NOW,
            id: messageId(),
            sender: senderOf({ kind: 'system' }),
            kind: 'auth_code',
            codeId: 'c',
            addressee: { kind: 'customer', id: 'alice' },
          },
          open(),
          { viewer: viewer as Viewer, place: place as Place, name: 'T-1' },
        );
        expect(
          frames.map(({ event }) => event),
          viewer,
        ).to.deep.equal(events);
      }
    });
  }
});
