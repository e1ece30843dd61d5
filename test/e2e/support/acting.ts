import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import type { Actor } from '../../../src/domain/actor.js';
import { toConversationId } from '../../../src/domain/ids.js';
import type { TicketStatus } from '../../../src/domain/ticket.js';
import { expectRight } from '../../support/expect-either.js';
import { toSend } from '../../support/in-memory.js';

/** Does in a conversation what a route would. */
export const acting = ({ cases }: { readonly cases: () => UseCases }, id: string) => {
  const conversationId = toConversationId(id);
  return {
    send: async (by: Actor, text: string, clientMessageId: string | null = null) =>
      expectRight(
        await cases().sendMessage(by, toSend(conversationId, { text, clientMessageId }))(),
      ),
    claim: async (by: Actor) => expectRight(await cases().claimConversation(by, conversationId)()),
    handOver: async (by: Actor, agentId: string) =>
      expectRight(
        await cases().handOverConversation(by, { conversationId, agentId, reason: 'lunch' })(),
      ),
    close: async (by: Actor) =>
      expectRight(
        await cases().closeConversation(by, { conversationId, note: 'for staff alone' })(),
      ),
    rate: async (by: Actor, stars: number, feedback: string | null) =>
      expectRight(await cases().rateConversation(by, { conversationId, stars, feedback })()),
    /** Gives its ticket. */
    ticket: async (by: Actor, subject = 'Failed transfer') => {
      const said = {
        subject,
        description: null,
        supportType: 'TRANSFERS',
        priority: 'medium',
      } as const;
      return expectRight(await cases().openTicket(by, { conversationId, ...said })()).ticket;
    },
    updateTicket: async (by: Actor, key: string, status: TicketStatus) =>
      expectRight(await cases().updateTicket(by, { key, status, priority: null })()),
    note: async (by: Actor, text: string) =>
      expectRight(await cases().addNote(by, { conversationId, text })()),
  };
};
