import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Actor, Guest } from '../../../src/domain/actor.js';
import { personKey } from '../../../src/domain/actor.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { evolve, fold } from '../../../src/domain/evolve.js';
import { NEWCOMER_TIME } from '../../../src/domain/newcomer.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { SINGLE_OPEN } from '../../support/channels.js';
import { conversationId } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import {
  inMemory,
  type InMemory,
  nodeBeside,
  storedEvents,
  toSend,
  types,
} from '../../support/in-memory.js';

const WHOLE = { newest: 100 } as const;

/** The widget of document 001 opens its conversation before it knows who it is. */
describe('newcomers', () => {
  let chat: InMemory;
  let ids = 0;

  /** Whose id was issued so long before now. */
  const issued = (ago = 0): Guest => {
    ids += 1;
    const random = String(ids).padStart(22, '0');
    return guest(`guest_${String(chat.clock.time - ago).padStart(13, '0')}_${random}`);
  };

  const start = async (by: Guest, isNewcomer: boolean): Promise<Conversation> => {
    const input = {
      channel: SINGLE_OPEN,
      type: 'general',
      subject: null,
      isNewcomer,
      address: null,
    } as const;
    return expectRight(await chat.cases.getOrStartConversation(by, input)()).conversation;
  };

  const say = async (by: Actor, id: ConversationId, text = 'hello', at = chat) =>
    at.cases.sendMessage(by, toSend(id, { text }))();

  const texts = async (by: Actor, id: ConversationId): Promise<readonly string[]> => {
    const input = { conversationId: id, window: WHOLE };
    const { messages } = expectRight(await chat.cases.getHistory(by, input)());
    return messages.map((message) => ('text' in message ? message.text : ''));
  };

  const stateOf = async (id: ConversationId): Promise<Conversation> => {
    const events = await storedEvents(chat.store, id);
    return fold(events);
  };

  let newcomer: Guest;
  let fresh: Conversation;

  beforeEach(async () => {
    chat = inMemory();
    newcomer = issued();
    fresh = await start(newcomer, true);
  });

  describe('adoptConversation', () => {
    const adopt = (by: Guest, at = chat) => at.cases.adoptConversation(by, fresh.id)();

    it('makes a guest who is as new the one who opened it', async () => {
      const adoption = expectRight(await adopt(issued()));
      expect(adoption.guest).to.deep.equal(newcomer);
      expect(adoption.isAlias).to.equal(false);
      expect(adoption.conversation).to.deep.include({ id: fresh.id, isAdopted: true });
      expect(types(await storedEvents(chat.store, fresh.id))).to.deep.equal(['opened', 'adopted']);
    });

    it('happens once, though fifty ask at once on two nodes', async () => {
      const beside = nodeBeside(chat);
      const asked = Array.from({ length: 50 }, (_, n) =>
        adopt(n % 5 === 0 ? issued(NEWCOMER_TIME) : issued(), n % 2 === 0 ? chat : beside),
      );
      const outcomes = await Promise.all(asked);
      const adopted = outcomes.filter((outcome) => !isLeft(outcome));
      expect(adopted).to.have.length(1);
      for (const outcome of outcomes) if (isLeft(outcome)) expectLeft(outcome, 'AccessDenied');
      expect(types(await storedEvents(chat.store, fresh.id))).to.deep.equal(['opened', 'adopted']);
    });

    it('makes him the one who opened it again, whenever he comes under the id that he had', async () => {
      const visitor = issued();
      expectRight(await adopt(visitor));
      expectRight(await say(newcomer, fresh.id));
      chat.clock.time += 2 * NEWCOMER_TIME;
      const adoption = expectRight(await adopt(visitor));
      expect(adoption).to.deep.include({ guest: newcomer, isAlias: false });
      expect(adoption.conversation.messageCount).to.equal(1);
      expectLeft(await adopt(issued()), 'AccessDenied');
      expect(await storedEvents(chat.store, fresh.id)).to.have.length(3);
    });

    it('makes it a known guest’s who has none', async () => {
      const known = issued(NEWCOMER_TIME);
      const adoption = expectRight(await adopt(known));
      expect(adoption).to.deep.include({ guest: known, isAlias: false });
      expect(adoption.conversation.owner.id).to.equal(known.id);
      expectLeft(await say(newcomer, fresh.id), 'AccessDenied');
      expectRight(await say(known, fresh.id));
      expect((await start(known, false)).id).to.equal(fresh.id);
    });

    it('takes a guest for known who owns something, however new he is', async () => {
      const busy = issued();
      const own = await start(busy, false);
      expect(expectRight(await adopt(busy))).to.deep.include({ guest: busy, isAlias: true });
      expect((await chat.cases.getConversation(busy, fresh.id)())._tag).to.equal('Right');
      expect(expectRight(await chat.cases.getConversation(busy, fresh.id)()).id).to.equal(own.id);
    });

    it('makes nobody a guest who was one before', async () => {
      const before = issued(NEWCOMER_TIME);
      fresh = await start(before, true);
      expectLeft(await adopt(issued()), 'AccessDenied');
      const known = issued(NEWCOMER_TIME);
      const own = await start(known, false);
      const { conversation, guest: same } = expectRight(await adopt(known));
      expect([conversation.id, same.id]).to.deep.equal([own.id, known.id]);
    });

    it('is refused where the one who opened it has spoken: staff hear of it, and might become him', async () => {
      expectRight(await say(newcomer, fresh.id));
      expectLeft(await adopt(issued(NEWCOMER_TIME)), 'AccessDenied');
      expectLeft(await adopt(issued()), 'AccessDenied');
    });

    it('asks a newcomer for no silence where staff have spoken first, and one who is known for it', async () => {
      expectRight(await say(admin(), fresh.id));
      expectLeft(await adopt(issued(NEWCOMER_TIME)), 'AccessDenied');
      expectRight(await adopt(issued()));
    });

    it('is refused, or is over, where somebody closes it meanwhile', async () => {
      const beside = nodeBeside(chat);
      const known = issued(NEWCOMER_TIME);
      const own = await start(known, false);
      for (const by of [issued(), known, issued(NEWCOMER_TIME)]) {
        fresh = await start(issued(), true);
        const [adopted] = await Promise.all([
          adopt(by),
          beside.cases.closeConversation(admin(), { conversationId: fresh.id, note: null })(),
        ]);
        const { status, owner, aliasOf } = await stateOf(fresh.id);
        if (isLeft(adopted)) expectLeft(adopted, 'AccessDenied');
        else if (aliasOf === null) expect(adopted.right.guest.id).to.equal(owner.id);
        else expect(aliasOf).to.equal(own.id);
        expect(status).to.equal('closed');
      }
    });

    it('is refused after a minute, and of what no newcomer opened', async () => {
      const someone = issued();
      chat.clock.time += NEWCOMER_TIME;
      expectLeft(await adopt(someone), 'AccessDenied');
      fresh = await start(issued(), false);
      expectLeft(await adopt(issued()), 'AccessDenied');
      fresh = { ...fresh, id: conversationId(99) };
      expectLeft(await adopt(issued()), 'NotFound');
    });
  });

  describe('an alias', () => {
    let known: Guest;
    let own: Conversation;

    beforeEach(async () => {
      known = issued(NEWCOMER_TIME);
      own = await start(known, false);
      expectRight(await say(known, own.id, 'earlier'));
      const adoption = expectRight(await chat.cases.adoptConversation(known, fresh.id)());
      expect(adoption).to.deep.include({ guest: known, isAlias: true });
      expect(adoption.conversation.id).to.equal(own.id);
    });

    it('is what it stands for, to its guest and to staff, on every node', async () => {
      for (const by of [known, agent(), admin()]) {
        expectRight(await say(by, fresh.id, `by ${by.kind}`));
        expectRight(await say(by, fresh.id, 'beside', nodeBeside(chat)));
        expect(expectRight(await chat.cases.getConversation(by, fresh.id)()).id).to.equal(own.id);
      }
      const said = ['earlier', 'by guest', 'beside', 'by agent', 'beside', 'by admin', 'beside'];
      expect(await texts(known, fresh.id)).to.deep.equal(said);
      expect(types(await storedEvents(chat.store, fresh.id))).to.deep.equal(['opened', 'aliased']);
    });

    it('keeps the order of what is sent through it at once', async () => {
      const many = Array.from({ length: 20 }, (_, n) => `${n}`);
      await Promise.all(many.map((text) => say(known, fresh.id, text)));
      expect(await texts(known, own.id)).to.deep.equal(['earlier', ...many]);
    });

    it('is nothing to the one who opened it, nor to others', async () => {
      for (const by of [newcomer, issued(), customer()]) {
        expectLeft(await chat.cases.getConversation(by, fresh.id)(), 'AccessDenied');
        expectLeft(await say(by, fresh.id), 'AccessDenied');
        expectLeft(
          await chat.cases.joinConversation(by, { conversationId: fresh.id })(),
          'AccessDenied',
        );
      }
    });

    it('stands for one that is no alias, though two open each other’s at once', async () => {
      for (const beside of [chat, nodeBeside(chat)]) {
        const [one, other] = [issued(), issued()];
        const [first, second] = [await start(one, true), await start(other, true)];
        await Promise.all([
          chat.cases.adoptConversation(one, second.id)(),
          beside.cases.adoptConversation(other, first.id)(),
        ]);
        for (const id of [first.id, second.id]) {
          const { aliasOf } = await stateOf(id);
          if (aliasOf !== null) expect((await stateOf(aliasOf)).aliasOf).to.equal(null);
        }
      }
    });

    it('is nothing where a store has it stand for an alias', async () => {
      const other = await start(issued(), true);
      const { lastSeq } = await stateOf(other.id);
      const aliased = {
        type: 'aliased',
        of: fresh.id,
        seq: lastSeq + 1,
        at: chat.clock.time,
      } as const;
      const beside = nodeBeside(chat);
      await chat.store.log.append([
        { expectedSeq: lastSeq, events: [aliased], conversation: evolve(other, aliased) },
      ])();
      expectLeft(await beside.cases.getConversation(admin(), other.id)(), 'NotFound');
      expectLeft(await say(admin(), other.id, 'hello', beside), 'NotFound');
    });

    it('leaves what it stands for to its guest alone', async () => {
      const busy = issued();
      const his = await start(busy, true);
      expect(
        expectRight(await chat.cases.adoptConversation(busy, (await start(issued(), true)).id)())
          .isAlias,
      ).to.equal(true);
      expectLeft(await chat.cases.adoptConversation(known, his.id)(), 'AccessDenied');
      expectLeft(await chat.cases.adoptConversation(issued(), his.id)(), 'AccessDenied');
      expect((await stateOf(his.id)).owner.id).to.equal(busy.id);
    });

    it('is in no list, neither its guest’s nor that of the one who opened it', async () => {
      const page = { page: 1, limit: 10 };
      const { items } = expectRight(await chat.store.queries.owned(personKey(known), page)());
      expect(items.map(({ id }) => id)).to.deep.equal([own.id]);
      const opened = expectRight(await chat.store.queries.owned(personKey(newcomer), page)());
      expect(opened).to.deep.equal({ items: [], total: 0 });
    });

    it('shows who names nobody nothing of what it stands for', async () => {
      const input = { conversationId: fresh.id, window: WHOLE };
      expect(expectRight(await chat.cases.getNewcomersHistory(input)()).messages).to.deep.equal([]);
    });

    it('has typing told where it is heard', async () => {
      const input = { conversationId: fresh.id, typing: true, followed: null };
      const typing = expectRight(await chat.cases.indicateTyping(known, input)());
      expect(typing.conversationId).to.equal(own.id);
    });
  });

  describe('getNewcomersHistory', () => {
    const read = (id: ConversationId) =>
      chat.cases.getNewcomersHistory({ conversationId: id, window: WHOLE })();

    it('is for whoever has the id, for a minute, adopted or not', async () => {
      expectRight(await say(newcomer, fresh.id));
      expect(expectRight(await read(fresh.id)).messages).to.have.length(1);
      expect(expectRight(await read(fresh.id)).total).to.equal(1);
      chat.clock.time += NEWCOMER_TIME;
      expectLeft(await read(fresh.id), 'AuthRequired');
    });

    it('is nothing of what somebody known opened, or of what is not there', async () => {
      const other = await start(issued(), false);
      expectLeft(await read(other.id), 'AuthRequired');
      expectLeft(await read(conversationId(99)), 'AuthRequired');
    });
  });
});
