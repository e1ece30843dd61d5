import { expect } from 'chai';
import { left } from 'fp-ts/lib/TaskEither.js';
import { rejoinConversations } from '../../../src/application/use-cases/rejoin-conversations.js';
import { unavailable } from '../../../src/domain/failure.js';
import { agent, customer } from '../../support/actors.js';
import { answer } from '../../support/answer.js';
import { expectLeft } from '../../support/expect-either.js';
import { inMemory, started } from '../../support/in-memory.js';
import { joined } from '../../support/sessions.js';

describe('rejoinConversations', () => {
  it('gives each that he may join as it is now, and tells which he may not, in order', async () => {
    const system = inMemory();
    const [first, second] = [await started(system), await started(system)];
    const bobs = await started(system, {}, customer('bob'));
    const all = [
      joined(0, { conversationId: second.id, name: 'by another name' }),
      joined(0, { conversationId: bobs.id }),
      joined(999),
      joined(0, { conversationId: first.id }),
    ] as const;
    expect(await answer(system.cases.rejoinConversations(customer('alice'), all))).to.deep.equal([
      { joined: all[0], conversation: second },
      { joined: all[1], conversation: null },
      { joined: all[2], conversation: null },
      { joined: all[3], conversation: first },
    ]);
  });

  it('asks for the access that somebody has now', async () => {
    const system = inMemory();
    const { id } = await started(system, { departmentId: 'cards' });
    const of = async (...departments: readonly string[]): Promise<boolean> => {
      const all = [joined(0, { conversationId: id })];
      const answered = system.cases.rejoinConversations(agent('sarah', departments), all);
      const [one] = await answer(answered);
      return one?.conversation !== null;
    };
    expect([await of('cards'), await of('billing'), await of()]).to.deep.equal([
      true,
      false,
      false,
    ]);
  });

  it('fails as a whole where the store does', async () => {
    const system = inMemory();
    const { id } = await started(system);
    const { joinConversation } = system.cases;
    const rejoin = rejoinConversations({
      joinConversation: (actor, input) =>
        input.conversationId === id ? joinConversation(actor, input) : left(unavailable),
    });
    const all = [joined(0, { conversationId: id }), joined(999)];
    expectLeft(await rejoin(customer('alice'), all)(), 'Unavailable');
    expect(await answer(rejoin(customer('alice'), []))).to.deep.equal([]);
  });
});
