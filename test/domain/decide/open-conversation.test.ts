import { expect } from 'chai';
import type { System } from '../../../src/domain/actor.js';
import { openConversation } from '../../../src/domain/decide/open-conversation.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { conversationId, messageId, NOW, opening } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { SINGLE_OPEN } from '../../support/channels.js';
import { record } from '../../../src/domain/record.js';

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
      openConversation(opening({ subject: 'Hi', departmentId: 'sales' }), customer()),
    );
    expect(events).to.deep.equal([
      {
        type: 'opened',
        conversationId: conversationId(),
        number: 7,
        channel: SINGLE_OPEN,
        conversationType: 'general',
        subject: 'Hi',
        owner: { kind: 'customer', id: 'alice' },
        contact: customer().profile,
        departmentId: 'sales',
        priority: 'normal',
        deviceMetadata: null,
      },
    ]);
    expect(record(undefined, events, NOW).conversation).to.include({
      status: 'active',
      assignee: null,
      messageCount: 0,
    });
  });

  it('opens with a first message in the same append, and stays active', () => {
    const events = expectRight(openConversation(opening({ firstMessage }), guest()));
    expect(events.map(({ type }) => type)).to.deep.equal(['opened', 'messagePosted']);
    expect(events[1]).to.include({ id: messageId(), text: 'help', clientMessageId: 'c1' });
    expect(record(undefined, events, NOW).conversation).to.include({
      status: 'active',
      messageCount: 1,
      lastSeq: 2,
    });
  });

  it('leaves out a clientMessageId that was not given', () => {
    const first = { ...firstMessage, clientMessageId: null };
    const events = expectRight(openConversation(opening({ firstMessage: first }), guest()));
    expect(events[1]).to.not.have.property('clientMessageId');
  });

  it('is for customers and guests', () => {
    for (const actor of [agent(), admin(), system]) {
      expect(
        expectLeft(openConversation(opening(), actor), 'AccessDenied').to,
        actor.kind,
      ).to.equal('operation');
    }
  });

  it('opens with a text or a file, not with what clients may not send', () => {
    const openWith = (kind: 'text' | 'file' | 'system') =>
      openConversation(opening({ firstMessage: { ...firstMessage, kind } }), customer());
    expect(expectRight(openWith('file'))).to.have.length(2);
    expectLeft(openWith('system'), 'AccessDenied');
  });
});
