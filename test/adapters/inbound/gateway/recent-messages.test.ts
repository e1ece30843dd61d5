import { expect } from 'chai';
import { RecentMessages } from '../../../../src/adapters/inbound/gateway/recent-messages.js';
import type { ConversationChange } from '../../../../src/application/ports/event-bus.js';
import { toMessageId } from '../../../../src/domain/ids.js';
import { message, note, opening } from '../../../support/appends.js';

const changeOf = ({ conversation, events }: ReturnType<typeof opening>): ConversationChange => ({
  kind: 'changed',
  conversation,
  events,
});

const idsOf = ({ events }: ConversationChange) =>
  events.flatMap((event) => (event.type === 'messagePosted' ? event.id : []));

describe('RecentMessages', () => {
  it('knows where each message stands that was heard of, and of nothing else', () => {
    const recent = new RecentMessages();
    const opened = opening();
    const noted = note(opened.conversation);
    recent.learn(changeOf(opened));
    recent.learn(changeOf(noted));
    const [id] = idsOf(changeOf(opened));
    if (id === undefined) throw new Error('nothing was said');
    const place = { conversationId: opened.conversation.id, seq: 2 };
    expect(recent.find(id)).to.deep.equal(place);
    const [said] = noted.events;
    if (said?.type !== 'noteAdded') throw new Error('nothing was noted');
    expect(recent.find(said.id)).to.equal(null);
    expect(recent.find(toMessageId('constructor'))).to.equal(null);
  });

  it('forgets the oldest past twice as many as it is to remember', () => {
    const recent = new RecentMessages(2);
    let last = opening();
    const ids = idsOf(changeOf(last));
    recent.learn(changeOf(last));
    for (let n = 0; n < 5; n += 1) {
      last = message(last.conversation);
      ids.push(...idsOf(changeOf(last)));
      recent.learn(changeOf(last));
    }
    expect(ids.map((id) => recent.find(id)?.seq ?? null)).to.deep.equal([
      ...[null, null],
      ...[4, 5, 6, 7],
    ]);
  });
});
