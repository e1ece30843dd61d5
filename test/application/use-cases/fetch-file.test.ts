import { expect } from 'chai';
import type { Attachment } from '../../../src/domain/attachment.js';
import { WAITS_FOR } from '../../../src/application/use-cases/sweep-files.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { left as taskLeft, right as taskRight } from 'fp-ts/lib/TaskEither.js';
import { unavailable } from '../../../src/domain/failure.js';
import { customer } from '../../support/actors.js';
import { expectLeft, expectRight } from '../../support/expect-either.js';
import { inMemory, type InMemory, nodeBeside, started, toSend } from '../../support/in-memory.js';

const alice = customer('alice');

async function* incoming(text: string) {
  await Promise.resolve();
  yield {
    name: 'a.txt',
    content: (async function* () {
      await Promise.resolve();
      yield Buffer.from(text);
    })(),
  };
}

describe('files that were sent', () => {
  let chat: InMemory;
  let id: ConversationId;

  const attached = async (text = 'a text of it'): Promise<Attachment> => {
    const input = { conversationId: id, clientMessageId: null, claims: false };
    const all = expectRight(
      await chat.cases.attachFiles(alice, { ...input, files: incoming(text) })(),
    );
    const [one] = all;
    if (one === undefined) throw new Error('one was sent');
    return one;
  };

  const sent = async (attachment: Attachment, { cases }: InMemory = chat): Promise<void> => {
    const input = toSend(id, { text: '', attachments: [attachment] });
    expectRight(await cases.sendMessage(alice, input)());
  };

  const isKept = async ({ name }: Attachment): Promise<unknown> => {
    const found = expectRight(await chat.blobs.find(name)());
    return found._tag === 'Some' ? found.value.isKept : 'gone';
  };

  /** By one who ends before he has told the store of files. */
  const sentAndNotKept = async (attachment: Attachment): Promise<void> => {
    const blobs = { ...chat.blobs, keep: () => taskRight(undefined) };
    await sent(attachment, nodeBeside(chat, { blobs }));
    expect(await isKept(attachment)).to.equal(false);
  };

  beforeEach(async () => {
    chat = inMemory();
    id = (await started(chat)).id;
  });

  it('are fetched by their names, whole or in part', async () => {
    const { name, digest } = await attached();
    await sent({ ...(await attached('another')), name: 'no-matter.txt' });
    const one = await attached();
    await sent(one);
    const file = expectRight(await chat.cases.fetchFile(one.name)());
    expect(file).to.deep.include({ type: 'text/plain', originalName: 'a.txt', size: 12, digest });
    const parts: Uint8Array[] = [];
    for await (const part of file.read(2, 5)) parts.push(part);
    expect(Buffer.concat(parts).toString()).to.equal('text');
    expectLeft(await chat.cases.fetchFile(name)(), 'NotFound');
    expectLeft(await chat.cases.fetchFile('../etc/passwd')(), 'NotFound');
  });

  it('are fetched as soon as their message is stored, whoever has stored it', async () => {
    const one = await attached();
    expectLeft(await chat.cases.fetchFile(one.name)(), 'NotFound');
    for (let n = 0; n < 150; n += 1) expectRight(await chat.cases.sendMessage(alice, toSend(id))());
    await sentAndNotKept(one);
    expectRight(await chat.cases.fetchFile(one.name)());
    expect(await isKept(one)).to.equal(true);
  });

  it('are swept away an hour after they came, where no message carries them', async () => {
    const [lost, carried, early] = [await attached(), await attached(), await attached()];
    await sentAndNotKept(carried);
    await sent(early);
    chat.clock.time += WAITS_FOR;
    const young = await attached();
    expect(expectRight(await chat.cases.sweepFiles()())).to.equal(0);
    chat.clock.time += 1;
    expect(expectRight(await chat.cases.sweepFiles()())).to.equal(1);
    const fates = await Promise.all([lost, carried, early, young].map(isKept));
    expect(fates).to.deep.equal(['gone', true, true, false]);
  });

  it('are neither given nor swept while nobody can tell whether a message carries them', async () => {
    const [lost, carried] = [await attached(), await attached()];
    await sentAndNotKept(carried);
    chat.clock.time += WAITS_FOR + 1;
    const log = { ...chat.store.log, read: () => taskLeft(unavailable) };
    const { cases } = nodeBeside(chat, { log, clock: chat.clock });
    for (const { name } of [lost, carried])
      expectLeft(await cases.fetchFile(name)(), 'Unavailable');
    expectLeft(await cases.sweepFiles()(), 'Unavailable');
    expect(await Promise.all([lost, carried].map(isKept))).to.deep.equal([false, false]);
  });

  for (const what of ['keep', 'remove'] as const) {
    it(`are swept another time where their store does not ${what} them`, async () => {
      for (let n = 0; n < 110; n += 1) await attached(`text ${n}`);
      const blobs = { ...chat.blobs, [what]: () => taskLeft(unavailable) };
      const { cases } = nodeBeside(chat, { blobs, clock: chat.clock });
      chat.clock.time += WAITS_FOR + 1;
      expectLeft(await cases.sweepFiles()(), 'Unavailable');
      expect(expectRight(await chat.cases.sweepFiles()())).to.equal(110);
    });
  }

  it('are swept, however many there are', async () => {
    for (let n = 0; n < 230; n += 1) await attached(`text ${n}`);
    chat.clock.time += WAITS_FOR + 1;
    expect(expectRight(await chat.cases.sweepFiles()())).to.equal(230);
  });
});
