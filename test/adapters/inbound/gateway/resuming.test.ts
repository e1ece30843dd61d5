import { mock } from 'node:test';
import { expect } from 'chai';
import { left } from 'fp-ts/lib/TaskEither.js';
import { memoryStore } from '../../../../src/adapters/outbound/stores/memory/memory-store.js';
import type { Store } from '../../../../src/application/ports/store.js';
import { unavailable } from '../../../../src/domain/failure.js';
import type { ConversationId, MessageId } from '../../../../src/domain/ids.js';
import { admin, agent, customer } from '../../../support/actors.js';
import { answer } from '../../../support/answer.js';
import type { DirectClient } from '../../../support/direct-client.js';
import { toSend, toStart } from '../../../support/in-memory.js';
import { settled } from '../../../support/manual-turn.js';
import { smallGateway } from '../../../support/small-gateway.js';
import { until } from '../../../support/until.js';

const [alice, root] = [customer('alice'), admin('root')];
const [sarah, dana] = [agent('sarah', ['loans']), agent('dana', ['cards'])];

const MEBIBYTE = 1024 * 1024;

/** The texts that a client was told, and among them that he joined, and was answered. */
const heard = ({ came }: DirectClient): readonly unknown[] =>
  came.flatMap(({ event, data }) => {
    if (event === 'message:received') return [(data as { readonly message: string }).message];
    return event === 'conversation:joined' || event === 'answer' ? [event] : [];
  });

const JOINED = ['conversation:joined', 'answer'];

describe('a join with since', () => {
  let system: ReturnType<typeof smallGateway>;
  let store: Store;
  let isDown: boolean;
  let id: ConversationId;

  /** Messages that were said, by their texts. */
  let said: Map<string, MessageId>;

  const say = async (...texts: readonly string[]): Promise<void> => {
    for (const text of texts) {
      const { message } = await answer(system.cases.sendMessage(root, toSend(id, { text })));
      said.set(text, message.id);
    }
    await settled();
  };

  const join = (client: DirectClient, since?: unknown): Promise<unknown> =>
    client.request('conversation:join', { conversationId: id, since });

  /** Whatever can happen has happened. */
  const rest = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await settled();
  };

  const handTo = async (agentId: string): Promise<void> => {
    const handing = { conversationId: id, agentId, reason: null };
    await answer(system.cases.handOverConversation(root, handing));
  };

  beforeEach(async () => {
    store = memoryStore();
    isDown = false;
    said = new Map();
    const { read } = store.log;
    const log: Store['log'] = {
      ...store.log,
      read: (...asked) => (isDown ? left(unavailable) : read(...asked)),
    };
    system = smallGateway([alice, root, sarah, dana], { store: { ...store, log } });
    const opening = toStart({ departmentId: 'cards' });
    ({ id } = (await answer(system.cases.startConversation(alice, opening))).conversation);
  });

  it('tells what was missed before it is answered, and what comes next after that', async () => {
    await say('one', 'two', 'three');
    const client = await system.connect('alice');
    await join(client, said.get('one'));
    await say('four');
    expect(heard(client)).to.deep.equal(['two', 'three', ...JOINED, 'four']);
  });

  it('tells who follows already what was before he did, and nothing twice', async () => {
    await say('one', 'two');
    const client = await system.connect('alice');
    await join(client);
    await say('three');
    await join(client, said.get('one'));
    expect(heard(client)).to.deep.equal([...JOINED, 'three', 'two', ...JOINED]);
    await join(client, 1);
    await join(client, 1);
    await say('four');
    const again = ['one', ...JOINED, ...JOINED, 'four'];
    expect(heard(client).slice(-again.length)).to.deep.equal(again);
  });

  it('takes what is not for somebody for heard', async () => {
    await say('one', 'two');
    const client = await system.connect('alice');
    await join(client, said.get('one'));
    await answer(system.cases.addNote(root, { conversationId: id, text: 'between us' }));
    await say('three');
    await join(client, said.get('one'));
    expect(heard(client)).to.deep.equal(['two', ...JOINED, 'three', ...JOINED]);
  });

  it('tells who may read it again what was said while he might not', async () => {
    for (const one of [sarah, dana]) await answer(store.agents.remember(one));
    await answer(system.cases.claimConversation(root, id));
    await handTo(sarah.id);
    await say('one');
    const client = await system.connect('sarah');
    await join(client, 1);
    await handTo(dana.id);
    await say('two', 'three');
    await handTo(sarah.id);
    await say('four');
    const known = ['one', ...JOINED, 'four'];
    expect(heard(client)).to.deep.equal(known);
    // What he heard last, before.
    await join(client, said.get('one'));
    await say('five');
    expect(heard(client)).to.deep.equal([...known, 'two', 'three', ...JOINED, 'five']);
  });

  it('keeps what is asked there next until what was missed is told', async () => {
    await say('one', 'two');
    const client = await system.connect('alice');
    const answers = await Promise.all([
      join(client, 1),
      client.request('message:send', { conversationId: id, message: 'three' }),
    ]);
    expect(answers).to.have.length(2);
    expect(heard(client)).to.deep.equal(['one', 'two', ...JOINED, 'three', 'answer']);
  });

  it('waits for who takes what he is told slowly, and never floods him', async () => {
    await say('one', 'two', 'three');
    const client = await system.connect('alice');
    client.unsent = MEBIBYTE;
    const joining = join(client, 1);
    await rest();
    await say('four');
    expect(heard(client), 'while he takes nothing').to.deep.equal([]);
    client.unsent = 0;
    await joining;
    await say('five');
    const all = ['one', 'two', 'three', 'four', ...JOINED, 'five'];
    expect(heard(client)).to.deep.equal(all);
  });

  it('asks who may see it when he is told, and not when it was read', async () => {
    for (const one of [sarah, dana]) await answer(store.agents.remember(one));
    await answer(system.cases.claimConversation(root, id));
    await handTo(sarah.id);
    await say('one', 'two');
    const client = await system.connect('sarah');
    client.unsent = MEBIBYTE;
    const joining = join(client, 1);
    await rest();
    await handTo(dana.id);
    client.unsent = 0;
    await joining;
    expect(heard(client)).to.deep.equal(JOINED);
  });

  it('tells who loses access in the middle no more from that moment', async () => {
    for (const one of [sarah, dana]) await answer(store.agents.remember(one));
    await answer(system.cases.claimConversation(root, id));
    await handTo(sarah.id);
    await say(...Array.from({ length: 950 }, (_, n) => `message ${n}`));
    const client = await system.connect('sarah');
    const joining = join(client, 3);
    await settled();
    await handTo(dana.id);
    const told = client.all('message:received').length;
    expect(told).to.be.within(100, 900);
    await joining;
    expect(client.all('message:received')).to.have.length(told);
  });

  it('leaves the others their turns, however many come back at once', async () => {
    const texts = Array.from({ length: 150 }, (_, n) => `message ${n}`);
    await say(...texts);
    const clients = await Promise.all(Array.from({ length: 60 }, () => system.connect('alice')));
    const count = (): number =>
      clients.reduce((sum, client) => sum + client.all('message:received').length, 0);
    const joining = Promise.all(clients.map((client) => join(client, 1)));
    const all = clients.length * texts.length;
    let [known, most] = [0, 0];
    while (known < all) {
      await settled();
      most = Math.max(most, count() - known);
      known = count();
    }
    await joining;
    for (const client of clients) expect(heard(client)).to.deep.equal([...texts, ...JOINED]);
    expect(most).to.equal(100);
  });

  it('brings staff no notices of what was before', async () => {
    await say('one');
    const client = await system.connect('root');
    await join(client, 1);
    expect(client.all('conversation:new_message')).to.deep.equal([]);
    await say('two');
    expect(client.all('conversation:new_message')).to.have.length(1);
    expect(heard(client)).to.deep.equal(['one', ...JOINED, 'two']);
  });

  it('is too slow who never takes what he was told of it', async () => {
    await say('one', 'two');
    const client = await system.connect('alice');
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    try {
      client.unsent = MEBIBYTE;
      void join(client, 1);
      await rest();
      mock.timers.tick(4_999);
      expect(client.events).to.not.include('closed');
      mock.timers.tick(1);
      expect(client.all('closed')).to.deep.equal(['tooSlow']);
    } finally {
      mock.timers.reset();
    }
  });

  it('tells nobody more who has left meanwhile', async () => {
    await say('one', 'two');
    const client = await system.connect('alice');
    client.unsent = MEBIBYTE;
    void join(client, 1);
    await rest();
    client.leave();
    client.unsent = 0;
    await rest();
    const other = await system.connect('alice');
    await join(other, 1);
    expect(heard(client)).to.deep.equal([]);
    expect(heard(other)).to.deep.equal(['one', 'two', ...JOINED]);
  });

  it('waits for the store where that fails on the way', async () => {
    await say('one', 'two');
    const client = await system.connect('alice');
    isDown = true;
    void join(client, 1);
    await rest();
    expect(heard(client)).to.deep.equal([]);
    isDown = false;
    await until(() => heard(client).includes('answer'));
    expect(heard(client)).to.deep.equal(['one', 'two', ...JOINED]);
  });

  it('is refused where it cannot be granted, and nothing is joined then', async () => {
    await say('one');
    const client = await system.connect('alice');
    for (const since of [99, -1, 0.5, '2', 'one', {}, [], true]) {
      expect(await join(client, since)).to.include({ success: false, code: 'invalid' });
    }
    await say('two');
    expect(client.all('message:received')).to.deep.equal([]);
  });
});
