import { fold } from '../../../src/domain/evolve.js';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import { STORES } from '../../../src/bootstrap/stores.js';
import type { Actor, Client } from '../../../src/domain/actor.js';
import type { Channel } from '../../../src/domain/channel.js';
import type { Conversation } from '../../../src/domain/conversation.js';
import type { ConversationEvent } from '../../../src/domain/conversation-event.js';
import type { Failure } from '../../../src/domain/failure.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { admin, agent, contact, customer, guest } from '../../support/actors.js';
import {
  type Command,
  ConversationModel,
  entryOf,
  type Outcome,
} from '../../support/conversation-model.js';
import { NOW } from '../../support/conversations.js';
import {
  LASTING_STORES,
  needsStore,
  openStore,
  type StorePlace,
} from '../../support/bound-stores.js';
import { expectRight } from '../../support/expect-either.js';
import {
  inMemory,
  type InMemory,
  nodeBeside,
  recorded,
  started,
  storedEvents,
  toSend,
} from '../../support/in-memory.js';
import { EXCLUSIVE, SINGLE_OPEN } from '../../support/channels.js';

const staff = [agent('tom'), agent('carol', ['sales']), agent('dave', ['billing']), admin()];
const known = staff.map(({ id }) => id);

interface Setting {
  readonly owner: Client;
  readonly channel: Channel;
  readonly departmentId: string | null;
}

/** A command, and by how much the clock moves before it, maybe back. */
interface Step {
  readonly command: Command;
  readonly tick: number;
}

const OWNER = 'alice@example.com';

const setting: fc.Arbitrary<Setting> = fc.record({
  owner: fc.constantFrom<Client>(customer(OWNER), contact(OWNER)),
  channel: fc.constantFrom<Channel>(SINGLE_OPEN, EXCLUSIVE),
  departmentId: fc.constantFrom(null, null, 'sales'),
});

/** One of the first two is the owner, and the other one has his address alone. */
const by: fc.Arbitrary<Actor> = fc.constantFrom<Actor>(
  ...[customer(OWNER), contact(OWNER), customer(OWNER), contact(OWNER)],
  ...[customer('mallory'), contact('mallory'), guest(OWNER)],
  ...[...staff, ...staff],
);

const send: fc.Arbitrary<Command> = fc.record({
  does: fc.constant('send' as const),
  by,
  text: fc.constantFrom('yes', 'no'),
  name: fc.constantFrom(null, null, 'c1', 'c2'),
  ifLastSeq: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.nat(12)),
  claims: fc.boolean(),
});

const simple = (does: 'claim' | 'close'): fc.Arbitrary<Command> =>
  fc.record({ does: fc.constant(does), by });

const note: fc.Arbitrary<Command> = fc.record({
  does: fc.constant('note' as const),
  by,
  text: fc.constantFrom('yes', 'no'),
  name: fc.constantFrom(null, null, 'c1', 'c2'),
});

const handOver: fc.Arbitrary<Command> = fc.record({
  does: fc.constant('handOver' as const),
  by,
  to: fc.constantFrom(...known, 'nobody'),
});

const rate: fc.Arbitrary<Command> = fc.record({
  does: fc.constant('rate' as const),
  by,
  stars: fc.constantFrom(1, 3, 5, 0, 6, 2.5),
});

const ticket: fc.Arbitrary<Command> = fc.record({
  does: fc.constant('ticket' as const),
  by,
  subject: fc.constantFrom('A failed transfer', 'A failed transfer', ''),
});

const updateTicket: fc.Arbitrary<Command> = fc.record({
  does: fc.constant('updateTicket' as const),
  by,
  status: fc.constantFrom(null, 'resolved' as const, 'open' as const),
  priority: fc.constantFrom(null, 'high' as const, 'medium' as const),
});

const steps = (
  maxLength: number,
  ...others: readonly fc.Arbitrary<Command>[]
): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      command: fc.oneof(
        { weight: 6, arbitrary: send },
        { weight: 3, arbitrary: simple('claim') },
        { weight: 1, arbitrary: simple('close') },
        { weight: 2, arbitrary: note },
        ...others.map((arbitrary) => ({ weight: 2, arbitrary })),
        { weight: 1, arbitrary: rate },
      ),
      tick: fc.integer({ min: -50, max: 100 }),
    }),
    { minLength: 1, maxLength },
  );

type Answer = Either<Failure, unknown>;

const run = async ({ cases }: InMemory, id: ConversationId, command: Command): Promise<Answer> => {
  const { by: actor } = command;
  switch (command.does) {
    case 'send': {
      const { text, name, ifLastSeq, claims } = command;
      const input = toSend(id, { text, clientMessageId: name, ifLastSeq, claims });
      return cases.sendMessage(actor, input)();
    }
    case 'claim':
      return cases.claimConversation(actor, id)();
    case 'handOver': {
      const input = { conversationId: id, agentId: command.to, reason: null };
      return cases.handOverConversation(actor, input)();
    }
    case 'close':
      return cases.closeConversation(actor, { conversationId: id, note: null })();
    case 'rate':
      return cases.rateConversation(actor, {
        conversationId: id,
        stars: command.stars,
        feedback: null,
      })();
    case 'ticket':
      return cases.openTicket(actor, {
        conversationId: id,
        subject: command.subject,
        description: null,
        supportType: 'GENERAL',
        priority: 'medium',
      })();
    case 'updateTicket': {
      const { status, priority } = command;
      const found = await cases.getConversation(admin(), id)();
      const key = isLeft(found) ? '' : (found.right.ticket?.number ?? '');
      return cases.updateTicket(actor, { key, status, priority })();
    }
    case 'note':
      return cases.addNote(actor, {
        conversationId: id,
        text: command.text,
        clientMessageId: command.name,
      })();
  }
};

const outcomeOf = (answer: Answer): Outcome => {
  if (!isLeft(answer)) return 'ok';
  const failure = answer.left;
  const parts: readonly string[] = [
    failure.kind,
    ...('to' in failure ? [failure.to] : []),
    ...('what' in failure ? [failure.what] : []),
    ...('reason' in failure ? [failure.reason] : []),
    ...('holder' in failure ? [failure.holder] : []),
  ];
  return parts.join(' ');
};

interface Played {
  readonly conversation: Conversation;
  readonly events: readonly ConversationEvent[];
  readonly answers: readonly Answer[];
}

/** What the store holds in the end, with whatever must hold of it whoever wrote it. */
const ending = async (chat: InMemory, id: ConversationId): Promise<Omit<Played, 'answers'>> => {
  const events = await storedEvents(chat.store, id);
  const conversation = expectRight(await chat.cases.getConversation(admin(), id)());
  expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, index) => index + 1));
  const times = events.map(({ at }) => at);
  expect(times).to.deep.equal([...times].sort((a, b) => a - b));
  expect(fold(events)).to.deep.equal(conversation);
  const of = (type: ConversationEvent['type']) => events.filter((event) => event.type === type);
  expect(of('claimed').length).to.be.at.most(1);
  expect(conversation.epoch).to.equal(of('claimed').length + of('handedOver').length);
  expect(of('closed').length).to.be.at.most(1);
  expect(of('ticketOpened').length).to.be.at.most(1);
  expect(of('rated').length).to.be.at.most(of('closed').length);
  return { conversation, events };
};

const afresh = async (
  chat: InMemory,
  { owner, channel, departmentId }: Setting,
): Promise<ConversationId> => {
  for (const one of staff) expectRight(await chat.store.agents.remember(one)());
  chat.clock.time = NOW;
  const { id } = await started(chat, { channel, departmentId }, owner);
  return id;
};

const oneByOne = async (chat: InMemory, where: Setting, all: readonly Step[]): Promise<Played> => {
  const id = await afresh(chat, where);
  const answers: Answer[] = [];
  for (const { command, tick } of all) {
    chat.clock.time += tick;
    answers.push(await run(chat, id, command));
  }
  return { ...(await ending(chat, id)), answers };
};

const atOnce = async (chat: InMemory, where: Setting, all: readonly Step[]): Promise<Played> => {
  const id = await afresh(chat, where);
  const answers = await Promise.all(all.map(({ command }) => run(chat, id, command)));
  return { ...(await ending(chat, id)), answers };
};

/** What the model makes of the same steps. */
const modelled = ({ owner, channel, departmentId }: Setting, all: readonly Step[]) => {
  const model = new ConversationModel(
    owner,
    departmentId,
    channel.ownership === 'exclusive',
    known,
    NOW,
  );
  let clock = NOW;
  const outcomes = all.map(({ command, tick }) => {
    clock += tick;
    return model.run(command, clock);
  });
  return { model, outcomes };
};

const expectAsModelled = (played: Played, where: Setting, all: readonly Step[]): void => {
  const { model, outcomes } = modelled(where, all);
  expect(played.answers.map(outcomeOf)).to.deep.equal(outcomes);
  expect(played.events.map((event) => entryOf(event, OWNER))).to.deep.equal(model.log);
  const { status, assignee, epoch, messageCount, rating, lastMessage, updatedAt, waitingSince } =
    played.conversation;
  const { ticket: opened } = played.conversation;
  expect({
    status,
    updatedAt,
    waitingSince,
    lastText: lastMessage?.text ?? null,
    assignee: assignee?.id ?? null,
    epoch,
    messages: messageCount,
    stars: rating?.stars ?? null,
    ticket: opened && `${opened.status} ${opened.priority}`,
  }).to.deep.equal({
    status: model.status,
    updatedAt: model.updatedAt,
    waitingSince: model.waitingSince,
    lastText: model.lastText,
    assignee: model.assignee,
    epoch: model.epoch,
    messages: model.messages,
    stars: model.stars,
    ticket: model.ticket,
  });
};

describe('a conversation, whatever happens to it', () => {
  /** A node on a store of its own, which is gone with it. */
  const onStore = async <A>(place: StorePlace, use: (node: InMemory) => Promise<A>): Promise<A> => {
    const node = inMemory(await openStore(place));
    try {
      return await use(node);
    } finally {
      await node.store.close();
      await place.remove();
    }
  };

  it('goes as the model says, in memory', async () => {
    await fc.assert(
      fc.asyncProperty(setting, steps(30, handOver, ticket, updateTicket), async (where, all) => {
        expectAsModelled(await oneByOne(inMemory(), where, all), where, all);
      }),
      { numRuns: 200 },
    );
  });

  for (const name of LASTING_STORES) {
    describe(`on ${name}`, () => {
      const place = needsStore(name);

      // Each run has a store of its own, which takes its time to open: so they are told apart.
      for (const part of ['a', 'b', 'c', 'd']) {
        it(`goes as the model says, and leaves what it leaves in memory: ${part}`, async () => {
          await fc.assert(
            fc.asyncProperty(
              setting,
              steps(20, handOver, ticket, updateTicket),
              async (where, all) => {
                const played = await onStore(place(), (node) => oneByOne(node, where, all));
                expectAsModelled(played, where, all);
                expect(played).to.deep.equal(await oneByOne(inMemory(), where, all));
              },
            ),
            { numRuns: 10 },
          );
        });
      }
    });
  }

  // A handover asks the directory first, and a ticket the store, and so they take their places in the order later.
  it('goes the same way when all of it is asked for at once', async () => {
    await fc.assert(
      fc.asyncProperty(setting, steps(15), async (where, all) => {
        const still = all.map((step) => ({ ...step, tick: 0 }));
        expectAsModelled(await atOnce(inMemory(), where, still), where, still);
      }),
      { numRuns: 100 },
    );
  });

  for (const name of STORES) {
    describe(`on ${name}`, () => {
      const place = needsStore(name);

      for (const part of ['a', 'b', 'c', 'd']) {
        it(`has one order for everybody when three nodes change it at once: ${part}`, async () => {
          await fc.assert(
            fc.asyncProperty(setting, steps(24, handOver, ticket, updateTicket), (where, all) =>
              onStore(place(), async (first) => {
                const nodes = [first, nodeBeside(first), nodeBeside(first)];
                const id = await afresh(first, where);
                const answers = await Promise.all(
                  nodes.flatMap((node, turn) =>
                    all
                      .filter((_, index) => index % nodes.length === turn)
                      .map(({ command }) => run(node, id, command)),
                  ),
                );
                expect(answers.map(outcomeOf)).to.not.include('Unavailable');
                const { events } = await ending(first, id);
                const published = nodes.flatMap((node) => recorded(node));
                expect(published.sort((a, b) => a.seq - b.seq)).to.deep.equal(events);
              }),
            ),
            { numRuns: name === 'memory' ? 25 : 5 },
          );
        });
      }
    });
  }
});
