import { expect } from 'chai';
import { indicateTyping } from '../../../src/application/use-cases/indicate-typing.js';
import { toConversationId } from '../../../src/domain/ids.js';
import { customer } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { type InMemory, inMemory, started, storedEvents } from '../../support/in-memory.js';

const ALICE = customer('alice');
const MALLORY = customer('mallory');

describe('indicateTyping', () => {
  let memory: InMemory;

  beforeEach(() => {
    memory = inMemory();
  });

  it('lets whoever may read a conversation be seen typing in it, and stores nothing', async () => {
    const { id: conversationId } = await started(memory);
    const before = await storedEvents(memory.store, conversationId);
    for (const typing of [true, false]) {
      const input = { conversationId, typing, followed: null };
      const indicated = await memory.cases.indicateTyping(ALICE, input)();
      expect(expectRight(indicated)).to.deep.equal({ conversationId, typing });
    }
    expect(await storedEvents(memory.store, conversationId)).to.deep.equal(before);
  });

  it('refuses others, and where there is no conversation', async () => {
    const { id: conversationId } = await started(memory);
    const input = { conversationId, typing: true, followed: null };
    expectLeft(await memory.cases.indicateTyping(MALLORY, input)(), 'AccessDenied');
    const nowhere = { ...input, conversationId: toConversationId(memory.ids.next()) };
    expectLeft(await memory.cases.indicateTyping(ALICE, nowhere)(), 'NotFound');
  });

  it('goes by what its typist follows, without a look at the store', async () => {
    const conversation = await started(memory);
    const indicate = indicateTyping({
      getConversation: () => {
        throw new Error('the store was read');
      },
    });
    const input = { conversationId: conversation.id, typing: true, followed: conversation };
    expectRight(await indicate(ALICE, input)());
    expectLeft(await indicate(MALLORY, input)(), 'AccessDenied');
  });
});
