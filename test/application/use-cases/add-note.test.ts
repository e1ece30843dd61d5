import { expect } from 'chai';
import type { Actor } from '../../../src/domain/actor.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import { senderOf } from '../../../src/domain/decide/decision.js';
import { admin, agent, customer } from '../../support/actors.js';
import { conversationId } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import {
  inMemory,
  type InMemory,
  nodeBeside,
  recorded,
  started,
  toSend,
  types,
} from '../../support/in-memory.js';

const sarah = agent('sarah');

describe('addNote', () => {
  let chat: InMemory;
  let conversation: Conversation;
  beforeEach(async () => {
    chat = inMemory();
    conversation = await started(chat);
    chat.bus.changes.length = 0;
  });
  const note = (by: Actor, text = 'careful\u0000', id = conversation.id) =>
    chat.cases.addNote(by, { conversationId: id, text })();

  it('records a note and gives it back', async () => {
    const added = expectRight(await note(sarah));
    expect(added).to.deep.equal({
      type: 'noteAdded',
      seq: 2,
      at: chat.clock.time,
      id: added.id,
      sender: senderOf(sarah),
      text: 'careful',
    });
    expect(recorded(chat)).to.deep.equal([added]);
    expect(chat.bus.changes[0]?.conversation).to.deep.equal({ ...conversation, lastSeq: 2 });
  });

  it('gives each of several at once its own', async () => {
    const texts = ['a', 'b', 'c'];
    const added = await Promise.all(texts.map((text) => note(sarah, text)));
    expect(added.map((one) => expectRight(one).text)).to.deep.equal(texts);
  });

  it('stores once what is sent twice under a name, and says what was stored', async () => {
    const named = (text: string, clientMessageId = 'n1') =>
      chat.cases.addNote(sarah, { conversationId: conversation.id, text, clientMessageId })();
    const first = expectRight(await named('careful'));
    expect(first).to.include({ seq: 2, clientMessageId: 'n1' });
    const again = await Promise.all([named('careful'), named('careful'), named('careful')]);
    for (const one of again) expect(expectRight(one)).to.deep.equal(first);
    const other = nodeBeside(chat);
    const there = { conversationId: conversation.id, text: 'careful', clientMessageId: 'n1' };
    expect(expectRight(await other.cases.addNote(sarah, there)())).to.deep.equal(first);
    expect(expectLeft(await named('other'), 'Conflict').reason).to.equal('clientMessageId');
    const said = { text: 'careful', clientMessageId: 'n1' };
    const message = await chat.cases.sendMessage(sarah, toSend(conversation.id, said))();
    expect(expectLeft(message, 'Conflict').reason).to.equal('clientMessageId');
    expectRight(await named('careful', 'n2'));
    expect(types(recorded(chat))).to.deep.equal(['noteAdded', 'noteAdded']);
  });

  it('is taken by what is closed', async () => {
    const close = { conversationId: conversation.id, note: null };
    expectRight(await chat.cases.closeConversation(admin(), close)());
    expect(expectRight(await note(sarah)).seq).to.equal(3);
  });

  it('refuses customers, empty notes, and what is not there', async () => {
    expectLeft(await note(customer()), 'AccessDenied');
    const empty = expectLeft(await note(sarah, ' '), 'ValidationFailed');
    expect(empty.issues.map(({ field }) => field)).to.deep.equal(['message']);
    expectLeft(await note(sarah, 'x', conversationId(99)), 'NotFound');
    expect(recorded(chat)).to.deep.equal([]);
  });
});
