import { expect } from 'chai';
import { somePresence } from '../../support/presence.js';
import { memoryStore } from '../../../src/adapters/outbound/stores/memory/memory-store.js';
import { eventLoopTurn } from '../../../src/adapters/outbound/system/event-loop-turn.js';
import type { EventBus } from '../../../src/application/ports/event-bus.js';
import { useCases } from '../../../src/application/use-cases/use-cases.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { admin, agent, customer } from '../../support/actors.js';
import { EXCLUSIVE } from '../../support/channels.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { CountingIds, FixedClock, RecordingBus, silentLogger } from '../../support/fixed-ports.js';
import { toSend, toStart } from '../../support/in-memory.js';
import { LateBus } from '../../support/late-bus.js';
import { ManualTurn, settled } from '../../support/manual-turn.js';
import { ScriptedLog } from '../../support/scripted-log.js';
import { unlimited } from '../../support/limits.js';
import { filePorts } from '../../support/file-ports.js';
import { codeDigits } from '../../support/code-digits.js';

const alice = customer('alice');
const sarah = agent('sarah');

describe('the lanes of two nodes', () => {
  const setup = (bus: EventBus) => {
    const store = memoryStore();
    const ids = new CountingIds();
    const node = () => {
      const script = new ScriptedLog(store.log);
      const ports = { ...store, log: script.log, bus, ids, clock: new FixedClock() };
      const cases = useCases({
        ...ports,
        limiter: unlimited,
        presence: somePresence(),
        codeDigits,
        ...filePorts(),
        turn: eventLoopTurn,
        logger: silentLogger,
      });
      return { script, cases };
    };
    return [node(), node()] as const;
  };
  type Node = ReturnType<typeof setup>[number];

  const started = async ({ cases }: Node): Promise<ConversationId> => {
    const answer = await cases.startConversation(alice, toStart({ channel: EXCLUSIVE }))();
    return expectRight(answer).conversation.id;
  };
  const send = async ({ cases }: Node, id: ConversationId): Promise<number> =>
    expectRight(await cases.sendMessage(alice, toSend(id))()).message.seq;
  const count = (nodes: readonly Node[], operation: 'append' | 'load'): number =>
    nodes.flatMap(({ script }) => script.calls).filter((call) => call === operation).length;

  it('take turns without an append in vain, or a load for each message', async () => {
    const nodes = setup(new RecordingBus());
    const id = await started(nodes[0]);
    for (let sent = 0; sent < 50; sent += 1) for (const node of nodes) await send(node, id);
    expect(count(nodes, 'append')).to.equal(101);
    expect(nodes.map((node) => count([node], 'load'))).to.deep.equal([0, 1]);
  });

  it('load nothing for a conversation that they have nothing to do with', async () => {
    const nodes = setup(new RecordingBus());
    const id = await started(nodes[0]);
    for (let sent = 0; sent < 10; sent += 1) await send(nodes[0], id);
    expect(nodes[1].script.calls).to.deep.equal([]);
  });

  describe('over a bus that is late', () => {
    let turn: ManualTurn;
    let here: Node;
    let there: Node;
    let id: ConversationId;
    const deliver = async () => {
      turn.end();
      await settled();
    };

    beforeEach(async () => {
      turn = new ManualTurn();
      [here, there] = setup(new LateBus(turn));
      id = await started(here);
      await send(there, id);
      await deliver();
      for (const { script } of [here, there]) script.calls.length = 0;
    });

    it('decide on the state that it brings', async () => {
      await send(there, id);
      await deliver();
      await send(here, id);
      expect(here.script.calls).to.deep.equal(['append']);
    });

    it('refuse on none without a look at the store', async () => {
      expectRight(await there.cases.claimConversation(sarah, id)());
      await deliver();
      expectLeft(await here.cases.claimConversation(admin(), id)(), 'Conflict');
      expect(here.script.calls).to.deep.equal(['load']);
    });
  });
});
