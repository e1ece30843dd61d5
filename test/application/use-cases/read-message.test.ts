import { expect } from 'chai';
import { left } from 'fp-ts/lib/TaskEither.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import { eventLoopTurn } from '../../../src/adapters/outbound/system/event-loop-turn.js';
import { uuidGenerator } from '../../../src/adapters/outbound/system/uuid-generator.js';
import type { ReadSignal } from '../../../src/application/ports/event-bus.js';
import type { Store } from '../../../src/application/ports/store.js';
import {
  readMessage,
  type ReadMessageInput,
} from '../../../src/application/use-cases/read-message.js';
import { type Actor, personKey } from '../../../src/domain/actor.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import type { MessagePosted } from '../../../src/domain/conversation-event.js';
import { senderOf } from '../../../src/domain/decide/decision.js';
import { unavailable } from '../../../src/domain/failure.js';
import { type MessageId, toMessageId } from '../../../src/domain/ids.js';
import { record } from '../../../src/domain/record.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { answer } from '../../support/answer.js';
import { silentLogger } from '../../support/fixed-ports.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { inMemory, type InMemory, nodeBeside, started, toSend } from '../../support/in-memory.js';

const alice = customer('alice');
const sarah = agent('sarah');

const nothingKnown = { heard: null, named: null, followed: [] } as const;

/** Readers of the store are counted. */
const counting = (store: Store) => {
  const counts = { reads: 0 };
  const log: Store['log'] = {
    ...store.log,
    read: (...asked) => {
      counts.reads += 1;
      return store.log.read(...asked);
    },
  };
  return { store: { ...store, log }, counts };
};

describe('readMessage', () => {
  let chat: InMemory;
  let conversation: Conversation;
  let signals: ReadSignal[];

  beforeEach(async () => {
    chat = inMemory();
    // The time is in the ids that are searched for.
    Object.assign(chat.ids, { next: () => uuidGenerator.next() });
    chat.clock.time = Date.now();
    conversation = await started(chat);
    signals = [];
    chat.bus.subscribe((message) => {
      if (message.kind === 'read') signals.push(message);
    });
  });

  const say = async (by: Actor, to = conversation): Promise<MessagePosted> =>
    expectRight(await chat.cases.sendMessage(by, toSend(to.id, { claims: true }))()).message;

  const read = (
    by: Actor,
    messageId: MessageId,
    wish: Partial<ReadMessageInput> = {},
    { cases } = chat,
  ) => cases.readMessage(by, { ...nothingKnown, named: conversation.id, messageId, ...wish })();

  const expectReader = async (
    by: Actor,
    { id, seq }: MessagePosted,
    reader: Actor | null,
    at = chat.clock.time,
  ): Promise<void> => {
    const mark = reader && { conversationId: conversation.id, seq, by: personKey(reader), at };
    expect(expectRight(await read(by, id)).mark).to.deep.equal(mark);
  };

  it('marks what the owner wrote as read by staff, and what staff wrote by the owner', async () => {
    await expectReader(sarah, await say(alice), sarah);
    await expectReader(alice, await say(sarah), alice);
    expect(signals.map(({ by, seq }) => [by, seq])).to.deep.equal([
      ['staff:sarah', 2],
      ['customer:alice', 4],
    ]);
  });

  it('takes what the system wrote as written to the owner', async () => {
    const { log } = chat.store;
    const id = toMessageId(chat.ids.next());
    const recorded = record(
      conversation,
      [
        {
          type: 'messagePosted',
          id,
          kind: 'auth_code',
          sender: senderOf({ kind: 'system' }),
          codeId: 'code',
          addressee: conversation.owner,
        },
      ],
      chat.clock.time,
    );
    await answer(log.append([{ expectedSeq: conversation.lastSeq, ...recorded }]));
    const [code] = recorded.events;
    if (code?.type !== 'messagePosted') throw new Error('no code was posted');
    await expectReader(sarah, code, null);
    await expectReader(alice, code, alice);
    expect(signals).to.have.length(1);
  });

  it('changes nothing by any other reading, and tells what counts', async () => {
    const asked = await say(alice);
    await expectReader(alice, asked, null);
    const at = chat.clock.time;
    await expectReader(sarah, asked, sarah);
    chat.clock.time += 5_000;
    for (const other of [sarah, admin(), agent('tom'), alice]) {
      await expectReader(other, asked, sarah, at);
    }
    const replied = await say(sarah);
    for (const staff of [sarah, admin()]) await expectReader(staff, replied, null);
    expect(signals).to.deep.equal([
      {
        kind: 'read',
        conversationId: conversation.id,
        messageId: asked.id,
        seq: asked.seq,
        by: 'staff:sarah',
        at,
      },
    ]);
  });

  it('marks in a closed conversation too', async () => {
    const asked = await say(alice);
    expectRight(
      await chat.cases.closeConversation(admin(), {
        conversationId: conversation.id,
        note: null,
      })(),
    );
    await expectReader(sarah, asked, sarah);
  });

  it('finds no message that one may not read, nor one that is none', async () => {
    const asked = await say(alice);
    const noted = expectRight(
      await chat.cases.addNote(sarah, { conversationId: conversation.id, text: 'hm' })(),
    );
    const wishes: Partial<ReadMessageInput>[] = [
      {},
      { named: null },
      { named: null, followed: [conversation] },
      { heard: { conversationId: conversation.id, seq: asked.seq } },
      { heard: { conversationId: conversation.id, seq: asked.seq }, followed: [conversation] },
    ];
    for (const stranger of [customer('mallory'), guest('alice')]) {
      for (const wish of wishes) {
        const failure = expectLeft(await read(stranger, asked.id, wish), 'NotFound');
        expect(failure.what).to.equal('message');
      }
    }
    for (const id of [toMessageId(chat.ids.next()), noted.id]) {
      for (const wish of wishes) {
        expect(expectLeft(await read(sarah, id, wish), 'NotFound').what).to.equal('message');
      }
    }
    expect(signals).to.deep.equal([]);
    expect(await answer(chat.store.reads.within(conversation.id, 1, 100))).to.deep.equal([]);
  });

  it('finds it by its id alone where it is followed, or the client’s own', async () => {
    const asked = await say(alice);
    const replied = await say(sarah);
    const unnamed = { named: null };
    expectLeft(await read(sarah, asked.id, unnamed), 'NotFound');
    expectRight(await read(sarah, asked.id, { ...unnamed, followed: [conversation] }));
    expectRight(await read(alice, replied.id, unnamed));
    expect(signals).to.have.length(2);
  });

  it('finds it where the client says, though it says another first that is wrong', async () => {
    const asked = await say(alice);
    const other = await started(chat, {}, customer('bob'));
    expectLeft(await read(sarah, asked.id, { named: other.id }), 'NotFound');
    expectRight(await read(sarah, asked.id, { named: other.id, followed: [conversation] }));
  });

  it('reads one event where this node has heard of it', async () => {
    const { store, counts } = counting(memoryStore());
    chat = inMemory(store);
    conversation = await started(chat);
    const asked = await say(alice);
    counts.reads = 0;
    const heard = { conversationId: conversation.id, seq: asked.seq };
    expectRight(await read(sarah, asked.id, { heard, named: null, followed: [conversation] }));
    expect(counts.reads).to.equal(1);
  });

  it('costs little, whatever a client has joined that says an id which is none', async () => {
    const { store, counts } = counting(memoryStore());
    chat = inMemory(store);
    chat.clock.time = Date.now();
    const followed: Conversation[] = [];
    for (let n = 0; n < 100; n += 1) followed.push(await started(chat, {}, alice));
    counts.reads = 0;
    const id = toMessageId(uuidGenerator.next());
    expectLeft(await read(alice, id, { named: null, followed }), 'NotFound');
    expect(counts.reads).to.be.at.most(48);
    // Of a time before all of them.
    counts.reads = 0;
    const old = toMessageId('00000000-0001-7000-8000-000000000001');
    expectLeft(await read(alice, old, { named: null, followed }), 'NotFound');
    expect(counts.reads).to.equal(0);
  });

  it('has one first of fifty readers at once on two nodes, who is told once', async () => {
    const asked = await say(alice);
    const nodes = [chat, nodeBeside(chat)] as const;
    nodes[1].bus.subscribe((message) => {
      if (message.kind === 'read') signals.push(message);
    });
    const outputs = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        read(agent(`agent-${n}`), asked.id, {}, nodes[n % 2 === 0 ? 0 : 1]),
      ),
    );
    const marks = outputs.map((output) => expectRight(output).mark);
    expect(signals).to.have.length(1);
    for (const mark of marks) expect(mark).to.deep.equal(marks[0]);
    expect(marks[0]?.by).to.equal(signals[0]?.by);
  });

  it('tells nobody where the store has failed', async () => {
    const asked = await say(alice);
    const broken: Store['reads'] = {
      mark: () => left(unavailable),
      within: () => left(unavailable),
    };
    const failing = readMessage({
      ...chat.store,
      ...chat,
      getConversation: chat.cases.getConversation,
      logger: silentLogger,
      turn: eventLoopTurn,
      reads: broken,
    });
    for (const reader of [sarah, alice]) {
      const input = { ...nothingKnown, named: conversation.id, messageId: asked.id };
      expectLeft(await failing(reader, input)(), 'Unavailable');
    }
    expect(signals).to.deep.equal([]);
  });

  it('is shown by the history, page by page', async () => {
    for (let n = 0; n < 5; n += 1) await say(n % 2 === 0 ? alice : sarah);
    const history = async (window: Parameters<typeof chat.cases.getHistory>[1]['window']) =>
      expectRight(
        await chat.cases.getHistory(alice, { conversationId: conversation.id, window })(),
      );
    const all = (await history({ newest: 50 })).messages;
    const [, second, third] = all;
    if (second === undefined || third === undefined) throw new Error('too little was said');
    await expectReader(alice, second, alice);
    await expectReader(sarah, third, sarah);
    expect([...(await history({ newest: 50 })).read]).to.deep.equal([second.seq, third.seq]);
    expect([...(await history({ page: 1, limit: 2 })).read]).to.deep.equal([second.seq]);
    expect([...(await history({ page: 2, limit: 2 })).read]).to.deep.equal([third.seq]);
    expect([...(await history({ newest: 2 })).read]).to.deep.equal([]);
    expect([...(await history({ page: 9, limit: 2 })).read]).to.deep.equal([]);
  });
});
