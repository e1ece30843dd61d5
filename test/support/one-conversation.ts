import { memoryStore } from '../../src/adapters/outbound/stores/memory/memory-store.js';
import { eventLoopTurn } from '../../src/adapters/outbound/system/event-loop-turn.js';
import {
  changeConversation,
  type ConversationChanges,
} from '../../src/application/changes/change-conversation.js';
import type { EventBus } from '../../src/application/ports/event-bus.js';
import { type Actor, personKey, type Staff } from '../../src/domain/actor.js';
import type { Channel } from '../../src/domain/channel.js';
import { claim } from '../../src/domain/decide/claim.js';
import { close } from '../../src/domain/decide/close.js';
import { assigneeOf } from '../../src/domain/decide/decision.js';
import { handOver } from '../../src/domain/decide/hand-over.js';
import { openConversation } from '../../src/domain/decide/open-conversation.js';
import { postMessage, type PostMessage } from '../../src/domain/decide/post-message.js';
import { toMessageId } from '../../src/domain/ids.js';
import { customer } from './actors.js';
import { SINGLE_OPEN } from './channels.js';
import { conversationId, NOW, opening, post } from './conversations.js';
import { expectRight } from './expect-either.js';
import { CountingIds, FixedClock, RecordingBus } from './fixed-ports.js';
import { storedEvents, types } from './in-memory.js';
import { ManualTurn, settled } from './manual-turn.js';
import { RecordingLogger } from './recording-logger.js';
import { ScriptedLog } from './scripted-log.js';

const alice = customer('alice');
const id = conversationId(1);

/** The commands of a conversation, alice's unless said otherwise, over one way of changing it. */
const commands = (changes: ConversationChanges, ids = new CountingIds()) => ({
  open: (channel: Channel = SINGLE_OPEN, as = id, number = 1) =>
    changes.open(as, () => openConversation(opening({ id: as, number, channel }), alice))(),
  say: (
    text: string,
    by: Actor = alice,
    name: string | null = null,
    to = id,
    wish: Partial<PostMessage> = {},
  ) => {
    const command = post({ id: toMessageId(ids.next()), text, clientMessageId: name, ...wish });
    return changes.change(to, (state) => postMessage(state, command, by), {
      name: name === null ? null : { sender: personKey(by), clientMessageId: name },
    })();
  },
  claim: (by: Staff) => changes.change(id, (state) => claim(state, by))(),
  give: (by: Staff, to: Staff) => {
    const command = { to: assigneeOf(to), reason: null };
    return changes.change(id, (state) => handOver(state, command, by))();
  },
  close: (by: Staff) => changes.change(id, (state) => close(state, null, by))(),
});

/** What was answered so far, by name. */
export const listen = (answers: Readonly<Record<string, Promise<unknown>>>): readonly string[] => {
  const heard: string[] = [];
  for (const [name, answer] of Object.entries(answers)) {
    const note = () => void heard.push(name);
    answer.then(note, note);
  }
  return heard;
};

/** One conversation over a log that can be scripted, with turns that end by hand. */
export const oneConversation = () => {
  const store = memoryStore();
  const script = new ScriptedLog(store.log);
  const bus = new RecordingBus();
  const clock = new FixedClock(NOW);
  const turn = new ManualTurn();
  const logger = new RecordingLogger();
  const changes = changeConversation({ log: script.log, bus, clock, turn, logger });
  const here = commands(changes);

  return {
    id,
    store,
    script,
    bus,
    clock,
    turn,
    logger,
    changes,
    here,

    /** Another process over the same database, with a cache of its own. */
    elsewhere: (other: EventBus = new RecordingBus()) =>
      commands(
        changeConversation({ log: store.log, bus: other, clock, turn: eventLoopTurn, logger }),
      ),

    /** Opens it here, so that its state is cached, and forgets that this was recorded. */
    opened: async (channel: Channel = SINGLE_OPEN): Promise<void> => {
      const answer = here.open(channel);
      turn.end();
      expectRight(await answer);
      bus.changes.length = 0;
      script.batches.length = 0;
      script.calls.length = 0;
    },

    /** The types of the events of every append that was asked for. */
    appended: () => script.batches.map((batch) => batch.map(({ events }) => types(events))),

    texts: async (): Promise<readonly string[]> =>
      (await storedEvents(store, id)).flatMap((event) => ('text' in event ? [event.text] : [])),

    /** Ends a turn, and lets what follows from it follow. */
    endTurn: async (): Promise<void> => {
      await settled();
      turn.end();
      await settled();
    },
  };
};

export type OneConversation = ReturnType<typeof oneConversation>;
