import { randomUUID } from 'node:crypto';
import { entered, ERROR_EVENTS, expectQuiet, expectRefused, pair, type Scene } from './scene.js';

const NO_MESSAGE = 'Message or at least one file is required';

/** Document 003, "Error Handling" and "Common Issues": each with its own error event. */
export const describeRefusals = (scene: Scene): void => {
  describe('a refusal', () => {
    it('says that there is no such ticket', async () => {
      const { alice, sarah } = await pair(scene);
      for (const actor of [alice, sarah]) {
        const client = await entered(scene, actor);
        for (const [event, by] of Object.entries(ERROR_EVENTS)) {
          for (const ticketId of [randomUUID(), 'ticket-id-here', '123', '', 'SMI-2026-999999']) {
            const asked = [event, { ticketId, message: 'Hi' }] as const;
            await expectRefused(client, asked, by, ['not_found', 'Ticket not found']);
          }
        }
        await expectQuiet(client);
      }
    });

    it('names what is wrong with a payload, whatever it is', async () => {
      const { alice } = await pair(scene);
      const client = await entered(scene, alice);
      for (const [event, by] of Object.entries(ERROR_EVENTS)) {
        for (const ticketId of [undefined, null, 7, true, [], {}, ['x'], { id: 'x' }]) {
          await expectRefused(client, [event, { ticketId, message: 'Hi' }], by, [
            'invalid',
            'ticketId: Must be a string',
          ]);
        }
        for (const payload of [undefined, null, 7, 'x', []]) {
          await expectRefused(client, [event, payload], by, ['invalid', /./]);
        }
      }
    });

    it('wants a message that shows something, and is no longer than 5,000 characters', async () => {
      const { alice, ticketId } = await pair(scene);
      const client = await entered(scene, alice);
      const send = (message: unknown, code: string | RegExp) =>
        expectRefused(client, ['send_message', { ticketId, message }], 'send_message_error', [
          'invalid',
          code,
        ]);
      for (const message of [undefined, null, '', ' \n', '\u200b', '\u0000', 7, [], {}, ['Hi']]) {
        await send(message, NO_MESSAGE);
      }
      await send('x'.repeat(5_001), 'Must be at most 5000 characters');
      await expectQuiet(client);
    });

    it('wants files as the document has them', async () => {
      const { alice, ticketId } = await pair(scene);
      const client = await entered(scene, alice);
      for (const [attachments, words] of [
        [[{ name: 'x', type: 'image/png', data: '' }], 'attachments: x is empty'],
        [[1], 'attachments.0: Must be an object'],
        [{}, 'attachments: Must be a list'],
        ['x', 'attachments: Must be a list'],
        [7, 'attachments: Must be a list'],
      ] as const) {
        const payload = { ticketId, message: 'Hi', attachments };
        await expectRefused(client, ['send_message', payload], 'send_message_error', [
          'invalid',
          words,
        ]);
      }
      await expectQuiet(client);
    });

    it('is an `error` where nobody knows the event', async () => {
      const { alice } = await pair(scene);
      const client = await entered(scene, alice);
      for (const event of ['send', 'new_message', '__proto__', 'toString']) {
        await expectRefused(client, [event, {}], 'error', ['invalid', `Unknown event: ${event}`]);
      }
      await expectQuiet(client);
    });
  });
};
