import { right } from 'fp-ts/lib/Either.js';
import { gateway } from '../../src/adapters/inbound/gateway/gateway.js';
import { somePresence } from '../support/presence.js';
import { memoryStore } from '../../src/adapters/outbound/stores/memory/memory-store.js';
import { eventLoopTurn } from '../../src/adapters/outbound/system/event-loop-turn.js';
import { type UseCases, useCases } from '../../src/application/use-cases/use-cases.js';
import type { Actor } from '../../src/domain/actor.js';
import type { ConversationEvent } from '../../src/domain/conversation-event.js';
import type { ConversationId } from '../../src/domain/ids.js';
import { admin, agent, customer } from '../support/actors.js';
import { Air } from '../support/air.js';
import { connectDirectly, type DirectClient } from '../support/direct-client.js';
import { distantLog } from '../support/distant-log.js';
import { expectRight } from '../support/expect-either.js';
import { FixedClock, silentLogger } from '../support/fixed-ports.js';
import { inMemory, type InMemory, started, storedEvents } from '../support/in-memory.js';
import { settled } from '../support/manual-turn.js';
import { NodeBus, type NodeName } from './network.js';
import { type Asking, plainDialect } from './plain-dialect.js';
import { guestIds } from '../support/guest-ids.js';
import { unlimited } from '../support/limits.js';
import { filePorts } from '../support/file-ports.js';
import { codeDigits } from '../support/code-digits.js';

interface Person {
  readonly actor: Actor;
  readonly node: NodeName;
  readonly dialect: 'red' | 'blue';
}

const root = admin('root');
const dana = agent('dana', ['cards']);

/** Everybody who is connected, and where. */
export const PEOPLE = {
  'alice on A': { actor: customer('alice'), node: 'A', dialect: 'red' },
  'alice on B': { actor: customer('alice'), node: 'B', dialect: 'blue' },
  'root on B': { actor: root, node: 'B', dialect: 'red' },
  'sarah on A': { actor: agent('sarah'), node: 'A', dialect: 'blue' },
  'eve on B': { actor: agent('eve', ['loans']), node: 'B', dialect: 'blue' },
  'mallory on A': { actor: customer('mallory'), node: 'A', dialect: 'red' },
} as const satisfies Readonly<Record<string, Person>>;

export type PersonName = keyof typeof PEOPLE;

/** Both alice's: `cards` is sarah's until it is handed over, of a department that is not hers; `open` is of none. */
export type Place = 'cards' | 'open';

type Does = 'join' | 'leave' | 'send' | 'note';

export type Step =
  | {
      readonly who: PersonName;
      readonly does: Does;
      readonly in: Place;
      readonly name: string | null;
      readonly since: number | null;
    }
  | { readonly does: 'hand over' | 'lose all' | 'pause' }
  | { readonly does: 'deliver' | 'lose' | 'answer'; readonly which: number };

/** Turns after which what has not come to rest never will. */
const PATIENCE = 2_000;

const places = async (node: InMemory): Promise<Readonly<Record<Place, ConversationId>>> => {
  const sarah = PEOPLE['sarah on A'].actor;
  for (const one of [sarah, dana]) expectRight(await node.store.agents.remember(one)());
  const { id: cards } = await started(node, { departmentId: 'cards' });
  expectRight(await node.cases.claimConversation(root, cards)());
  const toSarah = { conversationId: cards, agentId: sarah.id, reason: null };
  expectRight(await node.cases.handOverConversation(root, toSarah)());
  return { cards, open: (await started(node)).id };
};

/** Two gateways over one log, with everything between them and it in the air. */
export class World {
  private unanswered = 0;
  private asked = 0;
  private readonly known = new Map<string, number>();

  private constructor(
    private readonly before: InMemory,
    private readonly ids: Readonly<Record<Place, ConversationId>>,
    private readonly messages: Air,
    private readonly answers: Air,
    private readonly nodes: Map<NodeName, UseCases>,
    private readonly clients: Map<PersonName, DirectClient>,
    private readonly slow: readonly boolean[],
  ) {}

  /** `slow` says of each answer of the log whether it is. */
  static async begin(slow: readonly boolean[]): Promise<World> {
    const before = inMemory(memoryStore());
    const ids = await places(before);
    const [messages, answers] = [new Air(), new Air()];
    const world = new World(before, ids, messages, answers, new Map(), new Map(), slow);
    const buses = (['A', 'B'] as const).map((node) => new NodeBus(node, messages));
    for (const bus of buses) bus.join(buses);
    for (const bus of buses) await world.addNode(bus);
    return world;
  }

  /** What a person's client has been told. */
  heardBy(who: PersonName): DirectClient['came'] {
    return this.clients.get(who)?.came ?? [];
  }

  /** The `seq` of which the bus has told a node. */
  knownTo(node: NodeName, place: Place): number {
    return this.known.get(`${node} ${this.ids[place]}`) ?? 0;
  }

  idOf(place: Place): ConversationId {
    return this.ids[place];
  }

  stored(place: Place): Promise<readonly ConversationEvent[]> {
    return storedEvents(this.before.store, this.ids[place]);
  }

  /** Nothing waits between two steps, save where something arrives. */
  async take(step: Step): Promise<void> {
    switch (step.does) {
      case 'deliver':
        this.messages.arrive(step.which);
        return settled();
      case 'answer':
        this.answers.arrive(step.which);
        return settled();
      case 'lose':
        this.messages.lose(step.which);
        return;
      case 'lose all':
        while (!this.messages.isEmpty) this.messages.lose(0);
        return;
      case 'pause':
        return settled();
      case 'hand over':
        this.handOver();
        return;
      case 'join':
      case 'leave':
      case 'send':
      case 'note': {
        const { name, since } = step;
        const asking: Asking = { conversationId: this.ids[step.in], name, since };
        this.await(this.clients.get(step.who)?.request(step.does, asking));
      }
    }
  }

  /** Until nothing is in the air, and everybody has been answered. */
  async rest(): Promise<void> {
    for (let turns = 0; turns < PATIENCE; turns += 1) {
      await settled();
      if (this.messages.isEmpty && this.answers.isEmpty && this.unanswered === 0) return;
      this.messages.arrive(0);
      this.answers.arrive(0);
    }
    throw new Error(`${this.unanswered} were never answered`);
  }

  private async addNode(bus: NodeBus): Promise<void> {
    const { store, ids } = this.before;
    const node = bus.node;
    const clock = new FixedClock();
    const log = distantLog(store.log, this.answers, () => this.slow[this.asked++] ?? false);
    const shared = {
      bus,
      clock,
      ids,
      limiter: unlimited,
      presence: somePresence(),
      codeDigits,
      ...filePorts(),
      turn: eventLoopTurn,
      logger: silentLogger,
    };
    const cases = useCases({ ...store, log, ...shared });
    const { dialects } = gateway({
      ...shared,
      guestIds,
      refresher: null,
      secureCookies: false,
      log,
      sessions: store.sessions,
      codes: store.codes,
      rejoinConversations: cases.rejoinConversations,
      countRooms: cases.countRooms,
      dialects: ['red', 'blue'].map((name) => plainDialect(name, cases)),
      authenticate: (who) => () =>
        Promise.resolve(right({ actor: PEOPLE[who as PersonName].actor, expiresAt: Infinity })),
    });
    bus.subscribe((message) => {
      if (message.kind !== 'changed') return;
      const { id, lastSeq } = message.conversation;
      const key = `${node} ${id}`;
      this.known.set(key, Math.max(this.known.get(key) ?? 0, lastSeq));
    });
    this.nodes.set(node, cases);
    for (const [who, person] of Object.entries(PEOPLE)) {
      if (person.node !== node) continue;
      const client = await connectDirectly(dialects.get(person.dialect), who);
      this.clients.set(who as PersonName, client);
    }
  }

  private handOver(): void {
    const toDana = { conversationId: this.ids.cards, agentId: dana.id, reason: null };
    this.await(this.nodes.get('B')?.handOverConversation(root, toDana)());
  }

  private await(answer: Promise<unknown> | undefined): void {
    this.unanswered += 1;
    void answer?.then(() => {
      this.unanswered -= 1;
    });
  }
}
