import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { onEveryStore } from '../bad-input/served-ground.js';
import { john, livechatAt, mike, type Person, sarah, STAFF } from '../documents/livechat-people.js';
import { openAsGuest } from '../support/guests.js';
import { conversationOf, wholeHistory } from '../support/rest-client.js';
import { connectSupportSocketio } from '../support/support-clients.js';
import { connectTicketsSocketio, type TicketsHistory } from '../support/tickets-clients.js';
import { someone, token } from '../support/tokens.js';
import {
  MIB,
  PNG,
  png,
  type SentFile,
  text,
  type Upload,
  upload,
  type UploadReply,
  type WireAttachment,
} from './sending-files.js';

const SUPPORT = (id: string) => `/api/support/conversation/${id}/attachments`;
const LIVECHAT = (id: string) => `/api/v1/support/conversations/${id}/attachments`;
const FOR_STAFF = (id: string) => `${STAFF}/conversations/${id}/attachments`;

interface Message {
  readonly id: string;
  readonly message: string;
  readonly messageType: string;
  readonly attachments?: readonly WireAttachment[] | null;
}

const expectStatus = (reply: UploadReply, status: number): void => {
  expect(reply.status, JSON.stringify(reply.body)).to.equal(status);
};

const sentIn = (reply: UploadReply): Message => {
  expectStatus(reply, 201);
  return reply.body.data as unknown as Message;
};

const attachmentsOf = ({ attachments }: Message): readonly WireAttachment[] => attachments ?? [];

const firstOf = (message: Message): WireAttachment => {
  const [first] = attachmentsOf(message);
  if (first === undefined) throw new Error('no file came with it');
  return first;
};

onEveryStore('files over REST', { PUBLIC_URL: 'https://chat.example.com' }, (ground) => {
  const send = (path: string, wish: Upload, body?: Uint8Array | string) =>
    upload(ground.url, path, wish, body);
  const fetched = async ({ path }: WireAttachment): Promise<Buffer> => {
    const response = await fetch(ground.url + path);
    expect(response.status).to.equal(200);
    return Buffer.from(await response.arrayBuffer());
  };
  const opened = (by: Person): Promise<string> => conversationOf(ground.url, by.bearer);
  const historyOf = async (by: Person, id: string): Promise<readonly Message[]> =>
    wholeHistory(ground.url, by.bearer, id);

  describe('in support', () => {
    it('are one message with what the form says, for its sender, its history and who listens', async () => {
      const user = john();
      const id = await opened(user);
      const listener = await connectSupportSocketio(ground.url, { token: mike().bearer });
      try {
        await listener.request('conversation:join', { conversationId: id });
        const files = [png(), text('notes <b>.txt')];
        const message = sentIn(
          await send(SUPPORT(id), { ...user, fields: { message: 'See <i>here</i>' }, files }),
        );
        expect(message).to.include({ message: 'See <\u200bi>here<\u200b/i>', messageType: 'file' });
        const [picture, notes] = attachmentsOf(message);
        expect(picture).to.include({ originalname: 'Screenshot 1.png', mimetype: 'image/png' });
        expect(picture).to.include({ size: PNG.length });
        expect(picture?.url).to.equal(`https://chat.example.com${picture?.path}`);
        expect(notes).to.include({ originalname: 'notes <b>.txt', mimetype: 'text/plain' });
        expect(await fetched(firstOf(message))).to.deep.equal(PNG);
        expect(await listener.next('message:received')).to.deep.equal(message);
        expect(await historyOf(user, id)).to.deep.equal([message]);
      } finally {
        listener.close();
      }
    });

    it('stand by their names where there is no text, inert', async () => {
      const user = john();
      const id = await opened(user);
      const files = [png('a<b>.png'), text('c.txt')];
      const { message } = sentIn(await send(SUPPORT(id), { ...user, files }));
      expect(message).to.equal('a<\u200bb>.png, c.txt');
    });

    it('come from a guest by each place where he may say his id, and from no other', async () => {
      const { guestId, conversationId: id } = await openAsGuest(ground.url);
      const files = [text('a.txt')];
      const header = await send(SUPPORT(id), { headers: { 'x-guest-id': guestId }, files });
      expect(sentIn(header)).to.include({ guestId, senderType: 'guest', senderId: null });
      sentIn(await send(`${SUPPORT(id)}?guestId=${guestId}`, { files }));
      sentIn(await send(SUPPORT(id), { headers: { cookie: `guest_id=${guestId}` }, files }));
      expectStatus(await send(SUPPORT(id), { fields: { guestId }, files }), 401);
      const other = await openAsGuest(ground.url);
      const headers = { 'x-guest-id': other.guestId };
      expectStatus(await send(SUPPORT(id), { headers, files }), 404);
    });

    it('from staff claim what nobody has', async () => {
      const id = await opened(john());
      const [one, other] = [sarah(), mike()];
      sentIn(await send(SUPPORT(id), { ...one, files: [png()] }));
      const { body } = await ground.ask(`GET /api/support/conversation/${id}`, other);
      expect(body.data['adminId']).to.equal(one.id);
    });

    it('are refused where they are not for their sender, or too late', async () => {
      const user = john();
      const id = await opened(user);
      const files = [png()];
      expectStatus(await send(SUPPORT(id), { files }), 401);
      expectStatus(await send(SUPPORT(id), { bearer: 'x', files }), 401);
      expectStatus(await send(SUPPORT(id), { ...john(), files }), 404);
      expectStatus(await send(SUPPORT(randomUUID()), { ...user, files }), 404);
      expectStatus(await send(SUPPORT('x'), { ...user, files }), 400);
      const headers = { 'idempotency-key': randomUUID() };
      const first = sentIn(await send(SUPPORT(id), { ...user, headers, files }));
      await ground.ask(`POST /api/admin/support/conversations/${id}/close`, {
        ...mike(),
        body: {},
      });
      expectStatus(await send(SUPPORT(id), { ...user, files }), 409);
      const again = sentIn(await send(SUPPORT(id), { ...user, headers, files }));
      expect(again).to.deep.equal(first);
      expect(await historyOf(user, id)).to.deep.equal([first]);
    });

    it('are stored once under a name, wherever it stands, and refused under it with other content', async () => {
      const user = john();
      const id = await opened(user);
      const name = randomUUID();
      const files = [png(), text('a.txt')];
      const first = sentIn(
        await send(SUPPORT(id), { ...user, headers: { 'idempotency-key': name }, files }),
      );
      const fields = { clientMessageId: name };
      for (const again of [
        { fields },
        { fields: { client_message_id: name } },
        { then: fields },
        { fields, headers: { 'idempotency-key': name } },
      ]) {
        expect(sentIn(await send(SUPPORT(id), { ...user, ...again, files }))).to.deep.equal(first);
      }
      for (const other of [
        { fields, files: [png()] },
        { then: fields, files: [png(), text('a.txt', 'other')] },
        { fields: { ...fields, message: 'More' }, files },
      ]) {
        expectStatus(await send(SUPPORT(id), { ...user, ...other }), 409);
      }
      expect(await historyOf(user, id)).to.deep.equal([first]);
      expect(await fetched(firstOf(first))).to.deep.equal(PNG);
    });

    it('are refused where somebody has written since', async () => {
      const [user, staff] = [john(), mike()];
      const id = await opened(user);
      sentIn(await send(SUPPORT(id), { ...staff, files: [png()] }));
      const wish = { ...user, files: [png()] };
      expectStatus(await send(SUPPORT(id), { ...wish, fields: { ifLastSeq: '1' } }), 409);
      expectStatus(await send(SUPPORT(id), { ...wish, then: { ifLastSeq: '1' } }), 409);
      sentIn(await send(SUPPORT(id), { ...wish, fields: { ifLastSeq: '100' } }));
    });

    const ofSize = (size: number): SentFile => ({
      name: 'a.txt',
      content: Buffer.alloc(size, 'x'),
    });

    const REFUSED: Readonly<Record<string, readonly [Upload, number, string | null]>> = {
      'no file': [{ fields: { message: 'Hi' } }, 400, 'attachments'],
      'nothing at all': [{}, 400, 'attachments'],
      'six files': [{ files: Array.from({ length: 6 }, () => png()) }, 400, 'attachments'],
      'an empty one': [{ files: [png(), text('a.txt', '')] }, 400, 'attachments'],
      'one byte too many': [{ files: [ofSize(10 * MIB + 1)] }, 413, null],
      'a program': [{ files: [{ name: 'a.png', content: 'MZ\0\0\0\0\0\0' }] }, 415, null],
      'a name that says nothing': [
        { fields: { clientMessageId: ' ' }, files: [png()] },
        400,
        'clientMessageId',
      ],
      'a seq that is none': [{ fields: { ifLastSeq: 'x' }, files: [png()] }, 400, 'ifLastSeq'],
      'the same behind the files': [
        { then: { ifLastSeq: '-1' }, files: [png()] },
        400,
        'ifLastSeq',
      ],
      'two names': [
        { fields: { clientMessageId: 'a' }, then: { client_message_id: 'b' }, files: [png()] },
        400,
        'client_message_id',
      ],
      'another in the header': [
        { headers: { 'idempotency-key': 'a' }, then: { clientMessageId: 'b' }, files: [png()] },
        400,
        'idempotency-key',
      ],
      'a field twice': [
        { fields: { message: 'a' }, then: { message: 'b' }, files: [png()] },
        400,
        'message',
      ],
      'a text too long': [{ then: { message: 'x'.repeat(5_001) }, files: [png()] }, 400, 'message'],
      'a field too large': [{ fields: { x: 'x'.repeat(65 * 1024) }, files: [png()] }, 413, null],
      'no form in parts': [
        { headers: { 'content-type': 'application/json' }, files: [png()] },
        415,
        null,
      ],
    };
    for (const [what, [wish, status, wrong]] of Object.entries(REFUSED)) {
      it(`are refused, and nothing is sent: ${what}`, async () => {
        const user = john();
        const id = await opened(user);
        const reply = await send(SUPPORT(id), { ...user, ...wish });
        expectStatus(reply, status);
        const { success, errors = [] } = reply.body;
        expect(success).to.equal(false);
        expect(errors.map((issue) => issue.field)).to.deep.equal(wrong === null ? [] : [wrong]);
        expect(await historyOf(user, id)).to.deep.equal([]);
      });
    }

    it('are refused where the form is broken', async () => {
      const user = john();
      const id = await opened(user);
      for (const body of ['', 'x', '--edge', '--edge\r\nno header\r\n\r\n\r\n--edge--\r\n']) {
        expectStatus(await send(SUPPORT(id), user, body), 400);
      }
      expect(await historyOf(user, id)).to.deep.equal([]);
    });

    it('may have 10 MB each, and be five', async () => {
      const user = john();
      const id = await opened(user);
      const files = [ofSize(10 * MIB), png(), png(), png(), png()];
      const message = sentIn(await send(SUPPORT(id), { ...user, files }));
      expect(attachmentsOf(message).map(({ size }) => size)).to.deep.equal([
        10 * MIB,
        ...Array.from({ length: 4 }, () => PNG.length),
      ]);
    }).timeout(60_000);

    const NAMES: Readonly<Record<string, string>> = {
      '../../etc/passwd': 'passwd',
      'C:\\x\\a.txt': 'a.txt',
      'say \\"hi\\".txt': 'say "hi".txt',
      '\u202egnp.txt': 'gnp.txt',
      CON: 'CON',
      '..': 'file',
      'größe 測試 😀.txt': 'größe 測試 😀.txt',
      [`${'x'.repeat(300)}.txt`]: `${'x'.repeat(196)}.txt`,
    };
    it('are what is in them, whatever they are called: markup is text that nobody runs', async () => {
      const user = john();
      const id = await opened(user);
      const files = [text('a.jpg', '<html><script>alert(1)</script></html>')];
      const { mimetype, path } = firstOf(sentIn(await send(SUPPORT(id), { ...user, files })));
      expect(mimetype).to.equal('text/plain');
      const { headers } = await fetch(ground.url + path);
      expect(headers.get('content-disposition')).to.match(/^attachment/);
      expect(headers.get('content-type')).to.match(/^text\/plain/);
    });

    it('of old Office come back as what they were sent as, to be saved', async () => {
      const user = john();
      const id = await opened(user);
      const bytes = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)]);
      for (const [name, type] of [
        ['letter.doc', 'application/msword'],
        ['sums.xls', 'application/vnd.ms-excel'],
        ['slides.PPT', 'application/vnd.ms-powerpoint'],
        ['mail.msg', 'application/vnd.ms-outlook'],
      ] as const) {
        const files = [{ name, content: bytes }];
        const { mimetype, path } = firstOf(sentIn(await send(SUPPORT(id), { ...user, files })));
        const { headers } = await fetch(ground.url + path);
        expect([mimetype, headers.get('content-type')]).to.deep.equal([type, type]);
        expect(headers.get('content-disposition')).to.equal(`attachment; filename="${name}"`);
        expect(headers.get('x-content-type-options')).to.equal('nosniff');
      }
    });

    it('are refused with a name that no header can have', async () => {
      const user = john();
      const files = [text('a\0b.txt')];
      expectStatus(await send(SUPPORT(await opened(user)), { ...user, files }), 400);
    });

    it('keep what people see of their names, and nothing else', async () => {
      const user = john();
      const id = await opened(user);
      for (const [name, kept] of Object.entries(NAMES)) {
        const attachment = firstOf(
          sentIn(await send(SUPPORT(id), { ...user, files: [text(name)] })),
        );
        expect(attachment.originalname, name).to.equal(kept);
        expect(attachment.filename, name).to.match(/^[0-9a-f]{64}\.txt$/);
        expect(await fetched(attachment)).to.deep.equal(Buffer.from('hello'));
      }
    });
  });

  describe('in livechat', () => {
    const people = () => livechatAt(ground.url);
    const messageIn = (reply: UploadReply): Message => {
      expectStatus(reply, 201);
      return reply.body.data?.['message'] as Message;
    };

    it('are answered as a message is, told, and previewed by their names', async () => {
      const user = john();
      const id = await people().open(user, 'Help');
      const staff = await people().enter(mike());
      try {
        const joined = await staff.request('join_conversation', { conversation_id: id });
        expect(joined).to.include({ success: true });
        const files = [png(), text('a.txt')];
        const reply = await send(LIVECHAT(id), { ...user, files });
        const message = messageIn(reply);
        expect(reply.body).to.include({ success: true, message: 'Message sent' });
        expect(reply.body.data).to.include({ conversation_id: id, is_new: false });
        expect(message.message).to.equal('Screenshot 1.png, a.txt');
        expect(attachmentsOf(message)).to.have.length(2);
        expect(await staff.next('new_message')).to.deep.equal({ conversation_id: id, message });
        const { body } = await ground.ask('GET /api/v1/support/conversations', user);
        const [listed] = body.data['conversations'] as readonly {
          readonly last_message: { readonly message: string };
        }[];
        expect(listed?.last_message.message).to.equal('Screenshot 1.png, a.txt');
        const detail = await ground.ask(`GET /api/v1/support/conversations/${id}`, user);
        const { messages } = detail.body.data['conversation'] as {
          readonly messages: readonly Message[];
        };
        expect(messages.map((one) => one.attachments)).to.deep.equal([null, message.attachments]);
      } finally {
        staff.close();
      }
    });

    it('are opened by a super admin of `tickets`', async () => {
      const user = john();
      const id = await people().open(user, 'Help');
      const { url } = firstOf(messageIn(await send(LIVECHAT(id), { ...user, files: [png()] })));
      const staff = await connectTicketsSocketio(ground.url);
      try {
        await staff.request('authenticate', {
          token: token({ sub: someone('mike'), role: 'super_admin', name: 'Admin Mike' }),
        });
        const history = await staff.request('get_messages', { ticketId: id });
        const { messages } = history as unknown as TicketsHistory;
        const files = messages.flatMap(({ attachments }) => attachments);
        expect(files.map((file) => file.url)).to.deep.equal([url]);
        for (const file of files) expect((await fetched(file)).equals(PNG)).to.equal(true);
      } finally {
        staff.close();
      }
    });

    it('from staff are a reply: of who has claimed it', async () => {
      const [user, one, other] = [john(), sarah(), sarah()];
      const id = await people().open(user, 'Help');
      const wish = { files: [png()], fields: { message: 'Look' } };
      expectStatus(await send(FOR_STAFF(id), { ...one, ...wish }), 409);
      await people().claim(one, id);
      expectStatus(await send(FOR_STAFF(id), { ...other, ...wish }), 409);
      expectStatus(await send(FOR_STAFF(id), { ...user, ...wish }), 403);
      expectStatus(await send(FOR_STAFF(id), wish), 401);
      const reply = await send(FOR_STAFF(id), { ...one, ...wish });
      expect(messageIn(reply)).to.include({ message: 'Look', is_from_user: false });
      expect(reply.body.message).to.equal('Reply sent');
      await people().close(one, id);
      expectStatus(await send(FOR_STAFF(id), { ...one, ...wish }), 400);
    });

    it('are refused in its own words where they are not for their sender', async () => {
      const id = await people().open(john(), 'Help');
      const reply = await send(LIVECHAT(id), { ...john(), files: [png()] });
      expectStatus(reply, 400);
      expect(reply.body).to.deep.equal({ success: false, message: 'Access denied' });
      expectStatus(await send(LIVECHAT('x'), { ...john(), files: [png()] }), 404);
    });
  });
});
