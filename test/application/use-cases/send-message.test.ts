import { expect } from 'chai';
import type { Actor } from '../../../src/domain/actor.js';
import { senderOf } from '../../../src/domain/decide/decision.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import type { SendMessageInput } from '../../../src/application/use-cases/send-message.js';
import { admin, agent, customer } from '../../support/actors.js';
import { conversationId } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import {
  inMemory,
  type InMemory,
  nodeBeside,
  recorded,
  started,
  storedEvents,
  toSend,
  types,
} from '../../support/in-memory.js';
import { EXCLUSIVE } from '../../support/channels.js';

const alice = customer('alice');
const sarah = agent('sarah');

describe('sendMessage', () => {
  let chat: InMemory;
  let id: ConversationId;
  const send = (by: Actor, wish: Partial<SendMessageInput> = {}) =>
    chat.cases.sendMessage(by, toSend(id, wish))();

  beforeEach(async () => {
    chat = inMemory();
    id = (await started(chat)).id;
    chat.bus.changes.length = 0;
  });

  it('records the message and tells of it', async () => {
    chat.clock.time += 1_000;
    const sent = expectRight(
      await send(alice, { text: ' hi\u0000 there ', clientMessageId: 'c1' }),
    );
    const message = {
      type: 'messagePosted',
      seq: 2,
      at: chat.clock.time,
      id: sent.message.id,
      sender: senderOf(alice),
      kind: 'text',
      text: ' hi there ',
      clientMessageId: 'c1',
    };
    expect(sent.fresh).to.equal(true);
    expect(sent.message).to.deep.equal(message);
    expect(chat.bus.changes).to.deep.equal([
      { kind: 'changed', conversation: sent.conversation, events: [message] },
    ]);
    expect(sent.conversation).to.include({
      lastSeq: 2,
      messageCount: 1,
      updatedAt: chat.clock.time,
    });
  });

  it('claims with an agent’s first reply and answers with the message', async () => {
    const sent = expectRight(await send(sarah));
    expect(types(recorded(chat))).to.deep.equal(['claimed', 'messagePosted']);
    expect(sent.message).to.include({ type: 'messagePosted', seq: 3 });
    expect(sent.conversation.assignee).to.include({ id: 'sarah' });
  });

  it('claims what is exclusive only in a dialect without claims', async () => {
    const exclusive = (await started(chat, { channel: EXCLUSIVE })).id;
    const reply = (claims: boolean) =>
      chat.cases.sendMessage(sarah, toSend(exclusive, { claims }))();
    expect(expectLeft(await reply(false), 'Conflict').reason).to.equal('unassigned');
    expect(expectRight(await reply(true)).conversation.assignee).to.include({ id: 'sarah' });
  });

  it('is a message of files where files come with it, unless it is of the system', async () => {
    const file = { name: 'x.txt', originalName: 'a.txt', type: 'text/plain', size: 1, at: 0 };
    const attachments = [{ ...file, digest: '00' }];
    for (const [kind, told] of [
      ['text', 'file'],
      ['file', 'file'],
      ['system', 'system'],
    ] as const) {
      const { message } = expectRight(await send(sarah, { kind, attachments }));
      expect(message).to.deep.include({ kind: told, attachments });
    }
  });

  it('refuses what holds nothing, and tells nobody', async () => {
    expectLeft(await send(alice, { text: ' \u0000 ' }), 'ValidationFailed');
    expect(chat.bus.changes).to.deep.equal([]);
  });

  it('refuses strangers and conversations that are not there', async () => {
    expectLeft(await send(customer('mallory')), 'AccessDenied');
    expectLeft(await send(alice, { conversationId: conversationId(99) }), 'NotFound');
    expect(chat.bus.changes).to.deep.equal([]);
  });

  it('refuses what is closed', async () => {
    expectRight(await chat.cases.closeConversation(admin(), { conversationId: id, note: null })());
    expectLeft(await send(alice), 'ConversationClosed');
  });

  it('refuses a reply that has not seen the last word', async () => {
    expectRight(await send(alice));
    expect(expectLeft(await send(sarah, { ifLastSeq: 1 }), 'Conflict').reason).to.equal(
      'newerMessage',
    );
    expect(expectRight(await send(sarah, { ifLastSeq: 2 })).fresh).to.equal(true);
  });

  describe('a clientMessageId used again', () => {
    it('gives the first message, stores nothing and tells nobody', async () => {
      const first = expectRight(await send(alice, { clientMessageId: 'c1' }));
      const again = expectRight(await send(alice, { clientMessageId: 'c1' }));
      expect(again.message).to.deep.equal(first.message);
      expect(again.fresh).to.equal(false);
      expect(recorded(chat)).to.have.length(1);
      expect(await storedEvents(chat.store, id)).to.have.length(2);
    });

    it('gives it on another node too', async () => {
      const first = expectRight(await send(alice, { clientMessageId: 'c1' }));
      const other = nodeBeside(chat);
      const again = expectRight(
        await other.cases.sendMessage(alice, toSend(id, { clientMessageId: 'c1' }))(),
      );
      expect(again.message).to.deep.equal(first.message);
      expect(recorded(other)).to.deep.equal([]);
    });

    it('is a conflict with other content: text or kind', async () => {
      expectRight(await send(alice, { clientMessageId: 'c1' }));
      for (const other of [{ text: 'bye' }, { kind: 'file' as const }]) {
        const refused = expectLeft(
          await send(alice, { clientMessageId: 'c1', ...other }),
          'Conflict',
        );
        expect(refused.reason).to.equal('clientMessageId');
      }
      expect(recorded(chat)).to.have.length(1);
    });

    it('compares what is stored, not what was typed', async () => {
      expectRight(await send(alice, { clientMessageId: 'c1', text: 'hi' }));
      const again = await send(alice, { clientMessageId: 'c1', text: 'h\u0000i' });
      expect(expectRight(again).fresh).to.equal(false);
    });

    it('is another message from another sender, and in another conversation', async () => {
      const other = (await started(chat)).id;
      const sent = [
        await send(alice, { clientMessageId: 'c1' }),
        await send(sarah, { clientMessageId: 'c1' }),
        await send(alice, { clientMessageId: 'c1', conversationId: other }),
      ].map(expectRight);
      expect(sent.map(({ fresh }) => fresh)).to.deep.equal([true, true, true]);
    });

    it('is answered though the conversation has closed since', async () => {
      expectRight(await send(alice, { clientMessageId: 'c1' }));
      expectRight(
        await chat.cases.closeConversation(admin(), { conversationId: id, note: null })(),
      );
      expect(expectRight(await send(alice, { clientMessageId: 'c1' })).fresh).to.equal(false);
    });

    it('stores one when many are sent at once', async () => {
      const many = Array.from({ length: 20 }, () => send(alice, { clientMessageId: 'c1' }));
      const sent = (await Promise.all(many)).map(expectRight);
      expect(sent.filter(({ fresh }) => fresh)).to.have.length(1);
      expect(new Set(sent.map(({ message }) => message.id))).to.have.property('size', 1);
      expect(await storedEvents(chat.store, id)).to.have.length(2);
    });

    it('stores one when two nodes are sent it at once', async () => {
      const other = nodeBeside(chat);
      const both = [chat, other].map(({ cases }) =>
        cases.sendMessage(alice, toSend(id, { clientMessageId: 'c1' }))(),
      );
      const sent = (await Promise.all(both)).map(expectRight);
      expect(sent.filter(({ fresh }) => fresh)).to.have.length(1);
      expect(await storedEvents(chat.store, id)).to.have.length(2);
    });
  });

  it('keeps the order in which messages were sent, numbered without gaps', async () => {
    const texts = Array.from({ length: 30 }, (_, index) => `message ${index}`);
    const sent = await Promise.all(texts.map((text) => send(alice, { text })));
    expect(sent.map((one) => expectRight(one).message.seq)).to.deep.equal(
      texts.map((_, index) => index + 2),
    );
    const stored = await storedEvents(chat.store, id);
    expect(stored.flatMap((event) => ('text' in event ? [event.text] : []))).to.deep.equal(texts);
    expect(recorded(chat)).to.deep.equal(stored.slice(1));
  });

  it('keeps that order whether or not they have a clientMessageId', async () => {
    const texts = Array.from({ length: 12 }, (_, index) => `message ${index}`);
    const sent = await Promise.all(
      texts.map((text, index) =>
        send(alice, { text, clientMessageId: index % 3 === 0 ? text : null }),
      ),
    );
    expect(sent.map((one) => expectRight(one).message.seq)).to.deep.equal(
      texts.map((_, index) => index + 2),
    );
  });

  describe('tells that it has its place', () => {
    const entering = (text: string, entered: () => void, at = chat) =>
      at.cases.sendMessage(alice, toSend(id, { text }), entered)();

    it('at once, and once, before anything is read or stored', async () => {
      let entered = 0;
      const sent = entering('first', () => (entered += 1), nodeBeside(chat));
      expect(entered).to.equal(1);
      expectRight(await sent);
      expect(entered).to.equal(1);
    });

    it('which it keeps before whatever is sent from then on', async () => {
      const other = nodeBeside(chat);
      const later: ReturnType<typeof send>[] = [];
      const sendLater = () => void later.push(entering('later', () => undefined, other));
      const first = entering('first', sendLater, other);
      expect(expectRight(await first).message.seq).to.equal(2);
      expect((await Promise.all(later)).map((one) => expectRight(one).message.seq)).to.deep.equal([
        3,
      ]);
    });

    it('never where it gets none', async () => {
      const refused = entering(' ', () => expect.fail('it has no place'));
      expectLeft(await refused, 'ValidationFailed');
    });
  });

  it('never lets time run backwards in a conversation', async () => {
    const first = expectRight(await send(alice));
    chat.clock.time -= 60_000;
    expect(expectRight(await send(alice)).message.at).to.equal(first.message.at);
  });
});
