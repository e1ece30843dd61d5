import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { left, right } from 'fp-ts/lib/TaskEither.js';
import { isSome } from 'fp-ts/lib/Option.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import { CODE_TIME } from '../../../src/application/ports/auth-codes.js';
import { CODE_FAILURES } from '../../../src/application/ports/rate-limiter.js';
import type { Store } from '../../../src/application/ports/store.js';
import {
  type IssueCodeInput,
  type IssuedCode,
  MAX_DEVICE_INFO,
} from '../../../src/application/use-cases/issue-code.js';
import type { VerifyCodeInput } from '../../../src/application/use-cases/verify-code.js';
import type { Actor } from '../../../src/domain/actor.js';
import { unavailable } from '../../../src/domain/failure.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { answer } from '../../support/answer.js';
import { SHARED, SINGLE_OPEN } from '../../support/channels.js';
import { codeDigits } from '../../support/code-digits.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import {
  inMemory,
  type InMemory,
  recorded,
  started,
  storedEvents,
} from '../../support/in-memory.js';
import { limiterOf } from '../../support/limits.js';

const alice = customer('alice');
const root = admin();

const wish = (more: Partial<IssueCodeInput> = {}): IssueCodeInput => ({
  userId: null,
  guestId: null,
  conversationId: null,
  deviceInfo: null,
  channel: SINGLE_OPEN,
  ...more,
});

const issue = async (
  { cases }: InMemory,
  more: Partial<IssueCodeInput> = {},
  by: Actor = root,
): Promise<IssuedCode> => expectRight(await cases.issueCode(by, wish(more))());

const verify = async (
  { cases }: InMemory,
  digits: string,
  more: Partial<VerifyCodeInput> = {},
  by: Actor | null = null,
): Promise<boolean> => {
  const input = { digits, userId: null, guest: null, address: '1.2.3.4', ...more };
  return isSome(expectRight(await cases.verifyCode(by, input)()));
};

describe('issueCode', () => {
  it('keeps the code first, and then posts it with its id alone', async () => {
    const happened: string[] = [];
    const store = memoryStore();
    const chat = inMemory({
      ...store,
      codes: {
        ...store.codes,
        keep: (code, now) => {
          happened.push('kept');
          return store.codes.keep(code, now);
        },
      },
      log: {
        ...store.log,
        append: (batch) => {
          happened.push(...batch.flatMap(({ events }) => events.map(({ type }) => type)));
          return store.log.append(batch);
        },
      },
    });
    const { digits, conversation, expiresAt } = await issue(chat, { userId: 'alice' });
    expect(happened).to.deep.equal(['opened', 'kept', 'messagePosted']);
    expect(expiresAt).to.equal(chat.clock.now() + CODE_TIME);
    expect(conversation).to.deep.include({ type: 'onboarding', assignee: null });
    expect(conversation?.lastMessage?.text).to.equal('••••••');
    const [posted] = recorded(chat).slice(-1);
    if (posted?.type !== 'messagePosted' || posted.kind !== 'auth_code') throw new Error('no code');
    expect(codeDigits.digitsOf(posted.codeId)).to.equal(digits);
    expect(posted.addressee).to.deep.equal({ kind: 'customer', id: 'alice' });
    expect(JSON.stringify(recorded(chat))).to.not.contain(`"${digits}"`);
  });

  it('posts nothing where the code cannot be kept, and opens no door where it cannot be posted', async () => {
    const store = memoryStore();
    let isDown = true;
    const failing: Store = {
      ...store,
      codes: {
        ...store.codes,
        keep: (...code) => (isDown ? left(unavailable) : store.codes.keep(...code)),
      },
      log: {
        ...store.log,
        append: (batch) => (isDown ? store.log.append(batch) : left(unavailable)),
      },
    };
    const chat = inMemory(failing);
    const { id } = await started(chat);
    expectLeft(await chat.cases.issueCode(root, wish({ conversationId: id }))(), 'Unavailable');
    expect(await storedEvents(store, id)).to.have.length(1);
    isDown = false;
    expectLeft(await chat.cases.issueCode(root, wish({ conversationId: id }))(), 'Unavailable');
  });

  it('draws again while a live code has the digits, but not for ever', async () => {
    const store = memoryStore();
    let taken = 0;
    const chat = inMemory({
      ...store,
      codes: {
        ...store.codes,
        keep: (code, now) => {
          taken -= 1;
          return taken >= 0 ? right('taken' as const) : store.codes.keep(code, now);
        },
      },
    });
    taken = 19;
    const { digits } = await issue(chat);
    expect(await verify(chat, digits)).to.equal(true);
    taken = 20;
    expectLeft(await chat.cases.issueCode(root, wish())(), 'Unavailable');
  });

  it('is for staff, in conversations that they may read', async () => {
    const chat = inMemory();
    const { id: conversationId } = await started(chat, { departmentId: 'cards' });
    for (const by of [alice, guest(), { kind: 'system' } as const]) {
      expect(
        expectLeft(await chat.cases.issueCode(by, wish({ conversationId }))(), 'AccessDenied').to,
      ).to.equal('operation');
    }
    const stranger = agent('bob', ['loans']);
    expect(
      expectLeft(await chat.cases.issueCode(stranger, wish({ conversationId }))(), 'AccessDenied')
        .to,
    ).to.equal('conversation');
    await issue(chat, { conversationId }, agent('carl', ['cards']));
  });

  it('voids nothing where a person’s onboarding is not the agent’s to read', async () => {
    const chat = inMemory();
    const onboarding = { channel: SINGLE_OPEN, type: 'onboarding', departmentId: 'cards' } as const;
    await started(chat, onboarding);
    const { digits } = await issue(chat, { userId: 'alice' });
    const stranger = agent('bob', ['loans']);
    expect(
      expectLeft(await chat.cases.issueCode(stranger, wish({ userId: 'alice' }))(), 'AccessDenied')
        .to,
    ).to.equal('conversation');
    expect(await verify(chat, digits, { userId: 'alice' })).to.equal(true);
  });

  it('is refused in a conversation that is closed, and voids nothing there', async () => {
    const chat = inMemory();
    const { id: conversationId } = await started(chat);
    const { digits } = await issue(chat, { conversationId });
    expectRight(await chat.cases.closeConversation(root, { conversationId, note: null })());
    expectLeft(await chat.cases.issueCode(root, wish({ conversationId }))(), 'ConversationClosed');
    expect(await verify(chat, digits)).to.equal(true);
  });

  it('bounds what is said of a device', async () => {
    const chat = inMemory();
    const deviceInfo = 'x'.repeat(MAX_DEVICE_INFO);
    await issue(chat, { deviceInfo });
    expectLeft(
      await chat.cases.issueCode(root, wish({ deviceInfo: `${deviceInfo}x` }))(),
      'ValidationFailed',
    );
  });

  it('has the conversation’s owner as its target, of whatever channel', async () => {
    const chat = inMemory();
    const { id: conversationId } = await started(chat, { channel: SHARED });
    const { digits } = await issue(chat, { conversationId });
    expect(await verify(chat, digits, {}, customer('bob'))).to.equal(false);
    expect(await verify(chat, digits, {}, alice)).to.equal(true);
  });
});

describe('verifyCode', () => {
  it('counts what is none for the address before it looks, and gives back what was right', async () => {
    const chat = inMemory(memoryStore(), limiterOf({ codeFailures: CODE_FAILURES }));
    const { digits } = await issue(chat);
    for (let n = 1; n < CODE_FAILURES.limit; n += 1) {
      expect(await verify(chat, 'wrong')).to.equal(false);
    }
    expect(await verify(chat, digits)).to.equal(true);
    expect(await verify(chat, digits)).to.equal(false);
    const input = { digits, userId: null, guest: { id: null }, address: '1.2.3.4' };
    const limited = expectLeft(await chat.cases.verifyCode(null, input)(), 'RateLimited');
    expect(limited.retryAfter).to.be.within(1, CODE_FAILURES.seconds);
    expect(await verify(chat, digits, { address: '5.6.7.8' })).to.equal(false);
  });

  /** A chat that redeems nothing until so many have asked for a try of two. */
  const holdingUntil = (asked: number) => {
    const store = memoryStore();
    const limiter = limiterOf({ codeFailures: { limit: 2, seconds: 60 } });
    const { promise: released, resolve: release } = Promise.withResolvers<null>();
    let takes = 0;
    let redeems = 0;
    const redeem: Store['codes']['redeem'] = (attempt, now) => async () => {
      redeems += 1;
      await released;
      return store.codes.redeem(attempt, now)();
    };
    const take: typeof limiter.take = (budget, key) => async () => {
      const taken = await limiter.take(budget, key)();
      if ((takes += 1) === asked) release(null);
      return taken;
    };
    const chat = inMemory({ ...store, codes: { ...store.codes, redeem } }, { ...limiter, take });
    return { chat, redeems: () => redeems };
  };

  it('refuses none of those who are right, however many try at once', async () => {
    const { chat } = holdingUntil(7);
    const people = Array.from({ length: 7 }, (_, n) => `person ${n}`);
    const codes: string[] = [];
    for (const userId of people) codes.push((await issue(chat, { userId })).digits);
    const tries = people.map((userId, n) => verify(chat, codes[n] ?? '', { userId }));
    expect(await Promise.all(tries)).to.deep.equal(people.map(() => true));
  });

  it('looks at no more than may fail, however many try at once', async () => {
    const { chat, redeems } = holdingUntil(7);
    const input = { digits: 'wrong', userId: null, guest: null, address: '1.2.3.4' };
    const tries = Array.from({ length: 7 }, () => chat.cases.verifyCode(null, input)());
    const refused = (await Promise.all(tries)).filter((tried) => isLeft(tried));
    expect(refused).to.have.length(5);
    expect(redeems()).to.equal(2);
    expectLeft(await chat.cases.verifyCode(null, input)(), 'RateLimited');
  });

  it('counts an impostor’s try for his address, and for nobody else', async () => {
    const chat = inMemory(memoryStore(), limiterOf({ codeFailures: { limit: 2, seconds: 60 } }));
    for (let n = 0; n < 2; n += 1) {
      expect(await verify(chat, 'wrong', { guest: { id: null } })).to.equal(false);
    }
    const input = { digits: 'wrong', userId: null, guest: { id: null }, address: '1.2.3.4' };
    expectLeft(await chat.cases.verifyCode(null, input)(), 'RateLimited');
  });

  it('counts none for whom the store could not be asked', async () => {
    const store = memoryStore();
    const codes = { ...store.codes, redeem: () => left(unavailable) };
    const limiter = limiterOf({ codeFailures: { limit: 1, seconds: 60 } });
    const chat = inMemory({ ...store, codes }, limiter);
    const input = { digits: '123456', userId: null, guest: null, address: '1.2.3.4' };
    for (let n = 0; n < 3; n += 1) {
      expectLeft(await chat.cases.verifyCode(null, input)(), 'Unavailable');
    }
  });

  it('refuses a customer who says that he is another, and two names at once', async () => {
    const chat = inMemory();
    const input = { digits: '1', userId: 'bob', guest: null, address: '1.2.3.4' };
    expect(expectLeft(await chat.cases.verifyCode(alice, input)(), 'AccessDenied').to).to.equal(
      'operation',
    );
    const both = { ...input, guest: { id: guest().id } };
    expectLeft(await chat.cases.verifyCode(null, both)(), 'ValidationFailed');
  });
});

describe('the history of codes', () => {
  const shown = async (chat: InMemory, by: Actor): Promise<number> => {
    const [conversation] = chat.bus.changes.slice(-1).map((change) => change.conversation);
    if (conversation === undefined) throw new Error('nothing has happened');
    const window = { newest: 50 };
    const history = await chat.cases.getHistory(by, { conversationId: conversation.id, window })();
    return expectRight(history).ownCodes.size;
  };

  it('shows its addressee those that are live, until they end in whatever way', async () => {
    const ends: Readonly<Record<string, (chat: InMemory, digits: string) => Promise<unknown>>> = {
      'its time is over': (chat) => Promise.resolve((chat.clock.time += CODE_TIME)),
      'it was used': (chat, digits) => verify(chat, digits, {}, alice),
      'it is dead': async (chat) => {
        for (let n = 0; n < 5; n += 1) await verify(chat, 'wrong', {}, alice);
      },
    };
    for (const [why, end] of Object.entries(ends)) {
      const chat = inMemory();
      const { digits } = await issue(chat, { userId: 'alice' });
      chat.clock.time += CODE_TIME - 1;
      expect(await shown(chat, alice), why).to.equal(1);
      expect(await shown(chat, root), why).to.equal(0);
      await end(chat, digits);
      expect(await shown(chat, alice), why).to.equal(0);
    }
    const chat = inMemory();
    await issue(chat, { userId: 'alice' });
    await issue(chat, { userId: 'alice' });
    expect(await shown(chat, alice), 'another voids it').to.equal(1);
  });

  it('asks the store in one query for a page, and not at all where there is none to show', async () => {
    const store = memoryStore();
    let asked = 0;
    const codes: Store['codes'] = {
      ...store.codes,
      live: (ids, now) => {
        asked += 1;
        return store.codes.live(ids, now);
      },
    };
    const chat = inMemory({ ...store, codes });
    for (let n = 0; n < 5; n += 1) await issue(chat, { userId: 'alice' });
    await shown(chat, alice);
    expect(asked).to.equal(1);
    await shown(chat, root);
    expect(asked).to.equal(1);
    expect(await answer(codes.live([], 0))).to.have.property('size', 0);
  });

  it('cannot be told while the store cannot say what is live', async () => {
    const store = memoryStore();
    const codes = { ...store.codes, live: () => left(unavailable) };
    const chat = inMemory({ ...store, codes });
    const { conversation } = await issue(chat, { userId: 'alice' });
    if (conversation === null) throw new Error('it went to nobody');
    const input = { conversationId: conversation.id, window: { newest: 50 } };
    expectLeft(await chat.cases.getHistory(alice, input)(), 'Unavailable');
    expectRight(await chat.cases.getHistory(root, input)());
  });
});
