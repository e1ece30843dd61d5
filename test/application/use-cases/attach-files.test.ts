import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import { left as taskLeft } from 'fp-ts/lib/TaskEither.js';
import type { IncomingFile } from '../../../src/application/files/store-file.js';
import type { FileScanner } from '../../../src/application/ports/file-scanner.js';
import type { AttachFilesInput } from '../../../src/application/use-cases/attach-files.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import type { Actor } from '../../../src/domain/actor.js';
import { type Attachment, MAX_FILE } from '../../../src/domain/attachment.js';
import { unavailable } from '../../../src/domain/failure.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { admin, customer } from '../../support/actors.js';
import { conversationId } from '../../support/conversations.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { scannerFinding } from '../../support/file-ports.js';
import {
  inMemory,
  type InMemory,
  nodeBeside,
  started,
  storedEvents,
  toSend,
} from '../../support/in-memory.js';

const alice = customer('alice');
const bob = customer('bob');

/** A file that says whether it was read to its end, and whether it was let go of. */
class Sent implements IncomingFile {
  read = 0;
  isLetGoOf = false;

  constructor(
    readonly name: string,
    private readonly parts: readonly (string | Uint8Array | Error)[],
  ) {}

  get content(): AsyncIterable<Uint8Array> {
    return this.bytes();
  }

  private async *bytes(): AsyncGenerator<Uint8Array, void> {
    try {
      for (const part of this.parts) {
        await Promise.resolve();
        if (part instanceof Error) throw part;
        this.read += 1;
        yield typeof part === 'string' ? Buffer.from(part) : part;
      }
    } finally {
      this.isLetGoOf = true;
    }
  }
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

async function* listed(files: readonly IncomingFile[]): AsyncGenerator<IncomingFile, void> {
  for (const file of files) {
    await Promise.resolve();
    yield file;
  }
}

describe('attachFiles', () => {
  let chat: InMemory;
  let id: ConversationId;

  const attach = (
    files: readonly IncomingFile[],
    wish: Partial<AttachFilesInput> = {},
    by: Actor = alice,
    { attachFiles }: Pick<UseCases, 'attachFiles'> = chat.cases,
  ) =>
    attachFiles(by, {
      conversationId: id,
      files: listed(files),
      clientMessageId: null,
      claims: false,
      ...wish,
    })();

  const stored = async (): Promise<readonly string[]> => {
    const found = await chat.blobs.unkept(Number.MAX_SAFE_INTEGER, 1_000)();
    return expectRight(found).map(({ name }) => name);
  };

  const bytesOf = async ({ name, size }: Attachment): Promise<string> => {
    const parts: Uint8Array[] = [];
    for await (const part of chat.blobs.read(name, 0, size - 1)) parts.push(part);
    return Buffer.concat(parts).toString('latin1');
  };

  /** The same with another scanner. */
  const scannedBy = (scanner: FileScanner, mustScan: boolean): UseCases =>
    nodeBeside(chat, { scanner, mustScan }).cases;

  beforeEach(async () => {
    chat = inMemory();
    id = (await started(chat)).id;
  });

  it('stores each under a name of its own, whole, by what its bytes say', async () => {
    const files = [
      new Sent('C:\\me\\screen.jpg', [PNG, 'rest of it']),
      new Sent('notes', ['one ', 'two']),
    ];
    const [picture, notes] = expectRight(await attach(files));
    expect(picture).to.deep.include({ originalName: 'screen.jpg', type: 'image/png', size: 18 });
    expect(picture?.name).to.match(/^[0-9a-f]{64}\.png$/);
    expect(notes).to.deep.include({ originalName: 'notes', type: 'text/plain', size: 7 });
    expect(notes?.name).to.match(/\.txt$/);
    expect(await stored()).to.have.members([picture?.name, notes?.name]);
    if (notes === undefined) throw new Error('there are two');
    expect(await bytesOf(notes)).to.equal('one two');
  });

  it('takes a name’s word for what is in a compound file, of old Office alone, and of no other file', async () => {
    for (const [name, bytes, type, ending] of [
      ['letter.doc', COMPOUND, 'application/msword', 'doc'],
      ['C:\\me\\SUMS.XLS', COMPOUND, 'application/vnd.ms-excel', 'xls'],
      ['slides.ppt', COMPOUND, 'application/vnd.ms-powerpoint', 'ppt'],
      ['mail.msg', COMPOUND, 'application/vnd.ms-outlook', 'msg'],
      ['doc', COMPOUND, 'application/x-cfb', 'cfb'],
      ['letter.doc.exe', COMPOUND, 'application/x-cfb', 'cfb'],
      ['setup.msi', COMPOUND, 'application/x-cfb', 'cfb'],
      ['letter.docx', COMPOUND, 'application/x-cfb', 'cfb'],
      ['a.constructor', COMPOUND, 'application/x-cfb', 'cfb'],
      ['letter.doc', PNG, 'image/png', 'png'],
      ['letter.doc', 'text', 'text/plain', 'txt'],
    ] as const) {
      const [one] = expectRight(await attach([new Sent(name, [bytes])]));
      expect([one?.type, one?.name.split('.').at(-1)], name).to.deep.equal([type, ending]);
    }
  });

  it('lets in by what the bytes say: a name opens nothing', async () => {
    const { cases } = nodeBeside(chat, { allowedTypes: ['application/msword'] });
    const letter = new Sent('letter.doc', [COMPOUND]);
    expectLeft(await attach([letter], {}, alice, cases), 'UnsupportedFile');
  });

  for (const [what, file, failure] of [
    ['is of a kind that is not let in', new Sent('a.png', ['MZ\u0090 runs']), 'UnsupportedFile'],
    ['is so, and goes on', new Sent('a.png', ['MZ\u0090', 'x'.repeat(20), 'x']), 'UnsupportedFile'],
    ['nobody knows', new Sent('a.txt', ['\0\u0001\u0002']), 'UnsupportedFile'],
    ['has nothing in it', new Sent('a.txt', []), 'ValidationFailed'],
    ['has nothing in its parts', new Sent('a.txt', ['', '']), 'ValidationFailed'],
    ['is infected', new Sent('a.txt', ['a long beginning of it, and ', 'EVIL']), 'InfectedFile'],
    ['is a byte too large', new Sent('a.txt', ['x'.repeat(MAX_FILE), 'x', 'more']), 'FileTooLarge'],
  ] as const) {
    it(`refuses one that ${what}, and stores neither it nor those before it`, async () => {
      const before = new Sent('fine.txt', ['fine']);
      const after = new Sent('never.txt', ['never']);
      expectLeft(await attach([before, file, after]), failure);
      expect(await stored()).to.deep.equal([]);
      expect(file.isLetGoOf).to.equal(true);
      expect(after.read).to.equal(0);
    });
  }

  it('says which one it was, and what was found in it', async () => {
    const found = await attach([new Sent('../a.txt', ['xx EVIL xx xx xx xx'])]);
    expect(found).to.deep.equal(left({ kind: 'InfectedFile', file: 'a.txt', threat: 'Test.Evil' }));
  });

  it('is let go of by the scanner, whatever becomes of it', async () => {
    let [begun, over] = [0, 0];
    const scanner: FileScanner = {
      begin: () => {
        begun += 1;
        return {
          take: () => Promise.resolve(),
          verdict: () => Promise.resolve({ kind: 'clean' }),
          abandon: () => {
            over += 1;
          },
        };
      },
    };
    const cases = scannedBy(scanner, true);
    expectRight(await attach([new Sent('a.txt', ['text'])], {}, alice, cases));
    const large = new Sent('a.txt', ['x'.repeat(MAX_FILE), 'x']);
    expectLeft(await attach([large], {}, alice, cases), 'FileTooLarge');
    const broken = new Sent('a.txt', ['half of it, or so much', new Error('gone')]);
    expect(await attach([broken], {}, alice, cases).catch(() => 'thrown')).to.equal('thrown');
    expect([begun, over]).to.deep.equal([3, 3]);
  });

  it('is not misled by who writes the next part over the one before', async () => {
    const file: IncomingFile = {
      name: 'a.png',
      content: (async function* () {
        const buffer = Buffer.from('89504e47', 'hex');
        for (const byte of ['P', 'Q', 'R', 'S', 'T']) {
          await Promise.resolve();
          yield buffer;
          buffer.fill(byte);
        }
      })(),
    };
    const [one] = expectRight(await attach([file]));
    expect(one).to.include({ type: 'image/png', size: 20 });
    if (one === undefined) throw new Error('there is one');
    expect(await bytesOf(one)).to.equal('\u0089PNGPPPPQQQQRRRRSSSS');
  });

  it('takes one of the largest size', async () => {
    const [one] = expectRight(await attach([new Sent('a.txt', ['x'.repeat(MAX_FILE)])]));
    expect(one?.size).to.equal(MAX_FILE);
  });

  it('takes five, and refuses six', async () => {
    const five = Array.from({ length: 5 }, (_, n) => new Sent(`${n}.txt`, ['text']));
    expect(expectRight(await attach(five))).to.have.length(5);
    const again = Array.from({ length: 6 }, (_, n) => new Sent(`${n}.txt`, ['text']));
    expectLeft(await attach(again), 'ValidationFailed');
    expect(again[5]?.read).to.equal(0);
    expect(await stored()).to.have.length(5);
  });

  it('reads nothing for who may send nothing there', async () => {
    const file = new Sent('a.txt', ['text']);
    expectLeft(await attach([file], {}, bob), 'AccessDenied');
    expectLeft(await attach([file], { conversationId: conversationId() }), 'NotFound');
    expectRight(await chat.cases.closeConversation(admin(), { conversationId: id, note: null })());
    expectLeft(await attach([file]), 'ConversationClosed');
    expect(file.read).to.equal(0);
  });

  it('reads what has a name, though the conversation is closed: its message may be there', async () => {
    const send = async (text: string) => {
      const attachments = expectRight(
        await attach([new Sent('a.txt', [text])], { clientMessageId: 'c1' }),
      );
      return chat.cases.sendMessage(
        alice,
        toSend(id, { text: '', attachments, clientMessageId: 'c1' }),
      )();
    };
    const first = expectRight(await send('text'));
    expectRight(await chat.cases.closeConversation(admin(), { conversationId: id, note: null })());
    const again = expectRight(await send('text'));
    expect(again).to.deep.include({ fresh: false, message: first.message });
    expectLeft(await send('another text'), 'Conflict');
    expect(await stored()).to.deep.equal([]);
  });

  it('leaves nothing of what ends in the middle, and throws what has ended it', async () => {
    const gone = new Error('the client went away');
    const files = [
      new Sent('a.txt', ['text']),
      new Sent('b.txt', ['half of it, or so much', gone]),
    ];
    expect(await attach(files).catch((error: unknown) => error)).to.equal(gone);
    expect(await stored()).to.deep.equal([]);
  });

  it('is let in without a verdict, unless there must be one', async () => {
    const away = scannerFinding('', { kind: 'unavailable' });
    const file = () => new Sent('a.txt', ['text']);
    expectRight(await attach([file()], {}, alice, scannedBy(away, false)));
    expectLeft(await attach([file()], {}, alice, scannedBy(away, true)), 'Unavailable');
  });

  it('goes with a message that is kept, told and stored with it', async () => {
    const attachments = expectRight(await attach([new Sent('a.png', [PNG])]));
    const { message, conversation } = expectRight(
      await chat.cases.sendMessage(alice, toSend(id, { text: '  ', attachments }))(),
    );
    expect(message).to.deep.include({ kind: 'file', text: '', attachments });
    expect(conversation.lastMessage?.text).to.equal('a.png');
    expect((await storedEvents(chat.store, id)).at(-1)).to.deep.equal(message);
    expect(await stored()).to.deep.equal([]);
    const [name = ''] = attachments.map((one) => one.name);
    expect(expectRight(await chat.blobs.find(name)())).to.have.nested.property(
      'value.isKept',
      true,
    );
  });

  it('stays with its message when that is sent again, which what came with the repetition does not', async () => {
    const attachments = expectRight(await attach([new Sent('a.txt', ['text'])]));
    const again = expectRight(await attach([new Sent('a.txt', ['text'])]));
    const send = (files: readonly Attachment[]) =>
      chat.cases.sendMessage(
        alice,
        toSend(id, { text: '', attachments: files, clientMessageId: 'c1' }),
      )();
    for (const files of [attachments, attachments, again]) {
      expect(expectRight(await send(files)).message).to.deep.include({ attachments });
    }
    for (const { name } of attachments) expectRight(await chat.cases.fetchFile(name)());
    for (const { name } of again) expectLeft(await chat.cases.fetchFile(name)(), 'NotFound');
    expect(await stored()).to.deep.equal([]);
  });

  it('goes when its message is refused, and stays where it is not known what became of it', async () => {
    const [one, two] = [
      expectRight(await attach([new Sent('a.txt', ['one'])])),
      expectRight(await attach([new Sent('a.txt', ['two'])])),
    ];
    const log = { ...chat.store.log, append: () => taskLeft(unavailable) };
    const broken = nodeBeside(chat, { log }).cases;
    expectLeft(await broken.sendMessage(alice, toSend(id, { attachments: one }))(), 'Unavailable');
    expect(await stored()).to.have.length(2);
    expectLeft(
      await chat.cases.sendMessage(bob, toSend(id, { attachments: two }))(),
      'AccessDenied',
    );
    expect(await stored()).to.deep.equal(one.map(({ name }) => name));
  });
});
