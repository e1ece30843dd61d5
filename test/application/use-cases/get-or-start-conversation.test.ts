import { expect } from 'chai';
import type { Actor } from '../../../src/domain/actor.js';
import type { GetOrStartInput } from '../../../src/application/use-cases/get-or-start-conversation.js';
import { admin, agent, customer, guest } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { inMemory, type InMemory, nodeBeside, recorded, types } from '../../support/in-memory.js';
import { SINGLE_OPEN } from '../../support/channels.js';

const alice = customer('alice');

describe('getOrStartConversation', () => {
  let chat: InMemory;
  const ask = (by: Actor, wish: Partial<GetOrStartInput> = {}, at = chat) =>
    at.cases.getOrStartConversation(by, {
      channel: SINGLE_OPEN,
      type: 'general',
      subject: null,
      isNewcomer: false,
      address: null,
      ...wish,
    })();
  const fifty = <A>(task: () => Promise<A>): Promise<A[]> =>
    Promise.all(Array.from({ length: 50 }, task));

  beforeEach(() => {
    chat = inMemory();
  });

  it('opens one where there is none, and tells of it', async () => {
    const got = expectRight(await ask(alice, { subject: ' Pay\nment ' }));
    expect(got.started).to.equal(true);
    expect(got.conversation).to.include({ subject: ' Payment ', number: 1, status: 'active' });
    expect(chat.bus.changes).to.have.length(1);
    expect(chat.bus.changes[0]).to.have.deep.property('conversation', got.conversation);
    expect(types(recorded(chat))).to.deep.equal(['opened']);
  });

  it('finds it the next time, whatever the subject', async () => {
    const first = expectRight(await ask(alice));
    const next = expectRight(await ask(alice, { subject: 'Other' }));
    expect(next).to.deep.equal({ conversation: first.conversation, started: false });
    expect(types(recorded(chat))).to.deep.equal(['opened']);
  });

  it('gives one conversation to fifty who ask at once, and wastes no number', async () => {
    const got = (await fifty(() => ask(alice))).map(expectRight);
    expect(new Set(got.map(({ conversation }) => conversation.id))).to.have.property('size', 1);
    expect(got.filter(({ started }) => started)).to.have.length(1);
    expect(types(recorded(chat))).to.deep.equal(['opened']);
    expect(expectRight(await ask(customer('bob'))).conversation.number).to.equal(2);
  });

  it('gives one conversation to fifty who ask at once on several nodes', async () => {
    const nodes = [chat, nodeBeside(chat), nodeBeside(chat)];
    const got = await Promise.all(nodes.map((node) => fifty(() => ask(alice, {}, node))));
    const conversations = got.flat().map((one) => expectRight(one).conversation);
    expect(new Set(conversations.map(({ id }) => id))).to.have.property('size', 1);
    expect(types(nodes.flatMap((node) => recorded(node)))).to.deep.equal(['opened']);
  });

  it('keeps owners and types apart', async () => {
    const got = [
      await ask(alice),
      await ask(alice, { type: 'onboarding' }),
      await ask(customer('bob')),
      await ask(guest('alice')),
    ].map((one) => expectRight(one).conversation.id);
    expect(new Set(got)).to.have.property('size', 4);
  });

  it('opens another one after the closing, once for fifty', async () => {
    const first = expectRight(await ask(alice)).conversation;
    expectRight(
      await chat.cases.closeConversation(admin(), { conversationId: first.id, note: null })(),
    );
    const got = (await fifty(() => ask(alice))).map((one) => expectRight(one).conversation);
    expect(new Set(got.map(({ id }) => id))).to.have.property('size', 1);
    expect(got[0]).to.include({ number: 2, status: 'active' });
  });

  it('is for customers and guests', async () => {
    for (const staff of [agent(), admin()]) {
      expect(expectLeft(await ask(staff), 'AccessDenied').to, staff.kind).to.equal('operation');
    }
    expect(expectRight(await ask(alice)).conversation.number).to.equal(1);
  });

  it('refuses a subject that is too long, and wastes no number on it', async () => {
    const refused = expectLeft(await ask(alice, { subject: 'x'.repeat(201) }), 'ValidationFailed');
    expect(refused.issues.map(({ field }) => field)).to.deep.equal(['subject']);
    expect(expectRight(await ask(alice)).conversation.number).to.equal(1);
  });
});
