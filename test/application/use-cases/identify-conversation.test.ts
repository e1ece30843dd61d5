import { expect } from 'chai';
import { left } from 'fp-ts/lib/TaskEither.js';
import { identifyConversation } from '../../../src/application/use-cases/identify-conversation.js';
import { unavailable } from '../../../src/domain/failure.js';
import { customer, guest } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { inMemory, type InMemory, started } from '../../support/in-memory.js';

const ticket = {
  subject: 'Card',
  description: null,
  supportType: 'CARDS',
  priority: 'low',
} as const;

describe('identifyConversation', () => {
  let chat: InMemory;

  beforeEach(() => {
    chat = inMemory();
  });

  const identify = async (name: string) =>
    expectRight(await chat.cases.identifyConversation(name)());

  it('knows a conversation by its id, and by its ticket’s id and number', async () => {
    await started(chat, { ticket }, customer('bob'));
    const { id, ticket: own } = await started(chat, { ticket });
    for (const name of [id, own?.id ?? '', own?.number ?? '']) {
      expect(await identify(name), name).to.equal(id);
    }
    const { id: plain } = await started(chat, {}, guest());
    expect(await identify(plain)).to.equal(plain);
  });

  it('takes ids in any case of letters, and numbers as they are written', async () => {
    const { id, ticket: own } = await started(chat, { ticket });
    for (const name of [id, own?.id ?? '']) expect(await identify(name.toUpperCase())).to.equal(id);
    expect(await identify((own?.number ?? '').toLowerCase())).to.equal(null);
  });

  it('knows none by what is no name of any, and says of an id that it is one', async () => {
    await started(chat, { ticket });
    for (const name of ['', ' ', 'x', '__proto__', 'SMI-2026-999999']) {
      expect(await identify(name), name).to.equal(null);
    }
    const unknown = chat.ids.next();
    expect(await identify(unknown)).to.equal(unknown);
  });

  it('says that the store is down', async () => {
    const log = { ...chat.store.log, loadByTicket: () => left(unavailable) };
    expectLeft(await identifyConversation({ log })('SMI-2026-000001')(), 'Unavailable');
  });
});
