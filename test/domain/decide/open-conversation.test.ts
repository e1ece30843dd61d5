import { expect } from 'chai';
import type { System } from '../../../src/domain/actor.js';
import { openConversation } from '../../../src/domain/decide/open-conversation.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { conversationId, fold, messageId, NOW, opening } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';

const system: System = { kind: 'system' };
const firstMessage = {
  id: messageId(),
  kind: 'text',
  text: 'help',
  clientMessageId: 'c1',
} as const;

describe('openConversation', () => {
  it('opens empty, active and nobody’s', () => {
    const events = expectRight(
      openConversation(opening({ subject: 'Hi', departmentId: 'sales' }), customer(), NOW),
    );
    expect(events).to.deep.equal([
      {
        type: 'opened',
        seq: 1,
        at: NOW,
        conversationId: conversationId(),
        number: 7,
        channel: 'support',
        conversationType: 'general',
        subject: 'Hi',
        owner: { kind: 'customer', id: 'alice' },
        contact: customer().profile,
        departmentId: 'sales',
        priority: 'normal',
        deviceMetadata: null,
      },
    ]);
    expect(fold(events)).to.include({ status: 'active', assignee: null, messageCount: 0 });
  });

  it('opens with a first message in the same append, and stays active', () => {
    const events = expectRight(openConversation(opening({ firstMessage }), guest(), NOW));
    expect(events.map(({ type, seq }) => [type, seq])).to.deep.equal([
      ['opened', 1],
      ['messagePosted', 2],
    ]);
    expect(events[1]).to.include({ id: messageId(), text: 'help', clientMessageId: 'c1', at: NOW });
    expect(fold(events)).to.include({ status: 'active', messageCount: 1, lastSeq: 2 });
  });

  it('leaves out a clientMessageId that was not given', () => {
    const first = { ...firstMessage, clientMessageId: null };
    const events = expectRight(openConversation(opening({ firstMessage: first }), guest(), NOW));
    expect(events[1]).to.not.have.property('clientMessageId');
  });

  it('is for customers and guests', () => {
    for (const actor of [agent(), admin(), system]) {
      expect(
        expectLeft(openConversation(opening(), actor, NOW), 'AccessDenied').to,
        actor.kind,
      ).to.equal('operation');
    }
  });

  it('opens with a text or a file, not with what clients may not send', () => {
    const openWith = (kind: 'text' | 'file' | 'system' | 'auth_code') =>
      openConversation(opening({ firstMessage: { ...firstMessage, kind } }), customer(), NOW);
    expect(expectRight(openWith('file'))).to.have.length(2);
    expectLeft(openWith('system'), 'AccessDenied');
    expectLeft(openWith('auth_code'), 'AccessDenied');
  });
});
