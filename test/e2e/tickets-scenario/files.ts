import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { toConversationId } from '../../../src/domain/ids.js';
import { admin, customer } from '../../support/actors.js';
import { toSend } from '../../support/in-memory.js';
import { someone } from '../support/tokens.js';
import { gathered } from '../../support/blobs.js';
import { KNOWN } from '../../contract/file-samples.js';
import { expectRight } from '../../support/expect-either.js';
import { acting } from '../support/acting.js';
import type { TicketsAttachment, TicketsHistory } from '../support/tickets-clients.js';
import {
  entered,
  expectQuiet,
  expectRefused,
  heard,
  joined,
  pair,
  type Scene,
  sent,
} from './scene.js';

const FILES = [
  { name: 'screen.png', type: 'image/png', bytes: KNOWN['image/png'] ?? Buffer.alloc(0) },
  // Longer than what any transport takes of a client that carries no files.
  { name: 'log.txt', type: 'text/plain', bytes: Buffer.alloc(2 * 1024 * 1024, 'GET / 200\n') },
];

const attached = (files: readonly (typeof FILES)[number][]) =>
  files.map(({ name, type, bytes }) => ({ name, type, data: bytes.toString('base64') }));

async function* one<A>(value: A): AsyncGenerator<A> {
  yield await Promise.resolve(value);
}

/** Document 003, "Message with File Attachments" and "Files Only". */
export const describeFiles = (scene: Scene): void => {
  const bytesOf = async ({ filename }: TicketsAttachment): Promise<Uint8Array> => {
    const file = expectRight(await scene.cases().fetchFile(filename)());
    const bytes = await gathered(file.read(0, file.size - 1));
    expect(createHash('sha256').update(bytes).digest('hex')).to.equal(file.digest);
    return bytes;
  };

  describe('a message with files', () => {
    it('is heard by all in the room, and its files are theirs to fetch', async () => {
      const { alice, sarah, ticketId } = await pair(scene);
      const [owner, staff] = [
        await joined(scene, alice, ticketId),
        await joined(scene, sarah, ticketId),
      ];
      for (const text of ['Look at these', '']) {
        const message = await sent(owner, ticketId, text, { attachments: attached(FILES) });
        expect(message).to.include({ message: text, senderModel: 'Client' });
        expect(message.attachments).to.have.length(FILES.length);
        for (const [index, { name, type, bytes }] of FILES.entries()) {
          const [one] = message.attachments.slice(index);
          if (one === undefined) return expect.fail(`${name} is missing`);
          expect(one).to.include({ originalname: name, mimetype: type, size: bytes.length });
          expect(one.path).to.equal(`/uploads/chat/${one.filename}`);
          expect(one.url.endsWith(one.path), one.url).to.equal(true);
          expect(Buffer.from(await bytesOf(one)).equals(bytes), name).to.equal(true);
        }
        for (const client of [owner, staff]) expect(await heard(client)).to.deep.equal(message);
        const history = await staff.request('get_messages', { ticketId, limit: 1 });
        await staff.next('messages_loaded');
        expect(history['messages']).to.deep.equal([message]);
      }
      for (const client of [owner, staff]) await expectQuiet(client);
    });

    it('is answered before what was sent behind it', async () => {
      const { alice, ticketId } = await pair(scene);
      const client = await entered(scene, alice);
      const [picture] = attached(FILES);
      const answered: string[] = [];
      const say = async (message: string, attachments: readonly unknown[]): Promise<void> => {
        await client.request('send_message', { ticketId, message, attachments });
        answered.push(message);
      };
      await Promise.all([say('1', [picture]), say('2', []), say('3', [picture]), say('4', [])]);
      expect(answered).to.deep.equal(['1', '2', '3', '4']);
      for (const message of answered) expect(await heard(client)).to.include({ message });
    });

    it('is the same under one name with the same files, and a conflict with others', async () => {
      const { alice, ticketId } = await pair(scene);
      const client = await entered(scene, alice);
      const [picture, log] = attached(FILES);
      const named = { clientMessageId: 'c1', attachments: [picture] };
      const first = await sent(client, ticketId, 'Look', named);
      expect(await sent(client, ticketId, 'Look', named)).to.deep.equal(first);
      for (const attachments of [[log], [], [picture, log], [{ ...picture, name: 'other.png' }]]) {
        const other = { ticketId, message: 'Look', clientMessageId: 'c1', attachments };
        await expectRefused(client, ['send_message', other], 'send_message_error', [
          'conflict',
          'This clientMessageId was used for another message',
        ]);
      }
      expect([await heard(client), await heard(client)]).to.deep.equal([first, first]);
      await expectQuiet(client);
    });

    it('is refused where its sender may say nothing, or what it carries is none', async () => {
      const { alice, sarah, ticketId, conversationId } = await pair(scene);
      const { alice: other } = await pair(scene);
      const [owner, stranger] = [await entered(scene, alice), await entered(scene, other)];
      const [picture] = attached(FILES);
      const message = { ticketId, message: 'Look', attachments: [picture] };
      await expectRefused(stranger, ['send_message', message], 'send_message_error', [
        'forbidden',
        'Access denied to this ticket',
      ]);
      const refusedFor = async (attachments: readonly unknown[], code: string, words: RegExp) => {
        const payload = { ticketId, message: 'Look', attachments };
        await expectRefused(owner, ['send_message', payload], 'send_message_error', [code, words]);
      };
      await refusedFor([picture, { ...picture, data: '' }], 'invalid', /screen\.png is empty/);
      await refusedFor(
        [picture, { ...picture, data: '***=' }],
        'invalid',
        /1\.data: Must be base64/,
      );
      await refusedFor([{ name: 'x.png', data: 'AAECAw==' }], 'unsupported', /x\.png/);
      await refusedFor(Array(6).fill(picture), 'invalid', /^attachments: /);
      await acting(scene, conversationId).send(alice, 'Hello');
      await acting(scene, conversationId).close(sarah);
      await expectRefused(owner, ['send_message', message], 'send_message_error', [
        'closed',
        'This ticket has been closed',
      ]);
      for (const client of [owner, stranger]) await expectQuiet(client);
    });

    it('of a `livechat` customer is opened by staff, with its file', async () => {
      const alice = customer(someone('Alice'));
      const id = await scene.open(alice.id, {
        channel: { name: 'livechat', ownership: 'exclusive', singleOpen: false },
      });
      const where = { conversationId: toConversationId(id), clientMessageId: null, claims: false };
      const [picture] = FILES;
      if (picture === undefined) return expect.fail('there is no picture');
      const files = one({ name: picture.name, content: one(picture.bytes) });
      const { cases } = scene;
      const attachments = expectRight(await cases().attachFiles(alice, { ...where, files })());
      const message = { ...toSend(where.conversationId), ...where, text: 'Look', attachments };
      expectRight(await cases().sendMessage(alice, message)());
      const staff = await entered(scene, admin());
      const { messages } = (await staff.request('get_messages', {
        ticketId: id,
      })) as unknown as TicketsHistory;
      const [file] = messages[0]?.attachments ?? [];
      if (file === undefined) return expect.fail('there is no file');
      expect(Buffer.from(await bytesOf(file)).equals(picture.bytes)).to.equal(true);
    });
  });
};
