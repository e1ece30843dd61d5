import { expect } from 'chai';
import { acting } from '../support/acting.js';
import type { TicketsClient } from '../support/tickets-clients.js';
import { entered, expectQuiet, heard, pair, type Pair, type Scene, sent } from './scene.js';

/** Document 003, "Loading Message History", with pages. */
export const describeHistory = (scene: Scene): void => {
  describe('history', () => {
    const filled = async (count: number): Promise<Pair & { readonly client: TicketsClient }> => {
      const one = await pair(scene);
      const act = acting(scene, one.conversationId);
      for (let n = 1; n <= count; n += 1) {
        await act.send(n % 2 === 0 ? one.sarah : one.alice, `message ${n}`);
      }
      return { ...one, client: await entered(scene, one.alice) };
    };

    const loaded = async (client: TicketsClient, payload: object) => {
      const ack = await client.request('get_messages', payload);
      const event = await client.next('messages_loaded');
      expect(ack).to.deep.equal(event);
      return event;
    };

    it('is empty at first', async () => {
      const { client, ticketId } = await filled(0);
      expect(await loaded(client, { ticketId })).to.deep.equal({
        ticketId,
        messages: [],
        pagination: { total: 0, page: 1, limit: 50, totalPages: 0 },
      });
    });

    it('has messages as they were told, under the name that was used, joined or not', async () => {
      const { client, sarah, ...names } = await filled(0);
      const staff = await entered(scene, sarah);
      const said = [
        await sent(client, names.ticketId, 'Hello'),
        await sent(staff, names.ticketId, '<i>Hi</i>'),
      ];
      await acting(scene, names.conversationId).note(sarah, 'between us');
      for (const name of [names.ticketId, names.number, names.conversationId]) {
        for (const reader of [client, staff]) {
          const { ticketId, messages } = await loaded(reader, { ticketId: name });
          expect(ticketId).to.equal(name);
          expect(messages).to.deep.equal(said.map((one) => ({ ...one, ticketId: name })));
        }
      }
      for (const reader of [client, staff]) {
        await heard(reader);
        await expectQuiet(reader);
      }
    });

    it('is its newest messages, or a page counted from the oldest', async () => {
      const { client, ticketId } = await filled(53);
      const asked = async (payload: object) => {
        const { messages, pagination } = await loaded(client, { ticketId, ...payload });
        const numbers = messages.map(({ message }) => Number(message.replace('message ', '')));
        const seqs = messages.map(({ seq }) => seq);
        expect(seqs).to.deep.equal(seqs.toSorted((one, other) => one - other));
        return [numbers.at(0), numbers.at(-1), messages.length, pagination];
      };
      const of = (page: number, limit: number, totalPages: number) => ({
        ...{ total: 53, page, limit, totalPages },
      });
      expect(await asked({})).to.deep.equal([4, 53, 50, of(2, 50, 2)]);
      expect(await asked({ limit: 10 })).to.deep.equal([44, 53, 10, of(6, 10, 6)]);
      expect(await asked({ page: 1 })).to.deep.equal([1, 50, 50, of(1, 50, 2)]);
      expect(await asked({ page: 2 })).to.deep.equal([51, 53, 3, of(2, 50, 2)]);
      expect(await asked({ page: 3, limit: 20 })).to.deep.equal([41, 53, 13, of(3, 20, 3)]);
      expect(await asked({ page: 9 })).to.deep.equal([undefined, undefined, 0, of(9, 50, 2)]);
      expect(await asked({ limit: 1_000 })).to.deep.equal([1, 53, 53, of(1, 100, 1)]);
      expect(await asked({ page: null, limit: null })).to.deep.equal([4, 53, 50, of(2, 50, 2)]);
    });
  });
};
