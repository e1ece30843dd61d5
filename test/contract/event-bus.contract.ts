import { expect } from 'chai';
import fc from 'fast-check';
import type { Append } from '../../src/application/ports/conversation-log.js';
import type {
  BusMessage,
  ConversationChange,
  EventBus,
  TypingSignal,
} from '../../src/application/ports/event-bus.js';
import { customer } from '../support/actors.js';
import { answer } from '../support/answer.js';
import { message, opening } from '../support/appends.js';
import { expectLeft } from '../support/expect-either.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';

const changeOf = ({ conversation, events }: Append): ConversationChange => ({
  kind: 'changed',
  conversation,
  events,
});

/** A conversation's changes, in the order of its log. */
const changes = (count: number): readonly ConversationChange[] => {
  let last = opening();
  const all = [changeOf(last)];
  while (all.length < count) {
    last = message(last.conversation);
    all.push(changeOf(last));
  }
  return all;
};

const isSame = (one: BusMessage, other: BusMessage): boolean =>
  one.kind === 'changed' &&
  other.kind === 'changed' &&
  one.conversation.id === other.conversation.id &&
  one.conversation.lastSeq === other.conversation.lastSeq;

const typing = ({ conversation }: ConversationChange): TypingSignal => ({
  kind: 'typing',
  conversationId: conversation.id,
  by: customer('alice'),
  typing: true,
});

const idOf = (message: BusMessage): string => {
  switch (message.kind) {
    case 'changed':
      return message.conversation.id;
    case 'disconnect':
      return message.people.join();
    case 'typing':
    case 'read':
      return message.conversationId;
  }
};

/** What reached a subscriber. */
class Inbox {
  readonly received: BusMessage[] = [];
  private readonly waiting: { readonly change: ConversationChange; readonly come: () => void }[] =
    [];

  readonly take = (message: BusMessage): void => {
    this.received.push(message);
    for (const one of this.waiting) if (isSame(one.change, message)) one.come();
  };

  /** Done when the change has come. */
  arrival(change: ConversationChange): Promise<void> {
    return new Promise((come) => {
      this.waiting.push({ change, come });
    });
  }

  ofConversation({ conversation: { id } }: ConversationChange): readonly BusMessage[] {
    return this.received.filter((message) => idOf(message) === id);
  }
}

/**
 * What a bus promises on one node. `setup` gives one without subscribers; `teardown` closes it, where a case has not
 * done so.
 */
export const describeEventBusContract = (options: ContractOptions<EventBus>): void => {
  describe(`EventBus: ${options.name}`, () => {
    const bus = eachTime(options);

    const subscribed = (): Inbox => {
      const inbox = new Inbox();
      bus().subscribe(inbox.take);
      return inbox;
    };

    /** Publishes, and is done when the last has reached a subscriber that came after all others. */
    const publishAll = async (all: readonly ConversationChange[]): Promise<void> => {
      const last = all.at(-1);
      if (last === undefined) return;
      const arrived = subscribed().arrival(last);
      for (const change of all) bus().publish(change);
      await arrived;
    };

    it('publishes to nobody without complaint', () => {
      expect(() => bus().publish(changeOf(opening()))).not.to.throw();
    });

    it('carries a change as it was published', async () => {
      const inbox = subscribed();
      const [change] = changes(1) as [ConversationChange];
      await publishAll([change]);
      expect(inbox.received).to.deep.equal([change]);
    });

    it('carries a signal as it was published, in its place among the changes', async () => {
      const inbox = subscribed();
      const [first, second] = changes(2) as [ConversationChange, ConversationChange];
      const arrived = inbox.arrival(second);
      bus().publish(first);
      bus().publish(typing(first));
      bus().publish(second);
      await arrived;
      expect(inbox.received).to.deep.equal([first, typing(first), second]);
    });

    it('reaches every subscriber once for each change, in the order published', async () => {
      const inboxes = [subscribed(), subscribed(), subscribed()];
      const all = changes(50);
      await publishAll(all);
      for (const { received } of inboxes) expect(received).to.deep.equal(all);
    });

    it('keeps the order of each of many conversations', async () => {
      const interleaving = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 60 });
      await fc.assert(
        fc.asyncProperty(interleaving, async (turns) => {
          const inbox = subscribed();
          const queues = Array.from({ length: 5 }, () => [...changes(60)]);
          const all = turns.flatMap((turn) => queues[turn]?.splice(0, 1) ?? []);
          await publishAll(all);
          for (const change of all) {
            expect(inbox.ofConversation(change)).to.deep.equal(
              all.filter(({ conversation }) => conversation.id === change.conversation.id),
            );
          }
        }),
        { numRuns: 20 },
      );
    });

    it('returns before any subscriber runs, so a slow one does not hold the publisher', async () => {
      const inbox = subscribed();
      const all = changes(3);
      const done = publishAll(all);
      expect(inbox.received).to.deep.equal([]);
      await done;
      expect(inbox.received).to.deep.equal(all);
    });

    it('never throws at the publisher, and costs only the subscriber that throws', async () => {
      const before = subscribed();
      const [bad, good] = changes(2) as [ConversationChange, ConversationChange];
      const survivors: BusMessage[] = [];
      bus().subscribe((change) => {
        if (isSame(change, bad)) throw new Error('a bug of a subscriber');
        survivors.push(change);
      });
      const after = subscribed();
      await publishAll([bad, good]);
      for (const { received } of [before, after]) expect(received).to.deep.equal([bad, good]);
      expect(survivors).to.deep.equal([good]);
    });

    it('brings nothing after an unsubscribe, to that one alone', async () => {
      const leaving = new Inbox();
      const unsubscribe = bus().subscribe(leaving.take);
      const staying = subscribed();
      const [first, second] = changes(2) as [ConversationChange, ConversationChange];
      await publishAll([first]);
      unsubscribe();
      await publishAll([second]);
      expect(leaving.received).to.deep.equal([first]);
      expect(staying.received).to.deep.equal([first, second]);
      expect(unsubscribe).not.to.throw();
    });

    it('brings nothing more to one that unsubscribes as it is called', async () => {
      const received: BusMessage[] = [];
      const all = changes(5);
      const unsubscribe = bus().subscribe((change) => {
        received.push(change);
        unsubscribe();
      });
      const staying = subscribed();
      await publishAll(all);
      expect(received).to.deep.equal(all.slice(0, 1));
      expect(staying.received).to.deep.equal(all);
    });

    it('is well until it is closed, and carries nothing after', async () => {
      const inbox = subscribed();
      const [before, after] = changes(2) as [ConversationChange, ConversationChange];
      await answer(bus().health());
      await publishAll([before]);
      await bus().close();
      expectLeft(await bus().health()(), 'Unavailable');
      expect(() => bus().publish(after)).not.to.throw();
      await bus().close();
      expect(inbox.received).to.deep.equal([before]);
    });

    it('keeps the order for everybody when a subscriber publishes in turn', async () => {
      const [first, second, third] = changes(3) as [
        ConversationChange,
        ConversationChange,
        ConversationChange,
      ];
      bus().subscribe((change) => {
        if (isSame(change, second)) bus().publish(third);
      });
      const inbox = subscribed();
      const arrived = inbox.arrival(third);
      bus().publish(first);
      bus().publish(second);
      await arrived;
      expect(inbox.received).to.deep.equal([first, second, third]);
    });
  });
};
