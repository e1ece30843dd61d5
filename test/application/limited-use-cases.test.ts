import { expect } from 'chai';
import { limitedUseCases } from '../../src/application/limited-use-cases.js';
import type { UseCases } from '../../src/application/use-cases/use-cases.js';
import { agent, contact, customer } from '../support/actors.js';
import { SINGLE_OPEN } from '../support/channels.js';
import { expectLeft, expectRight } from '../support/expect-either.js';
import { inMemory, started, storedEvents, toSend, toStart, types } from '../support/in-memory.js';
import { limiterOf } from '../support/limits.js';

const ALICE = customer('alice');
const MESSAGE = { text: 'hello', kind: 'text', clientMessageId: null } as const;

describe('limitedUseCases', () => {
  let core: ReturnType<typeof inMemory>;
  let cases: UseCases;

  beforeEach(() => {
    core = inMemory();
    cases = limitedUseCases(core.cases, limiterOf({ messages: { limit: 2, seconds: 60 } }));
  });

  it('lets nobody send more than he may, and stores nothing of what is more', async () => {
    const { id } = await started(core);
    for (let count = 0; count < 2; count += 1) {
      expectRight(await cases.sendMessage(ALICE, toSend(id))());
    }
    const { retryAfter } = expectLeft(await cases.sendMessage(ALICE, toSend(id))(), 'RateLimited');
    expect(retryAfter).to.be.within(1, 60);
    const stored = types(await storedEvents(core.store, id));
    expect(stored).to.deep.equal(['opened', 'messagePosted', 'messagePosted']);
  });

  it('counts attempts, whatever comes of them', async () => {
    const { id } = await started(core);
    expectLeft(await cases.sendMessage(ALICE, toSend(id, { text: '' }))(), 'ValidationFailed');
    expectLeft(await cases.sendMessage(ALICE, toSend(id, { kind: 'system' }))(), 'AccessDenied');
    expectLeft(await cases.sendMessage(ALICE, toSend(id))(), 'RateLimited');
  });

  it('counts each person for himself, also in one conversation', async () => {
    const { id } = await started(core);
    for (const person of [ALICE, agent('tom'), agent('ann')]) {
      for (let count = 0; count < 2; count += 1) {
        expectRight(await cases.sendMessage(person, toSend(id))());
      }
      expectLeft(await cases.sendMessage(person, toSend(id))(), 'RateLimited');
    }
  });

  it('counts tickets that are opened without a message, by themselves', async () => {
    const ticket = {
      subject: 'a',
      description: null,
      supportType: 'CARDS',
      priority: 'low',
    } as const;
    for (let count = 0; count < 2; count += 1) {
      expectRight(await cases.startConversation(ALICE, toStart({ ticket }))());
    }
    expectLeft(await cases.startConversation(ALICE, toStart({ ticket }))(), 'RateLimited');
    expectRight(await cases.startConversation(ALICE, toStart({ ticket, message: MESSAGE }))());
  });

  it('counts the message that opens a conversation, and by themselves those that open without one', async () => {
    for (let count = 0; count < 2; count += 1) {
      expectRight(await cases.startConversation(ALICE, toStart())());
    }
    expectLeft(await cases.startConversation(ALICE, toStart())(), 'RateLimited');
    for (let count = 0; count < 2; count += 1) {
      expectRight(await cases.startConversation(ALICE, toStart({ message: MESSAGE }))());
    }
    expectLeft(
      await cases.startConversation(ALICE, toStart({ message: MESSAGE }))(),
      'RateLimited',
    );
    const { id } = await started(core);
    expectLeft(await cases.sendMessage(ALICE, toSend(id))(), 'RateLimited');
  });

  it('counts for an address as well, for whoever can call himself what he likes', async () => {
    const write = (email: string, address: string | null) =>
      cases.startConversation(contact(email), toStart({ message: MESSAGE, address }))();
    expectRight(await write('a@example.com', '192.0.2.1'));
    const { conversation } = expectRight(await write('b@example.com', '192.0.2.1'));
    expectLeft(await write('c@example.com', '192.0.2.1'), 'RateLimited');
    const more = toSend(conversation.id, { address: '192.0.2.1' });
    expectLeft(await cases.sendMessage(contact('b@example.com'), more)(), 'RateLimited');
    // What was refused for the address has taken nothing of the contact's own.
    for (const address of ['192.0.2.2', '192.0.2.3']) {
      expectRight(await write('c@example.com', address));
    }
    // Nor has what was refused for a contact taken anything of the address's.
    for (const _ of [1, 2, 3]) {
      expectLeft(await write('c@example.com', '192.0.2.4'), 'RateLimited');
    }
    for (const email of ['d@example.com', 'e@example.com']) {
      expectRight(await write(email, '192.0.2.4'));
    }
    expectLeft(await write('f@example.com', '192.0.2.4'), 'RateLimited');
  });

  it('counts an address apart from whoever has it for a name', async () => {
    for (let count = 0; count < 2; count += 1) {
      expectRight(
        await cases.startConversation(
          contact('x@example.com'),
          toStart({ message: MESSAGE, address: 'alice' }),
        )(),
      );
    }
    expectRight(await cases.startConversation(ALICE, toStart({ message: MESSAGE }))());
  });

  it('counts notes with the messages', async () => {
    const { id } = await started(core);
    const tom = agent('tom');
    const note = () => cases.addNote(tom, { conversationId: id, text: 'between us' })();
    expectRight(await note());
    expectRight(await cases.sendMessage(tom, toSend(id))());
    expectLeft(await note(), 'RateLimited');
    const stored = types(await storedEvents(core.store, id));
    expect(stored.filter((type) => type === 'noteAdded')).to.have.length(1);
  });

  it('says when a message has its place, once it has been let pass', async () => {
    const { id } = await started(core);
    let places = 0;
    const send = () => cases.sendMessage(ALICE, toSend(id), () => (places += 1))();
    for (const _ of [1, 2, 3]) await send();
    expect(places).to.equal(2);
  });

  it('opens for an address no more than it may, and gives what is there to whoever has it', async () => {
    const limited = inMemory(undefined, limiterOf({ connections: { limit: 2, seconds: 60 } }));
    const open = (who: string, address: string | null) =>
      limited.cases.getOrStartConversation(customer(who), {
        channel: SINGLE_OPEN,
        type: 'general',
        subject: null,
        isNewcomer: false,
        address,
      })();
    for (const who of ['a', 'b', 'a', 'b']) expectRight(await open(who, '192.0.2.1'));
    expectLeft(await open('c', '192.0.2.1'), 'RateLimited');
    expectRight(await open('c', '192.0.2.2'));
    for (const who of ['d', 'e', 'f']) expectRight(await open(who, null));
  });
});
