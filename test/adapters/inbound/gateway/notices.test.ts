import { expect } from 'chai';
import type { Listener } from '../../../../src/adapters/inbound/gateway/listener.js';
import { Notices } from '../../../../src/adapters/inbound/gateway/notices.js';
import { admin } from '../../../support/actors.js';
import { conversationId } from '../../../support/conversations.js';

const listener = (): Listener => ({
  id: 'here',
  actor: admin(),
  channel: { encode: (frame) => frame },
  dialects: [],
  follows: () => false,
  room: () => null,
  deliver: () => undefined,
  failed: (defect) => expect.fail(String(defect)),

  dismiss: () => undefined,
});

describe('Notices', () => {
  it('are of one connection, and of one conversation', () => {
    const notices = new Notices();
    const [one, other] = [listener(), listener()];
    const [here, there] = [conversationId(1), conversationId(2)];
    notices.remember(one, { id: here, seq: 2 });
    notices.remember(one, { id: there, seq: 3 });
    notices.remember(one, { id: here, seq: 4 });
    expect([...notices.of(one, here)]).to.deep.equal([2, 4]);
    expect([...notices.of(one, there)]).to.deep.equal([3]);
    expect([...notices.of(other, here)]).to.deep.equal([]);
  });

  it('are the latest hundred', () => {
    const notices = new Notices();
    const one = listener();
    for (let seq = 1; seq <= 102; seq += 1) notices.remember(one, { id: conversationId(), seq });
    const seqs = [...notices.of(one, conversationId())];
    expect([seqs.length, seqs.at(0), seqs.at(-1)]).to.deep.equal([100, 3, 102]);
  });
});
