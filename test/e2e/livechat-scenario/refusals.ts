import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { agent } from '../../support/actors.js';
import type { LivechatClient } from '../support/livechat-clients.js';
import { someone, tokenOf } from '../support/tokens.js';
import { acting } from '../support/acting.js';
import { expectQuiet, joined, pair, type Scene } from './scene.js';

/** What is refused, and how: an `error` event, and the same to whoever waits for an answer. */
export const describeRefusals = (scene: Scene): void => {
  describe('a refusal', () => {
    const expectRefused = async (
      client: LivechatClient,
      [event, payload]: readonly [event: string, payload?: unknown],
      [code, message]: readonly [code: string, message: string | RegExp],
    ): Promise<void> => {
      const ack = await client.request(event, payload);
      expect(ack).to.include({ success: false, code });
      expect(ack.message).to.match(typeof message === 'string' ? RegExp(`^${message}$`) : message);
      expect(await client.next('error')).to.deep.equal(ack);
    };

    const EVENTS = ['join_conversation', 'typing', 'stop_typing'] as const;

    it('says that it is somebody else’s, or not there', async () => {
      const { alice } = await pair(scene);
      const other = await pair(scene);
      const client = await scene.connect(tokenOf(alice));
      for (const event of EVENTS) {
        const denied = ['forbidden', 'Access denied'] as const;
        const missing = ['not_found', 'Conversation not found'] as const;
        await expectRefused(client, [event, { conversation_id: other.id }], denied);
        for (const conversation_id of [randomUUID(), 'conv-uuid', '']) {
          await expectRefused(client, [event, { conversation_id }], missing);
        }
      }
    });

    it('keeps agents of other departments out', async () => {
      const alice = someone('Alice');
      const id = await scene.open(alice, { departmentId: 'cards' });
      const [loans, cards] = [agent(someone(), ['loans']), agent(someone(), ['cards'])];
      const client = await scene.connect(tokenOf(loans));
      await expectRefused(
        client,
        ['join_conversation', { conversation_id: id }],
        ['forbidden', 'Access denied'],
      );
      await joined(scene, cards, id);
    });

    it('tells who has lost access nothing more', async () => {
      const alice = someone('Alice');
      const id = await scene.open(alice, { departmentId: 'cards' });
      const [cards, loans] = [agent(someone(), ['cards']), agent(someone(), ['loans'])];
      const act = acting(scene, id);
      await act.claim(cards);
      // To be handed to he must have been here.
      await scene.connect(tokenOf(cards));
      const outsider = await scene.connect(tokenOf(loans));
      await act.handOver(cards, loans.id);
      expect(await outsider.request('join_conversation', { conversation_id: id })).to.deep.equal({
        success: true,
      });
      await act.handOver(loans, cards.id);
      await act.send(cards, 'not for him');
      await expectQuiet(outsider);
    });

    it('names what is wrong with a payload, whatever it is', async () => {
      const { alice } = await pair(scene);
      const client = await scene.connect(tokenOf(alice));
      for (const event of [...EVENTS, 'leave_conversation'] as const) {
        for (const conversation_id of [undefined, null, 7, true, [], {}, ['x'], { id: 'x' }]) {
          await expectRefused(
            client,
            [event, { conversation_id }],
            ['invalid', 'conversation_id: Must be a string'],
          );
        }
        for (const payload of [undefined, null, 7, 'x', []]) {
          await expectRefused(client, [event, payload], ['invalid', /./]);
        }
      }
    });
  });
};
