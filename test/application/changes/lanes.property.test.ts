import { fold } from '../../../src/domain/evolve.js';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import { changeConversation } from '../../../src/application/changes/change-conversation.js';
import type { Changed } from '../../../src/application/changes/lane-command.js';
import type { ConversationLog } from '../../../src/application/ports/conversation-log.js';
import { type Actor, personKey, type Staff } from '../../../src/domain/actor.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import type { ConversationEvent } from '../../../src/domain/conversation-event.js';
import { claim } from '../../../src/domain/decide/claim.js';
import { close } from '../../../src/domain/decide/close.js';
import { assigneeOf, type Decision } from '../../../src/domain/decide/decision.js';
import { handOver } from '../../../src/domain/decide/hand-over.js';
import { postMessage } from '../../../src/domain/decide/post-message.js';
import type { Failure } from '../../../src/domain/failure.js';
import { type MessageName, messageName } from '../../../src/domain/message-name.js';
import { admin, agent, customer } from '../../support/actors.js';
import { opening } from '../../support/appends.js';
import { SINGLE_OPEN } from '../../support/channels.js';
import { messageId, post } from '../../support/conversations.js';
import { expectRight } from '../../support/expect-either.js';
import { FixedClock, silentLogger } from '../../support/fixed-ports.js';
import { storedEvents } from '../../support/in-memory.js';
import { LateBus } from '../../support/late-bus.js';
import { slowLog, slowTurn } from '../../support/slow-log.js';

const placeTaken = { kind: 'PlaceTaken' } as const;
/** A slot to move from, and refusals that another one's doing may turn into success. */
const CHANNEL = { ...SINGLE_OPEN, ownership: 'exclusive' } as const;

const sarah = agent('sarah');
const bob = agent('bob');

/** To `move` is to close, which stands for a change of slot: no event makes one yet. */
type Command =
  | {
      readonly does: 'say';
      readonly by: Actor;
      readonly name: string | null;
      readonly ifLastSeq: number | null;
    }
  | { readonly does: 'give'; readonly by: Actor; readonly to: Staff }
  | { readonly does: 'claim' | 'close' | 'move'; readonly by: Actor };

const say: fc.Arbitrary<Command> = fc.record({
  does: fc.constant('say' as const),
  by: fc.constantFrom<Actor>(customer('alice'), sarah, bob),
  name: fc.constantFrom(null, 'c1', 'c2'),
  ifLastSeq: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.nat(8)),
});
const give: fc.Arbitrary<Command> = fc.record({
  does: fc.constant('give' as const),
  by: fc.constantFrom<Actor>(sarah, bob, admin()),
  to: fc.constantFrom<Staff>(sarah, bob),
});
const other: fc.Arbitrary<Command> = fc.record({
  does: fc.constantFrom('claim' as const, 'close' as const, 'move' as const),
  by: fc.constantFrom<Actor>(sarah, bob, admin()),
});
const steps = fc.array(
  fc.record({
    command: fc.oneof(
      { weight: 4, arbitrary: say },
      { weight: 1, arbitrary: give },
      { weight: 2, arbitrary: other },
    ),
    node: fc.nat(1),
  }),
  { minLength: 1, maxLength: 12 },
);

type Decide = (state: Conversation) => Decision<Failure>;

const decider = (command: Command, index: number): Decide => {
  const { by } = command;
  switch (command.does) {
    case 'say': {
      const { name: clientMessageId, ifLastSeq } = command;
      const message = post({ id: messageId(index), clientMessageId, ifLastSeq });
      return (state) => postMessage(state, message, by);
    }
    case 'give': {
      const to = assigneeOf(command.to);
      return (state) => handOver(state, { to, reason: null }, by);
    }
    case 'claim':
      return (state) => claim(state, by);
    case 'close':
    case 'move':
      return (state) => close(state, command.does, by);
  }
};

const nameOf = (command: Command): MessageName | null =>
  command.does === 'say' && command.name !== null
    ? { sender: personKey(command.by), clientMessageId: command.name }
    : null;

const isMove = (event: ConversationEvent): boolean =>
  event.type === 'closed' && event.note === 'move';

/** What was asked and answered, and how long the log was at either time. */
interface Call {
  readonly command: Command;
  readonly decide: Decide;
  readonly from: number;
  readonly to: number;
  readonly result: Either<Failure | typeof placeTaken, Changed>;
}

interface Played {
  /** Events that were there before. */
  readonly opening: number;
  readonly events: readonly ConversationEvent[];
  readonly published: readonly ConversationEvent[];
  readonly calls: readonly Call[];
}

/** Two nodes over one log, each of which finds a slot taken where `taken` says so. */
const play = async (
  scheduler: fc.Scheduler,
  all: readonly { readonly command: Command; readonly node: number }[],
  taken: readonly boolean[],
): Promise<Played> => {
  const store = memoryStore();
  const first = opening({ channel: CHANNEL });
  const { id } = first.conversation;
  expectRight(await store.log.append([first])());
  let length = first.events.length;
  const verdicts = [...taken];
  const log: ConversationLog = {
    ...store.log,
    append: (batch) => async () => {
      const moves = batch.some(({ events }) => events.some(isMove));
      if (moves && verdicts.shift() === true) return right([{ kind: 'slotTaken' }]);
      const result = await store.log.append(batch)();
      length = (await storedEvents(store, id)).length;
      return result;
    },
  };
  const bus = new LateBus(slowTurn(scheduler, 'bus'));
  const published: ConversationEvent[] = [];
  bus.subscribe((message) => {
    if (message.kind === 'changed') published.push(...message.events);
  });
  const nodes = [0, 1].map((node) =>
    changeConversation({
      log: slowLog(log, scheduler),
      bus,
      clock: new FixedClock(),
      turn: slowTurn(scheduler, `turn of ${node}`),
      logger: silentLogger,
    }),
  );

  const call = async (command: Command, index: number, node: number): Promise<Call> => {
    await scheduler.schedule(Promise.resolve(), `${command.does} ${index}`);
    const from = length;
    const decide = decider(command, index);
    const options = {
      name: nameOf(command),
      ...(command.does === 'move' ? { slotTaken: placeTaken } : {}),
    };
    const changes = nodes[node];
    if (changes === undefined) throw new Error(`there is no node ${node}`);
    const result = await changes.change(id, decide, options)();
    return { command, decide, from, to: length, result };
  };

  const calls = Promise.all(all.map(({ command, node }, index) => call(command, index, node)));
  const answered = await scheduler.waitFor(calls);
  await scheduler.waitIdle();
  const events = await storedEvents(store, id);
  return { opening: first.events.length, events, published, calls: answered };
};

/** That each call might have happened at one moment between its question and its answer. */
const expectOneOrder = ({ events, calls }: Played): void => {
  const after = (seq: number): Conversation => fold(events.slice(0, seq));
  const isNamed = (event: ConversationEvent, name: MessageName): boolean => {
    const own = messageName(event);
    return own?.sender === name.sender && own.clientMessageId === name.clientMessageId;
  };
  for (const { command, decide, from, to, result } of calls) {
    const name = nameOf(command);
    const moments = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const isStored = (seq: number): boolean =>
      name !== null && events.slice(0, seq).some((event) => isNamed(event, name));
    if (isLeft(result)) {
      if (result.left.kind === 'PlaceTaken') {
        expect(command.does).to.equal('move');
        continue;
      }
      const reasons = moments.filter((seq) => !isStored(seq)).map((seq) => decide(after(seq)));
      expect(reasons).to.deep.include(result);
      continue;
    }
    const { conversation, events: own, repeated } = result.right;
    expect(conversation).to.deep.equal(after(conversation.lastSeq));
    if (repeated !== null) {
      expect(name !== null && isNamed(repeated, name)).to.equal(true);
      expect(events[repeated.seq - 1]).to.deep.equal(repeated);
      expect(repeated.seq).to.be.at.most(Math.min(conversation.lastSeq, to));
    } else if (own.length === 0) {
      expect(moments.map((seq) => decide(after(seq)))).to.deep.include(right([]));
    } else {
      const seq = own[0]?.seq ?? 0;
      expect(seq).to.be.within(from + 1, to);
      expect(events.slice(seq - 1, conversation.lastSeq)).to.deep.equal(own);
      expect(isStored(seq - 1)).to.equal(false);
    }
  }
};

describe('two nodes that change one conversation, however long everything takes', () => {
  const taken = fc.array(fc.boolean(), { maxLength: 4 });

  it('answer as if one call had come after the other, and publish each event once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), steps, taken, async (scheduler, all, verdicts) => {
        const played = await play(scheduler, all, verdicts);
        expectOneOrder(played);
        const told = played.published.toSorted((one, next) => one.seq - next.seq);
        expect(told).to.deep.equal(played.events.slice(played.opening));
      }),
      { numRuns: 400 },
    );
  });
});
