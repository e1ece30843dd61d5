import { expect } from 'chai';
import type { HistoryWindow } from '../../../src/application/use-cases/get-history.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { conversationId } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import {
  inMemory,
  type InMemory,
  nodeBeside,
  recorded,
  started,
  toSend,
} from '../../support/in-memory.js';
import { textOf } from '../../support/text-of.js';

const alice = customer('alice');
const mallory = customer('mallory');

describe('reading', () => {
  let chat: InMemory;
  let conversation: Conversation;
  beforeEach(async () => {
    chat = inMemory();
    conversation = await started(chat, { departmentId: 'sales' });
    chat.bus.changes.length = 0;
  });
  const say = async (text: string) =>
    expectRight(await chat.cases.sendMessage(alice, toSend(conversation.id, { text }))());

  describe('getConversation', () => {
    it('gives it to the owner and to staff with access', async () => {
      for (const reader of [alice, agent('carol', ['sales']), admin()]) {
        const got = expectRight(await chat.cases.getConversation(reader, conversation.id)());
        expect(got, reader.id).to.deep.equal(conversation);
      }
    });

    it('refuses it to everybody else', async () => {
      for (const stranger of [mallory, guest('alice'), agent('bob', ['billing'])]) {
        const denied = expectLeft(
          await chat.cases.getConversation(stranger, conversation.id)(),
          'AccessDenied',
        );
        expect(denied.to, stranger.kind).to.equal('conversation');
      }
    });

    it('does not find what is not there', async () => {
      const missing = await chat.cases.getConversation(alice, conversationId(99))();
      expect(expectLeft(missing, 'NotFound').what).to.equal('conversation');
    });

    it('shows what another node has written', async () => {
      const other = nodeBeside(chat);
      expectRight(await other.cases.sendMessage(alice, toSend(conversation.id))());
      const got = expectRight(await chat.cases.getConversation(alice, conversation.id)());
      expect(got).to.include({ lastSeq: 2, messageCount: 1 });
    });
  });

  describe('joinConversation', () => {
    it('is for those who may read it', async () => {
      const join = { conversationId: conversation.id };
      expect(expectRight(await chat.cases.joinConversation(alice, join)())).to.deep.equal(
        conversation,
      );
      expectLeft(await chat.cases.joinConversation(mallory, join)(), 'AccessDenied');
      expectLeft(
        await chat.cases.joinConversation(alice, { conversationId: conversationId(99) })(),
        'NotFound',
      );
      expect(recorded(chat)).to.deep.equal([]);
    });
  });

  describe('leaveConversation', () => {
    it('is for everybody, and records nothing', async () => {
      for (const who of [alice, mallory]) {
        const left = await chat.cases.leaveConversation(who, { conversationId: conversation.id })();
        expect(expectRight(left)).to.deep.equal({ conversationId: conversation.id });
      }
      expect(recorded(chat)).to.deep.equal([]);
    });
  });

  describe('getHistory', () => {
    const page = async (window: HistoryWindow, of = chat) => {
      const got = expectRight(
        await of.cases.getHistory(alice, { conversationId: conversation.id, window })(),
      );
      return { texts: got.messages.map(textOf), total: got.total };
    };
    beforeEach(async () => {
      for (const text of ['1', '2', '3']) await say(text);
      expectRight(
        await chat.cases.addNote(admin(), { conversationId: conversation.id, text: 'secret' })(),
      );
      for (const text of ['4', '5']) await say(text);
    });

    it('pages from the oldest, without notes', async () => {
      expect(await page({ page: 1, limit: 2 })).to.deep.equal({ texts: ['1', '2'], total: 5 });
      expect(await page({ page: 2, limit: 2 })).to.deep.equal({ texts: ['3', '4'], total: 5 });
      expect(await page({ page: 3, limit: 2 })).to.deep.equal({ texts: ['5'], total: 5 });
      expect(await page({ page: 4, limit: 2 })).to.deep.equal({ texts: [], total: 5 });
    });

    it('gives the newest so many, oldest first', async () => {
      expect(await page({ newest: 3 })).to.deep.equal({ texts: ['3', '4', '5'], total: 5 });
      expect(await page({ newest: 50 })).to.deep.equal({
        texts: ['1', '2', '3', '4', '5'],
        total: 5,
      });
    });

    it('is ordered by seq, with a hole where the note is', async () => {
      const { messages } = expectRight(
        await chat.cases.getHistory(admin(), {
          conversationId: conversation.id,
          window: { newest: 50 },
        })(),
      );
      expect(messages.map(({ seq }) => seq)).to.deep.equal([2, 3, 4, 6, 7]);
    });

    it('is empty where nothing was said', async () => {
      conversation = await started(chat);
      expect(await page({ newest: 50 })).to.deep.equal({ texts: [], total: 0 });
      expect(await page({ page: 1, limit: 50 })).to.deep.equal({ texts: [], total: 0 });
    });

    it('is for those who may read the conversation', async () => {
      const window = { newest: 50 };
      const of = (id = conversation.id) => ({ conversationId: id, window });
      expectLeft(await chat.cases.getHistory(mallory, of())(), 'AccessDenied');
      expectLeft(await chat.cases.getHistory(alice, of(conversationId(99)))(), 'NotFound');
    });
  });

  describe('listOwnConversations', () => {
    const own = async (window = { page: 1, limit: 10 }, by = alice) => {
      const got = expectRight(await chat.cases.listOwnConversations(by, window)());
      return { numbers: got.items.map(({ number }) => number), total: got.total };
    };

    it('has one’s own, latest activity first', async () => {
      await started(chat, {}, mallory);
      const third = await started(chat);
      expect(third.number).to.equal(3);
      chat.clock.time += 1_000;
      await say('news');
      expect(await own()).to.deep.equal({ numbers: [1, 3], total: 2 });
      chat.clock.time += 1_000;
      expectRight(
        await chat.cases.closeConversation(admin(), { conversationId: third.id, note: null })(),
      );
      expect(await own()).to.deep.equal({ numbers: [3, 1], total: 2 });
    });

    it('comes in pages', async () => {
      for (let count = 2; count <= 5; count += 1) await started(chat);
      expect(await own({ page: 1, limit: 2 })).to.deep.equal({ numbers: [5, 4], total: 5 });
      expect(await own({ page: 3, limit: 2 })).to.deep.equal({ numbers: [1], total: 5 });
      expect(await own({ page: 4, limit: 2 })).to.deep.equal({ numbers: [], total: 5 });
    });

    it('is empty for those who have none, and not for staff', async () => {
      expect(await own({ page: 1, limit: 10 }, mallory)).to.deep.equal({ numbers: [], total: 0 });
      for (const staff of [agent(), admin()]) {
        const refused = await chat.cases.listOwnConversations(staff, { page: 1, limit: 10 })();
        expect(expectLeft(refused, 'AccessDenied').to, staff.kind).to.equal('operation');
      }
    });
  });
});
